import type { Id } from '#std/id.ts';
import type { Engine } from './engine.ts';

/** Cookies to set, as values of `set-cookie`. */
export type Cookies = string[];

/** Starts a session for somebody who proved who they are. */
export async function startSession(engine: Engine, userId: Id): Promise<Cookies> {
  const answer = await engine.api.startSession({ body: { userId }, asResponse: true });
  return answer.headers.getSetCookie();
}

/** A password as better-auth keeps it. Takes a while, on purpose. */
export async function hashPassword(engine: Engine, password: string): Promise<string> {
  return (await engine.$context).password.hash(password);
}

/** Whether a password is the one that was kept. */
export async function isPassword(engine: Engine, password: string, hash: string): Promise<boolean> {
  return (await engine.$context).password.verify({ password, hash });
}
