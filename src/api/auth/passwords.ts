import { AppError } from '#std/errors.ts';
import type { Id } from '#std/id.ts';
import { basePath, clientHeader } from './engine.ts';
import type { Engine } from './engine.ts';

/** Cookies to set, as values of `set-cookie`. */
export type Cookies = string[];

/** Where a sign-in comes from. */
export interface Client {
  address: string | null;
  userAgent: string | null;
}

/** Goes through better-auth's own door, because its limit on tries stands there. */
export async function signIn(
  engine: Engine,
  publicUrl: string,
  input: { email: string; password: string },
  client: Client,
): Promise<Cookies> {
  const headers = new Headers({ 'content-type': 'application/json', origin: new URL(publicUrl).origin });
  if (client.address) headers.set(clientHeader, client.address);
  if (client.userAgent) headers.set('user-agent', client.userAgent);
  const body = JSON.stringify({ email: input.email, password: input.password });
  const request = new Request(`${publicUrl}${basePath}/sign-in/email`, { method: 'POST', headers, body });
  const answer = await engine.handler(request);
  if (answer.ok) return answer.headers.getSetCookie();
  if (answer.status === 429) {
    const seconds = Number(answer.headers.get('x-retry-after') ?? 60);
    throw new AppError('rate_limited', `Too many tries. Try again in ${seconds} seconds.`, {
      params: { retryAfterMs: seconds * 1000 },
    });
  }
  if (answer.status < 500) {
    throw new AppError('unauthenticated', 'This email and password do not belong together.');
  }
  throw new Error(`better-auth answered ${answer.status} to a sign-in`);
}

/** Starts a session for somebody who proved who they are. */
export async function startSession(engine: Engine, userId: Id): Promise<Cookies> {
  const answer = await engine.api.startSession({ body: { userId }, asResponse: true });
  return answer.headers.getSetCookie();
}

/** A password as better-auth keeps it. Takes a while, on purpose. */
export async function hashPassword(engine: Engine, password: string): Promise<string> {
  return (await engine.$context).password.hash(password);
}
