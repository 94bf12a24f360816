import { createHmac } from 'node:crypto';
import { betterAuth } from 'better-auth';
import { createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { organization } from 'better-auth/plugins/organization';
import type { BetterAuthPlugin } from 'better-auth/types';
import type { Pool } from 'pg';
import { z } from 'zod';
import { accessControl, pluginRoles } from './roles.ts';

/** Header that carries the caller's address to better-auth; always set by us, never taken from outside. */
export const clientHeader = 'x-countersign-client';

/** Where better-auth believes to live; nothing is mounted there. */
export const basePath = '/api/auth';

/** Fewest and most characters of a password. */
export const passwordLength = { min: 10, max: 200 };

const daySeconds = 86_400;

export interface EngineOptions {
  pool: Pool;
  /** The instance's secret; the key that signs cookies is derived from it. */
  secret: string;
  /** Where people reach us, without a trailing slash. */
  publicUrl: string;
  /** Told what better-auth has to say; never a secret. */
  warn: (message: string) => void;
}

/**
 * better-auth with the organization plugin, on our pool: the part that keeps passwords, sessions and cookies. We call it;
 * its own routes are not mounted, so nothing of it is reachable that we do not offer.
 */
export function createEngine({ pool, secret, publicUrl, warn }: EngineOptions) {
  const { protocol, port } = new URL(publicUrl);
  return betterAuth({
    appName: 'Countersign',
    database: pool,
    baseURL: publicUrl,
    basePath,
    trustedOrigins: [new URL(publicUrl).origin],
    secret: createHmac('sha256', secret).update('countersign sign-in').digest('base64url'),
    telemetry: { enabled: false },
    logger: { level: 'error', log: (_level, message) => warn(message) },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: passwordLength.min,
      maxPasswordLength: passwordLength.max,
    },
    session: { expiresIn: 30 * daySeconds, updateAge: daySeconds },
    rateLimit: {
      enabled: true,
      storage: 'database',
      customRules: { '/sign-in/email': { window: 60, max: 10 } },
    },
    advanced: {
      database: { generateId: 'uuid' },
      // Browsers do not keep cookies of two ports apart, and two instances may run side by side.
      cookiePrefix: port === '' ? 'countersign' : `countersign-${port}`,
      useSecureCookies: protocol === 'https:',
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
      ipAddress: { ipAddressHeaders: [clientHeader] },
    },
    plugins: [organization({ ac: accessControl, roles: pluginRoles, creatorRole: 'owner' }), sessionStarter],
  });
}
export type Engine = ReturnType<typeof createEngine>;

/** Starts a session for somebody who proved who they are in another way: by the set-up link, or by entering the demo. */
const sessionStarter = {
  id: 'countersign-session-starter',
  endpoints: {
    // Without a path: callable in the process only.
    startSession: createAuthEndpoint(
      { method: 'POST', body: z.object({ userId: z.string() }) },
      async (context) => {
        const { internalAdapter } = context.context;
        const user = await internalAdapter.findUserById(context.body.userId);
        if (!user) throw new Error(`user ${context.body.userId} does not exist`);
        const session = await internalAdapter.createSession(user.id);
        await setSessionCookie(context, { session, user });
        return { userId: user.id };
      },
    ),
  },
} satisfies BetterAuthPlugin;
