import type { Context } from 'hono';
import type { Actor } from '#domain/actor.ts';
import { AppError } from '#std/errors.ts';
import { readId, showId } from '#std/id.ts';
import type { Id } from '#std/id.ts';
import { keyHolder } from './auth/api-keys.ts';
import type { Person } from './auth/auth.ts';
import { allows } from './auth/roles.ts';
import type { Role } from './auth/roles.ts';
import type { ApiParts } from './rooms.ts';
import { namedKinds, paramsOf } from './route.ts';
import type { Caller, NamedKind } from './route.ts';

type GuardParts = Pick<ApiParts, 'auth' | 'pool' | 'history'>;

/** Whoever passed the walls of a workspace, and what the path names in it. */
export interface Admitted {
  workspaceId: Id;
  caller: Caller;
  by: string;
  actor: Actor;
  ids: Map<NamedKind, Id>;
}

/** Whoever is signed in. Throws `unauthenticated`. */
export async function requirePerson(auth: ApiParts['auth'], c: Context): Promise<Person> {
  const person = await auth.person(c.req.raw.headers);
  if (person) return person;
  throw new AppError(
    'unauthenticated',
    'Sign in first, or send an API key as "Authorization: Bearer csk_…".',
  );
}

/**
 * The walls of a workspace. The workspace comes from the path. Whoever is no member, and whoever names a thing of another
 * workspace, hears the same as if it did not exist; a member without the role hears `forbidden`.
 * @param onRefused told of that member before they are
 */
export async function admit(
  parts: GuardParts,
  c: Context,
  path: string,
  needs: Role,
  onRefused: (workspaceId: Id, actor: Actor) => Promise<void> = () => Promise.resolve(),
): Promise<Admitted> {
  const workspaceId = readId('workspace', c.req.param('workspace') ?? '');
  const caller = await callerIn(parts, c, workspaceId);
  if (workspaceId === null || caller === null) {
    throw new AppError('not_found', 'This workspace does not exist.');
  }
  if (!allows(caller.role, needs)) {
    await onRefused(workspaceId, actorOf(caller));
    throw new AppError(
      'forbidden',
      `This needs the role ${needs}; yours here is ${caller.role}. Ask an admin.`,
      {
        params: { needs, role: caller.role },
      },
    );
  }
  const by = caller.kind === 'person' ? caller.person.email : `key ${caller.keyId}`;
  return { workspaceId, caller, by, actor: actorOf(caller), ids: await namedIn(parts, c, path, workspaceId) };
}

/** A caller as it is noted: a person without a name goes by their email. */
export function actorOf(caller: Caller): Actor {
  if (caller.kind === 'key') return { kind: 'key', id: caller.keyId, name: caller.name };
  const { id, name, email } = caller.person;
  return { kind: 'person', id, name: name.trim() === '' ? email : name };
}

/** Who asks, as a member of the workspace; null for no member. Throws `unauthenticated` for nobody. */
async function callerIn(
  { auth, pool }: GuardParts,
  c: Context,
  workspaceId: Id | null,
): Promise<Caller | null> {
  const key = bearerKey(c);
  if (key !== null) {
    const holder = await keyHolder(pool, key);
    if (!holder) {
      throw new AppError('unauthenticated', 'This API key is not known here. It may have been removed.');
    }
    return holder.workspaceId === workspaceId
      ? { kind: 'key', keyId: holder.keyId, name: holder.name, role: holder.role }
      : null;
  }
  const person = await requirePerson(auth, c);
  const role = workspaceId === null ? null : await auth.role(workspaceId, person.id);
  return role && { kind: 'person', person, role };
}

/** The key of a request, or null when it has none. */
export function bearerKey(c: Context): string | null {
  return /^Bearer\s+(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1] ?? null;
}

async function namedIn(
  { history }: GuardParts,
  c: Context,
  path: string,
  workspaceId: Id,
): Promise<Map<NamedKind, Id>> {
  const ids = new Map<NamedKind, Id>();
  const names = paramsOf(path);
  for (const kind of namedKinds) {
    if (!names.includes(kind)) continue;
    const text = c.req.param(kind) ?? '';
    const id = readId(kind, text);
    const owned = id === null ? new Set() : await history.owned(workspaceId, kind, [id]);
    if (id === null || !owned.has(id)) throw notHere(kind, id === null ? text : showId(kind, id));
    ids.set(kind, id);
  }
  return ids;
}

function notHere(kind: NamedKind, shown: string): AppError {
  return new AppError('not_found', `The ${kind} ${shown.slice(0, 60)} does not exist in this workspace.`);
}

/** Ids in a body or a query, read and looked up like those of a path. Throws `not_found`. */
export async function requireOwned(
  history: ApiParts['history'],
  workspaceId: Id,
  kind: NamedKind,
  texts: string[],
): Promise<Id[]> {
  const ids = texts.map((text) => {
    const id = readId(kind, text);
    if (id === null) throw notHere(kind, text);
    return id;
  });
  const owned = await history.owned(workspaceId, kind, ids);
  const missing = ids.find((id) => !owned.has(id));
  if (missing !== undefined) throw notHere(kind, showId(kind, missing));
  return ids;
}
