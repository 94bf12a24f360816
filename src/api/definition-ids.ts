import type { Definition } from '#domain/workflow.ts';
import type { History } from '#history/history.ts';
import type { Id } from '#std/id.ts';
import type { Fault } from '#std/errors.ts';
import { AppError } from '#std/errors.ts';

/** Connections a definition names, each with the place it is named at. Ids are bare; empty ones are left out. */
export function connectionsIn(definition: Definition): { path: string; id: Id }[] {
  const named = [{ path: 'definition.trigger.connectionId', id: definition.trigger.connectionId }];
  for (const [key, step] of Object.entries(definition.steps)) {
    if (step.kind !== 'action' || step.connectionId === null) continue;
    named.push({ path: `definition.steps.${key}.connectionId`, id: step.connectionId });
  }
  return named.filter(({ id }) => id !== '');
}

/**
 * Refuses a definition that names connections of another workspace. Throws `not_found`, the same as for ids that do not
 * exist. Connections the workflow named before may be gone by now and stay.
 */
export async function requireOwnConnections(
  history: Pick<History, 'owned'>,
  workspaceId: Id,
  definition: Definition,
  before: Definition | null,
): Promise<void> {
  const known = new Set(before ? connectionsIn(before).map(({ id }) => id) : []);
  const named = connectionsIn(definition).filter(({ id }) => !known.has(id));
  const owned = await history.owned(
    workspaceId,
    'connection',
    named.map(({ id }) => id),
  );
  const faults: Fault[] = named
    .filter(({ id }) => !owned.has(id))
    .map(({ path }) => ({ path, code: 'connection_unknown' }));
  if (faults.length === 0) return;
  throw new AppError('not_found', 'The workflow names a connection that does not exist in this workspace.', {
    faults,
  });
}
