import type { Context } from 'hono';
import { showId } from '#std/id.ts';
import type { Cookies, Person } from './auth/auth.ts';
import type { Client } from './auth/sign-in.ts';
import type { Session } from './contract.ts';
import type { ApiParts } from './rooms.ts';
import { clientAddress } from './security.ts';

type Parts = Pick<ApiParts, 'auth' | 'config'>;

/** Sets the cookies and answers with the session they make. */
export async function answerWith(parts: Parts, c: Context, cookies: Cookies): Promise<Session> {
  setCookies(c, cookies);
  return sessionOf(parts, await parts.auth.person(headersAfter(c, cookies)));
}

/** Puts cookies on the answer. */
export function setCookies(c: Context, cookies: Cookies): void {
  for (const cookie of cookies) c.header('set-cookie', cookie, { append: true });
}

/** The session of a person, or of nobody, as the console reads it. */
export async function sessionOf({ auth, config }: Parts, person: Person | null): Promise<Session> {
  const workspaces = person ? await auth.memberships(person) : [];
  return {
    user: person,
    demo: config.demo,
    needsSetup: await auth.needsSetup(),
    workspaces: workspaces.map(({ id, name, demo, role, timeZone }) => ({
      id: showId('workspace', id),
      name,
      demo,
      role,
      timeZone,
    })),
  };
}

/** Where a request comes from. */
export function clientOf({ config }: Parts, c: Context): Client {
  return {
    address: clientAddress(c, config.trustProxy),
    userAgent: c.req.header('user-agent')?.slice(0, 500) ?? null,
    cookie: c.req.header('cookie') ?? null,
  };
}

/** The headers a browser would send next: with the cookies just set in the place of older ones. */
function headersAfter(c: Context, cookies: Cookies): Headers {
  const jar = new Map<string, string>();
  const keep = (pair: string) => {
    const [name, value] = [pair.slice(0, pair.indexOf('=')).trim(), pair.slice(pair.indexOf('=') + 1)];
    if (name !== '') jar.set(name, value);
  };
  for (const pair of (c.req.header('cookie') ?? '').split(';')) keep(pair);
  for (const cookie of cookies) keep(cookie.split(';', 1)[0]!);
  return new Headers({ cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') });
}
