import { Hono, type Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { AppError } from '#std/errors.ts';
import { showId, type Id } from '#std/id.ts';
import { equalInConstantTime } from '#std/hmac.ts';
import { problemOf } from '../problem.ts';
import type { ApiParts } from '../rooms.ts';
import type { AskedInWorkspace } from '../route.ts';

const cookieName = 'countersign-consent';
/** As long as the connection room waits for a person at the vendor. */
const cookieSeconds = 30 * 60;

/**
 * Binds a consent to the browser that asked for it. Else somebody could send their own consent link to another person,
 * and what that person agrees to would land in the sender's workspace.
 */
export function rememberConsent(
  asked: AskedInWorkspace<unknown, unknown>,
  publicUrl: string,
  authorizeUrl: string,
): { authorizeUrl: string } {
  const state = new URL(authorizeUrl).searchParams.get('state') ?? '';
  setCookie(asked.context, cookieName, `${showId('workspace', asked.workspaceId)}.${state}`, {
    path: '/oauth',
    httpOnly: true,
    sameSite: 'Lax',
    secure: publicUrl.startsWith('https:'),
    maxAge: cookieSeconds,
  });
  return { authorizeUrl };
}

type Parts = Pick<ApiParts, 'connections' | 'log'>;
/** Told of a connection that came of a consent, or was renewed by one. */
type OnConsent = (c: Context, workspaceId: Id, connectionId: Id) => Promise<void>;

/** Where a vendor sends people back to after they agreed, or did not. */
export function oauthRoutes(
  { connections, log }: Parts,
  onConsent: OnConsent = () => Promise.resolve(),
): Hono {
  const app = new Hono();
  app.onError((error, c) => problemOf(error, c, log));
  app.get('/oauth/callback', async (c) => {
    const [workspace, ...rest] = (getCookie(c, cookieName) ?? '').split('.');
    const state = c.req.query('state') ?? '';
    if (!workspace || !equalInConstantTime(rest.join('.'), state)) {
      throw new AppError(
        'gone',
        'This sign-in was begun in another browser, or is too old. Start connecting again.',
      );
    }
    deleteCookie(c, cookieName, { path: '/oauth' });
    const code = c.req.query('code');
    if (code === undefined) return c.redirect(`/w/${workspace}/connections?error=consent_refused`);
    try {
      const { workspaceId, connectionId } = await connections.finishAuthorize(state, code);
      await onConsent(c, workspaceId, connectionId);
      return c.redirect(
        `/w/${showId('workspace', workspaceId)}/connections/${showId('connection', connectionId)}`,
      );
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return c.redirect(`/w/${workspace}/connections?error=${error.code}`);
    }
  });
  return app;
}
