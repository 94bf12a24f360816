import { z } from '@hono/zod-openapi';
import { requirePerson } from '../guard.ts';
import type { ApiParts } from '../rooms.ts';
import { table } from '../route.ts';
import type { Route, Table } from '../route.ts';
import { codeInput } from '../schemas/people.ts';
import { newWorkspace, session, setup, signIn } from '../schemas/session.ts';
import { answerWith, clientOf, sessionOf, setCookies } from '../session-answer.ts';

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
  const { auth } = parts;
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
      const { cookies, codeNeeded } = await auth.signIn(body, clientOf(parts, context));
      if (!codeNeeded) return answerWith(parts, context, cookies);
      setCookies(context, cookies);
      return { ...(await sessionOf(parts, null)), codeNeeded: true as const };
    },
  });
  open({
    method: 'post',
    path: '/session/code',
    summary: 'Finish a sign-in with a code of the authenticator app, or a backup code',
    body: codeInput,
    answer: session,
    handle: async ({ body, context }) =>
      answerWith(parts, context, await auth.confirmCode(body, clientOf(parts, context))),
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
