import type { Context } from 'hono';
import type { z } from '@hono/zod-openapi';
import type { Actor } from '#domain/actor.ts';
import type { OwnedKind } from '#history/history.ts';
import type { Id } from '#std/id.ts';
import type { JsonObject } from '#std/json.ts';
import type { Person } from './auth/auth.ts';
import type { Role } from './auth/roles.ts';

/** Who asks. A key stands for no person. */
export type Caller =
  { kind: 'person'; person: Person; role: Role } | { kind: 'key'; keyId: Id; name: string; role: Role };

/** Things a path may name; each is looked up in the workspace before a handler runs. */
export type NamedKind = OwnedKind;
export const namedKinds: NamedKind[] = ['run', 'event', 'connection', 'workflow', 'rule'];

/** What a handler is given: checked, looked up, ids bare. */
export interface Asked<Body, Query> {
  body: Body;
  query: Query;
  /** Parameters of the path that name nothing of ours: a step, a loader. */
  params: Record<string, string>;
  context: Context;
}

/** The same within a workspace. */
export interface AskedInWorkspace<Body, Query> extends Asked<Body, Query> {
  workspaceId: Id;
  caller: Caller;
  /** Who asks, for the history: an email, or a key's id. */
  by: string;
  /** The same with a name, for what is noted of it. */
  actor: Actor;
  /** The bare id of what the path names. Throws when the path names no such thing, which is a mistake in the table. */
  id: (kind: NamedKind) => Id;
}

interface RouteBase<Body, Query, Answer> {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Below `/api`, with `{names}`. */
  path: string;
  /** One line for the document. */
  summary: string;
  body?: z.ZodType<Body>;
  query?: z.ZodType<Query>;
  /** Null: 204 without a body. */
  answer: z.ZodType<Answer> | null;
  /** Status of a good answer; 200, or 204 without a body. */
  status?: 200 | 201 | 202;
  /** For a method other than GET that only reads: nothing of it is kept in the audit log. */
  readsOnly?: true;
  /** What the audit log says beyond what it sees itself: counts and choices, never what somebody typed as a secret. */
  audit?(body: Body, answer: Answer | Response): JsonObject;
}

/** A route for anybody, signed in or not. */
export interface OpenRoute<Body, Query, Answer> extends RouteBase<Body, Query, Answer> {
  needs: null;
  handle(asked: Asked<Body, Query>): Promise<Answer | Response>;
}

/** A route below `/w/{workspace}`: for members with at least this role, and keys of the workspace. */
export interface WorkspaceRoute<Body, Query, Answer> extends RouteBase<Body, Query, Answer> {
  needs: Role;
  handle(asked: AskedInWorkspace<Body, Query>): Promise<Answer | Response>;
}

/** A route of the table, whatever it takes and gives. */
export type Route = (OpenRoute<unknown, unknown, unknown> | WorkspaceRoute<unknown, unknown, unknown>) & {
  tag: string;
};

/** Writes down routes of one noun, each checked for what it takes and gives. */
export interface Table {
  routes: Route[];
  open: <Body, Query, Answer>(route: Omit<OpenRoute<Body, Query, Answer>, 'needs'>) => void;
  /** `path` goes below `/w/{workspace}`. */
  inWorkspace: <Body, Query, Answer>(
    needs: Role,
    route: Omit<WorkspaceRoute<Body, Query, Answer>, 'needs'>,
  ) => void;
}

/** An empty table for a noun. */
export function table(tag: string): Table {
  const routes: Route[] = [];
  return {
    routes,
    open: (route) => void routes.push({ ...route, needs: null, tag }),
    inWorkspace: (needs, route) =>
      void routes.push({ ...route, path: `/w/{workspace}${route.path}`, needs, tag }),
  };
}

/** Whether a request to it may change something: then it leaves a row in the audit log. */
export function mayChange(route: Route): boolean {
  return route.method !== 'get' && route.readsOnly !== true;
}

/** Names in a path's braces. */
export function paramsOf(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
}
