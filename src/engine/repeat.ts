import type { Queryable } from '../db/pool.ts';
import type { Clock } from '../std/clock.ts';
import type { Connector, ParsedEvent } from '../kit/connector.ts';
import type { Listener } from '../catalog/listener.ts';
import type { NewRun } from '../domain/run.ts';
import type { Definition } from '../domain/workflow.ts';
import type { LockedRun, StoredEvent } from '../runs/control-store.ts';
import type { Id } from '../std/id.ts';
import { createListener, planRun } from '../catalog/listener.ts';
import { findEvent } from '../runs/control-store.ts';
import { AppError } from '../std/errors.ts';
import { parseJson } from '../std/json.ts';

export interface RepeatParts {
  clock: Clock;
  connectors: Record<string, Connector>;
  /** A version's definition. */
  definition(versionId: Id): Promise<Definition>;
  /** The version of a workflow that is published now, or null. */
  current(workspaceId: Id, workflowId: Id): Promise<{ versionId: Id; definition: Definition } | null>;
}

/**
 * A new run for the event of an old one, with the version published now (or the old one's when none is). Throws `gone`
 * when the event is kept no longer, `conflict` when the workflow starts from something else now.
 */
export async function planRepeat(
  parts: RepeatParts,
  db: Queryable,
  workspaceId: Id,
  run: LockedRun,
): Promise<NewRun> {
  const event = await findEvent(db, workspaceId, run.eventId);
  const { trigger: own } = await parts.definition(run.versionId);
  const fact = event && factOf(parts, own.connector, event);
  if (!event || !fact) {
    throw new AppError('gone', 'The event of this run is kept no longer, so it cannot run again.');
  }
  const listener = await listenerFor(parts, workspaceId, run);
  const { trigger } = listener.definition;
  if (trigger.connector !== own.connector || trigger.key !== fact.trigger) {
    throw new AppError(
      'conflict',
      'The workflow starts from something else now, so it cannot take this event; change its trigger back.',
    );
  }
  return planRun(listener, event, fact, parts.clock.now(), run.id);
}

/** The fact that started a run, read as the run itself reads it. */
function factOf(
  { connectors }: RepeatParts,
  connector: string,
  { body, part }: StoredEvent,
): ParsedEvent | undefined {
  const json = body ? parseJson(body) : undefined;
  return json === undefined ? undefined : connectors[connector]?.webhooks?.parse(json, {})[part];
}

async function listenerFor(parts: RepeatParts, workspaceId: Id, run: LockedRun): Promise<Listener> {
  const current = await parts.current(workspaceId, run.workflowId);
  const version = current ?? { versionId: run.versionId, definition: await parts.definition(run.versionId) };
  const known = { workspaceId, workflowId: run.workflowId, since: 0, ...version };
  const listener = createListener(parts.connectors, known);
  if (listener) return listener;
  throw new AppError('gone', 'The trigger of this workflow is not part of Countersign any more.');
}
