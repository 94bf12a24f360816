import { betterAuth } from 'better-auth';
import { createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { organization } from 'better-auth/plugins/organization';
import { twoFactor } from 'better-auth/plugins/two-factor';
import type { BetterAuthPlugin } from 'better-auth/types';
import type { Pool } from 'pg';
import { z } from 'zod';
import { accessControl, pluginRoles } from './roles.ts';
import { signInKeys } from './two-factor-keys.ts';

/** Header that carries the caller's address to better-auth; always set by us, never taken from outside. */
export const clientHeader = 'x-countersign-client';

/** Where better-auth believes to live; nothing is mounted there. */
const basePath = '/api/auth';

/** Fewest and most characters of a password. */
export const passwordLength = { min: 10, max: 200 };

const daySeconds = 86_400;
/** How long after the password the code may come, and how long an account takes none after ten wrong ones in a row. */
const codeWithinSeconds = 600;
export const codeLockSeconds = 900;

export interface EngineOptions {
  pool: Pool;
  /** The instance's secret; the key that signs cookies is derived from it. */
  secret: string;
  /** Where people reach us, without a trailing slash. */
  publicUrl: string;
  /** Told what better-auth has to say; never a secret. */
  warn: (message: string) => void;
  /** How passwords are kept; better-auth's own scrypt (N 16384, r 16) unless given. Tests give a cheap one. */
  passwords?: Passwords;
}

export interface Passwords {
  hash(password: string): Promise<string>;
  verify(given: { hash: string; password: string }): Promise<boolean>;
}

/**
 * better-auth with the organization plugin, on our pool: the part that keeps passwords, sessions and cookies. We call it;
 * its own routes are not mounted, so nothing of it is reachable that we do not offer.
 */
export function createEngine({ pool, secret, publicUrl, warn, passwords }: EngineOptions) {
  const { protocol, port } = new URL(publicUrl);
  const keys = signInKeys(secret);
  return betterAuth({
    appName: 'Countersign',
    database: pool,
    baseURL: publicUrl,
    basePath,
    trustedOrigins: [new URL(publicUrl).origin],
    secret: keys.legacy,
    secrets: keys.secrets,
    telemetry: { enabled: false },
    logger: { level: 'error', log: (_level, message) => warn(message) },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: passwordLength.min,
      maxPasswordLength: passwordLength.max,
      ...(passwords && { password: passwords }),
    },
    session: { expiresIn: 30 * daySeconds, updateAge: daySeconds },
    // Tries are counted by ourselves (tries.ts): by account too, which better-auth's limit does not know.
    rateLimit: { enabled: false },
    advanced: {
      database: { generateId: 'uuid' },
      // Browsers do not keep cookies of two ports apart, and two instances may run side by side.
      cookiePrefix: port === '' ? 'countersign' : `countersign-${port}`,
      useSecureCookies: protocol === 'https:',
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
      ipAddress: { ipAddressHeaders: [clientHeader] },
    },
    plugins: [
      organization({ ac: accessControl, roles: pluginRoles, creatorRole: 'owner' }),
      twoFactor({
        issuer: 'Countersign',
        twoFactorCookieMaxAge: codeWithinSeconds,
        accountLockout: { enabled: true, maxFailedAttempts: 10, durationSeconds: codeLockSeconds },
      }),
      sessionStarter,
    ],
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
