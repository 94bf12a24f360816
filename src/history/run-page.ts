import type { Queryable } from '#db/pool.ts';
import type { ActionStep, Definition } from '#domain/workflow.ts';
import type { RunStatus } from '#domain/status.ts';
import { AppError } from '#std/errors.ts';
import { idTime, showId } from '#std/id.ts';
import type { Id } from '#std/id.ts';
import { actionsOf } from './actions.ts';
import { attemptRows, creditCreated, inputOf, recordUrlOf, showAttempt } from './attempts.ts';
import type { AttemptRow } from './attempts.ts';
import { decisionOf } from './decision.ts';
import { actionFields, triggerFields } from './event-data.ts';
import { findEvent } from './events.ts';
import { createMask, hideFields, sensitiveValues } from './mask.ts';
import type { Mask } from './mask.ts';
import { connectionsById, showConnection, showDefinition } from './refs.ts';
import type { ConnectionColumns, Connectors } from './refs.ts';
import { runRows, showRun } from './run-rows.ts';
import type { RunRow } from './run-rows.ts';
import type { Reading } from './runs.ts';
import type { EventDetail, Run, RunStep } from './views.ts';
import { definitionFrom, findVersion, stepsOnTheWay } from './versions.ts';

/** Everything there is to see of a run, sensitive values masked. Throws `not_found`. */
export async function getRun(reading: Reading, workspaceId: Id, runId: Id): Promise<Run> {
  const { pool, connectors } = reading;
  const row = (await runRows(pool, workspaceId, [runId]))[0];
  if (!row) throw new AppError('not_found', 'This run does not exist, or is kept no longer.');
  const [version, attempts, event, connections, repeatedBy, waitsFor, actions] = await Promise.all([
    findVersion(pool, workspaceId, row.version_id),
    attemptRows(pool, runId).then((rows) => creditCreated(pool, runId, rows)),
    findEvent(reading, workspaceId, row.event_id),
    connectionsById(pool, workspaceId),
    repeatsOf(pool, workspaceId, row),
    waitedFor(pool, workspaceId, row),
    actionsOf(pool, workspaceId, runId),
  ]);
  const definition = version?.definition ?? definitionFrom(attempts);
  const fields = triggerFields(connectors[definition.trigger.connector], definition.trigger.key);
  const data = event?.data ?? {};
  const mask = createMask([
    ...sensitiveValues(fields, data),
    ...sensitiveOutputs(connectors, definition, attempts),
  ]);
  const page = { connectors, connections, attempts, mask, status: row.status };
  return {
    ...showRun(connectors, row),
    version: { id: showId('version', row.version_id), number: version?.number ?? 0 },
    event: event ? maskBody(event.detail, mask) : eventGone(row),
    data: mask.value(hideFields(fields, data)),
    definition: showDefinition(definition),
    steps: stepsOnTheWay(definition).map(([id, step]) => showStep(page, id, step)),
    repeats: row.repeats ? showId('run', row.repeats) : null,
    repeatedBy: repeatedBy.map((id) => showId('run', id)),
    waitsFor,
    decision: decisionOf(row.status, row.reason),
    actions,
  };
}

interface PageParts {
  connectors: Connectors;
  connections: Map<Id, ConnectionColumns>;
  attempts: AttemptRow[];
  mask: Mask;
  status: RunStatus;
}

function showStep(page: PageParts, id: string, step: ActionStep): RunStep {
  const { connectors, mask } = page;
  const attempts = page.attempts.filter((attempt) => attempt.step === id);
  const connection = step.connectionId === null ? null : (page.connections.get(step.connectionId) ?? null);
  const done = attempts.find((attempt) => attempt.status === 'succeeded' && !attempt.superseded);
  const input =
    [...attempts]
      .reverse()
      .map(inputOf)
      .find((given) => given !== null) ?? null;
  const recordUrl = recordUrlOf(connectors[step.connector], connection?.environment);
  const output = done?.output
    ? hideFields(actionFields(connectors[step.connector], step.key), done.output)
    : null;
  return {
    id,
    connector: step.connector,
    action: step.key,
    connection: showConnection(connectors, connection),
    status: stepStatus(page, id),
    input: mask.value(input),
    output: mask.value(output),
    attempts: attempts.map((attempt) => showAttempt(attempt, mask, recordUrl)),
  };
}

/** A step stands where its attempts say; the one the run has come to stands where the run does. */
function stepStatus({ attempts, status }: PageParts, id: string): RunStep['status'] {
  const own = attempts.filter((attempt) => attempt.step === id && !attempt.superseded);
  if (own.some((attempt) => attempt.status === 'succeeded')) return 'succeeded';
  if (status === 'canceled') return own.length > 0 ? 'canceled' : 'pending';
  if (own.length === 0) return 'pending';
  if (own.some((attempt) => attempt.status === 'running')) return 'running';
  if (status === 'failed') return 'failed';
  return status === 'pending' || status === 'running' ? 'running' : 'waiting';
}

function maskBody(event: EventDetail, mask: Mask): EventDetail {
  return { ...event, body: event.body === null ? null : mask.text(event.body) };
}

/** What is left when retention dropped the event before the run (a repeat is younger than its event). */
function eventGone(run: RunRow): EventDetail {
  return {
    id: showId('event', run.event_id),
    title: '',
    trigger: null,
    outcome: 'recognized',
    via: 'webhook',
    source: null,
    receivedAt: new Date(idTime(run.event_id)).toISOString(),
    occurredAt: null,
    runs: [],
    body: null,
    headers: null,
    data: null,
  };
}

function sensitiveOutputs(connectors: Connectors, definition: Definition, attempts: AttemptRow[]): string[] {
  return attempts.flatMap(({ step: id, output }) => {
    const step = definition.steps[id];
    if (step?.kind !== 'action') return [];
    return sensitiveValues(actionFields(connectors[step.connector], step.key), output);
  });
}

/** Repeats run for the same event. */
async function repeatsOf(db: Queryable, workspaceId: Id, run: RunRow): Promise<Id[]> {
  const { rows } = await db.query<{ id: Id }>(
    'select id from runs where workspace_id = $1 and event_id = $2 and repeats = $3 order by id',
    [workspaceId, run.event_id, run.id],
  );
  return rows.map((row) => row.id);
}

/** The first run in the queue of the same order key, when it is another one. */
async function waitedFor(db: Queryable, workspaceId: Id, run: RunRow): Promise<Run['waitsFor']> {
  if (run.status !== 'pending') return null;
  const { rows } = await db.query<{ run_id: Id; title: string | null }>(
    `select head.run_id, e.title
     from jobs own
     cross join lateral (select run_id from jobs earlier
       where earlier.order_key = own.order_key and (earlier.order_at, earlier.id) < (own.order_at, own.id)
       order by order_at, id limit 1) head
     left join runs r on r.id = head.run_id
     left join events e on e.id = r.event_id
     where own.run_id = $2 and own.workspace_id = $1 and r.workspace_id = $1`,
    [workspaceId, run.id],
  );
  return rows[0] ? { runId: showId('run', rows[0].run_id), title: rows[0].title ?? '' } : null;
}
