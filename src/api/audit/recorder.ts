import type { Context } from 'hono';
import type { AuditActor, AuditEnd } from '../../audit/audit.ts';
import type { Actor } from '#domain/actor.ts';
import { AppError } from '#std/errors.ts';
import { readId } from '#std/id.ts';
import type { Id } from '#std/id.ts';
import { isObject } from '#std/json.ts';
import type { JsonObject } from '#std/json.ts';
import { accountByEmail } from '../auth/accounts.ts';
import type { ApiParts } from '../rooms.ts';
import { paramsOf } from '../route.ts';
import type { Route } from '../route.ts';
import { clientAddress } from '../security.ts';
import { namedByAnswer, namedByPath, outcomeOf } from './subjects.ts';
import type { Named } from './subjects.ts';

type Parts = Pick<ApiParts, 'audit' | 'auth' | 'pool' | 'config'>;

/** Who asks, when a wall was passed: known before anything is done. */
export interface Asking {
  workspaceId: Id | null;
  actor: AuditActor;
}

const nobody: AuditActor = { kind: 'nobody', id: null, name: null };

/** A member or a key as the audit log names them. */
export function auditActor(actor: Actor): AuditActor {
  return actor.kind === 'hub' ? nobody : actor;
}

/** Who asks at a route for anybody: whoever is signed in, the set-up link, or nobody. */
export async function askingOpenly({ auth }: Parts, route: Route, c: Context): Promise<Asking> {
  const person = await auth.person(c.req.raw.headers);
  const named: AuditActor | null = person && {
    kind: 'person',
    id: person.id,
    name: person.name || person.email,
  };
  const link: AuditActor = { kind: 'setup_link', id: null, name: null };
  return { workspaceId: null, actor: named ?? (route.path === '/session/setup' ? link : nobody) };
}

/**
 * Carries out a request that may change something, between two notes in the audit log: the first before it, so that no
 * change is without a row, the second with what came of it. Bodies are never kept; what changed is seen by looking at the
 * things before and after.
 */
export async function recorded<Answer>(
  parts: Parts,
  route: Route,
  c: Context,
  asking: Asking,
  body: unknown,
  work: () => Promise<Answer>,
): Promise<Answer> {
  const { audit } = parts;
  const { workspaceId } = asking;
  const params = Object.fromEntries(paramsOf(route.path).map((name) => [name, c.req.param(name) ?? '']));
  const named = await namedByPath(audit, workspaceId, params);
  const id = await begin(parts, route, c, asking, named);
  const end = async (outcome: string, actor: AuditActor, all: Named[], told: JsonObject) => {
    const { subjects, changes } = await outcomeOf(audit, workspaceId, all);
    await audit.end(id, { outcome, actor, subjects, changes, params: told } satisfies AuditEnd);
  };
  let answer: Answer;
  try {
    answer = await work();
  } catch (error) {
    const code = error instanceof AppError ? error.code : 'internal';
    await end(code, await whoTried(parts, asking.actor, body), named, {});
    throw error;
  }
  const told = route.audit?.(body, answer) ?? {};
  const actor = asking.actor.kind === 'nobody' ? whoEntered(answer) : asking.actor;
  const made = namedByAnswer(answer, named);
  // What was made is what it is about, not the place it was made in.
  const place = made.length > 0 ? named.filter((one) => one.kind !== 'workspace') : named;
  await end('ok', actor, [...place, ...made], told);
  return answer;
}

/** Notes that a member without the role was sent away. */
export async function noteForbidden(
  parts: Parts,
  route: Route,
  c: Context,
  workspaceId: Id,
  actor: Actor,
): Promise<void> {
  const asking = { workspaceId, actor: auditActor(actor) };
  const id = await begin(parts, route, c, asking, []);
  await parts.audit.end(id, {
    ...{ outcome: 'forbidden', actor: asking.actor },
    ...{ subjects: [], changes: [], params: {} },
  });
}

async function begin(
  { audit, config }: Parts,
  route: Route,
  c: Context,
  asking: Asking,
  named: Named[],
): Promise<Id> {
  const { subjects } = await outcomeOf(audit, asking.workspaceId, named);
  return audit.begin({
    ...asking,
    ...{ address: clientAddress(c, config.trustProxy), subjects },
    ...{ route: `${route.method.toUpperCase()} ${route.path}`, noun: route.tag },
  });
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

/** The person whom an answer with a session says is signed in now. */
function whoEntered(answer: unknown): AuditActor {
  const user = isObject(answer) ? answer['user'] : null;
  if (!isObject(user)) return nobody;
  const id = readId('person', textOf(user['id']));
  return id === null ? nobody : { kind: 'person', id, name: textOf(user['name']) || textOf(user['email']) };
}

/**
 * Whose account somebody tried to enter. Only when there is such an account: people type passwords into the field for
 * the email.
 */
async function whoTried({ pool }: Parts, actor: AuditActor, body: unknown): Promise<AuditActor> {
  const email = isObject(body) ? body['email'] : null;
  if (actor.kind !== 'nobody' || typeof email !== 'string') return actor;
  const id = await accountByEmail(pool, email.trim().toLowerCase());
  return id === null ? actor : { kind: 'nobody', id, name: email.trim().toLowerCase() };
}
