import type { Context } from 'hono';
import { z } from '@hono/zod-openapi';
import { showId } from '#std/id.ts';
import type { Cookies, Person } from '../auth/auth.ts';
import type { Session } from '../contract.ts';
import { requirePerson } from '../guard.ts';
import type { ApiParts } from '../rooms.ts';
import { table } from '../route.ts';
import type { Route, Table } from '../route.ts';
import { newWorkspace, session, setup, signIn } from '../schemas/session.ts';
import { clientAddress } from '../security.ts';

type Parts = Pick<ApiParts, 'auth' | 'config'>;
const nothing = z.object({});

/** Signing in and out, and the workspaces of whoever is signed in. */
export function sessionRoutes(parts: Parts): Route[] {
  const made = table('session');
  inAndOutRoutes(made, parts);
  foundingRoutes(made, parts);
  return made.routes;
}

function inAndOutRoutes({ open }: Table, parts: Parts): void {
  const { auth, config } = parts;
  open({
    method: 'get',
    path: '/session',
    summary: 'Who is signed in, and their workspaces',
    answer: session,
    handle: async ({ context }) => sessionOf(parts, await auth.person(context.req.raw.headers)),
  });
  open({
    method: 'post',
    path: '/session/sign-in',
    summary: 'Sign in with email and password',
    body: signIn,
    answer: session,
    handle: async ({ body, context }) => {
      const client = {
        address: clientAddress(context, config.trustProxy),
        userAgent: context.req.header('user-agent')?.slice(0, 500) ?? null,
      };
      return answerWith(parts, context, await auth.signIn(body, client));
    },
  });
  open({
    method: 'post',
    path: '/session/sign-out',
    summary: 'Sign out',
    body: nothing,
    answer: session,
    handle: async ({ context }) => answerWith(parts, context, await auth.signOut(context.req.raw.headers)),
  });
  open({
    method: 'post',
    path: '/session/demo',
    summary: 'Enter the demo',
    body: nothing,
    answer: session,
    handle: async ({ context }) => answerWith(parts, context, await auth.enterDemo()),
  });
}

/** Making accounts and workspaces. */
function foundingRoutes({ open }: Table, parts: Parts): void {
  const { auth } = parts;
  open({
    method: 'post',
    path: '/session/setup',
    summary: 'Make the first owner and workspace, with the one-time link',
    body: setup,
    answer: session,
    handle: async ({ body, context }) => {
      const { token, name, email, password, workspace, ...rest } = body;
      const input = { token, account: { name, email, password }, workspace: { name: workspace, ...rest } };
      return answerWith(parts, context, await auth.setUp(input));
    },
  });
  open({
    method: 'post',
    path: '/workspaces',
    summary: 'Make a workspace',
    body: newWorkspace,
    answer: session,
    handle: async ({ body, context }) => {
      const person = await requirePerson(auth, context);
      const { account, ...workspace } = body;
      return answerWith(parts, context, await auth.createWorkspace(person, workspace, account ?? null));
    },
  });
}

/** Sets the cookies and answers with the session they make. */
async function answerWith(parts: Parts, c: Context, cookies: Cookies): Promise<Session> {
  for (const cookie of cookies) c.header('set-cookie', cookie, { append: true });
  return sessionOf(parts, await parts.auth.person(headersAfter(c, cookies)));
}

async function sessionOf({ auth, config }: Parts, person: Person | null): Promise<Session> {
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
