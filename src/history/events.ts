import type { Queryable } from '#db/pool.ts';
import type { EventOutcome, EventVia } from '#domain/run.ts';
import type { RunStatus } from '#domain/status.ts';
import type { Connector } from '#kit/connector.ts';
import { AppError } from '#std/errors.ts';
import { idAt, idTime, showId } from '#std/id.ts';
import type { Id } from '#std/id.ts';
import type { JsonObject } from '#std/json.ts';
import { bottomId, readCursor, showCursor } from './cursor.ts';
import { readFact, triggerFields } from './event-data.ts';
import { createMask, hideFields, sensitiveValues } from './mask.ts';
import type { Mask } from './mask.ts';
import { connectionJson, showConnection, showTime } from './refs.ts';
import type { ConnectionColumns, Connectors } from './refs.ts';
import { shownStatus } from './run-filter.ts';
import type { PageWanted, Reading } from './runs.ts';
import { fillPage, walkAlong } from './walk.ts';
import type { Values } from './walk.ts';
import type { EventDetail, EventSummary, Page } from './views.ts';

/** Which events a list shows. Times in milliseconds since the epoch; `to` is exclusive. */
export interface EventFilter {
  connectionId?: Id;
  outcome?: EventOutcome;
  from?: number;
  to?: number;
}

/** An event with its body and what it said. */
export interface FullEvent {
  detail: EventDetail;
  /** Not masked: for filling templates, never for showing. */
  data: JsonObject | null;
  mask: Mask;
}

const window = 5_000;
/** An event starts few runs; a list shows no more than these. */
const mostRuns = 20;

/** Events of a workspace, newest first. */
export async function listEvents(
  { pool, clock, connectors }: Reading,
  workspaceId: Id,
  filter: EventFilter,
  page: PageWanted,
): Promise<Page<EventSummary>> {
  const from = filter.from === undefined ? bottomId : idAt(filter.from);
  const cursor = readCursor(page.cursor);
  const to = filter.to === undefined ? cursor : idAt(filter.to);
  const { connectionId, outcome } = filter;
  const wanted = (values: Values) =>
    [
      connectionId && `e.source_id = ${values.add(connectionId)}`,
      outcome && `e.outcome = ${values.add(outcome)}`,
    ]
      .filter(Boolean)
      .join(' and ');
  const source = { table: 'events e', key: 'e.id', wanted: connectionId || outcome ? wanted : null, window };
  const walk = walkAlong(pool, { workspaceId, from }, source);
  const { ids, next } = await fillPage(walk, cursor < to ? cursor : to, page.limit, clock);
  const rows = await eventRows(pool, workspaceId, ids, false);
  return { items: rows.map((row) => showEvent({ connectors }, row)), cursor: showCursor(next) };
}

/** One event with its body, sensitive values masked. Throws `not_found`. */
export async function getEvent(reading: Reading, workspaceId: Id, id: Id): Promise<FullEvent> {
  const event = await findEvent(reading, workspaceId, id);
  if (event) return event;
  throw new AppError('not_found', 'This event does not exist, or is kept no longer.');
}

/** The same, or null. */
export async function findEvent(reading: Reading, workspaceId: Id, id: Id): Promise<FullEvent | null> {
  const { pool, connectors } = reading;
  const row = (await eventRows(pool, workspaceId, [id], true))[0];
  if (!row) return null;
  const { connector, data } = readEvent(connectors, row);
  const fields = triggerFields(connector, row.trigger);
  const mask = createMask(sensitiveValues(fields, data));
  const detail = {
    ...showEvent(reading, row),
    body: row.body === null ? null : mask.text(row.body.toString('utf8')),
    headers: row.headers,
    data: data && mask.value(hideFields(fields, data)),
  };
  return { detail, data, mask };
}

/**
 * What the event said. When its connection was removed, a connector with its trigger that understands the body is taken:
 * without one we would not know which values are sensitive.
 */
function readEvent(
  connectors: Connectors,
  row: EventRow,
): { connector: Connector | undefined; data: JsonObject | null } {
  const possible = row.source
    ? [connectors[row.source.connector]]
    : Object.values(connectors).filter(({ triggers }) => triggers.some(({ key }) => key === row.trigger));
  for (const connector of possible) {
    const fact = readFact(connector, row.settings ?? {}, row.body, row.part);
    if (fact) return { connector, data: fact.data };
  }
  return { connector: possible[0], data: null };
}

interface EventRow {
  id: Id;
  trigger: string | null;
  via: EventVia;
  part: number;
  title: string | null;
  occurred_at: Date | null;
  outcome: EventOutcome;
  source: ConnectionColumns | null;
  settings: JsonObject | null;
  runs: { id: Id; status: RunStatus; workflow: string | null }[] | null;
  headers: Record<string, string> | null;
  body: Buffer | null;
}

async function eventRows(db: Queryable, workspaceId: Id, ids: Id[], whole: boolean): Promise<EventRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await db.query<EventRow>(
    `select e.*, ${connectionJson('$1', 'e.source_id')} as source,
        (select c.settings from connections c where c.workspace_id = $1 and c.id = e.source_id) as settings,
        (select jsonb_agg(jsonb_build_object('id', r.id, 'status', ${shownStatus('r')}, 'workflow', r.workflow) order by r.id)
          from (select r.id, r.status, (select w.name from workflows w where w.workspace_id = $1 and w.id = r.workflow_id) as workflow
            from runs r where r.event_id = e.id and r.workspace_id = $1 limit ${mostRuns}) r) as runs
      from unnest($2::uuid[]) with ordinality as wanted (id, place)
      cross join lateral (
        select id, source_id, trigger, via, part, title, occurred_at, outcome, ${whole ? 'headers, body' : 'null as headers, null as body'}
        from events where events.id = wanted.id and events.workspace_id = $1 offset 0) e
      order by wanted.place`,
    [workspaceId, ids],
  );
  return rows;
}

function showEvent({ connectors }: Pick<Reading, 'connectors'>, row: EventRow): EventSummary {
  return {
    id: showId('event', row.id),
    title: row.title ?? '',
    trigger: row.trigger,
    outcome: row.outcome,
    via: row.via,
    source: showConnection(connectors, row.source),
    receivedAt: new Date(idTime(row.id)).toISOString(),
    occurredAt: showTime(row.occurred_at),
    runs: (row.runs ?? []).map((run) => ({
      id: showId('run', run.id),
      status: run.status,
      workflow: run.workflow ?? '',
    })),
  };
}
