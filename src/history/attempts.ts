import type { Queryable } from '#db/pool.ts';
import type { Connector } from '#kit/connector.ts';
import type { AttemptStatus, Reason } from '#domain/status.ts';
import { parseJson } from '#std/json.ts';
import type { Id } from '#std/id.ts';
import type { Json, JsonObject } from '#std/json.ts';
import type { Mask } from './mask.ts';
import { showTime } from './refs.ts';
import type { Attempt, Call } from './views.ts';

/** An attempt as stored. */
export interface AttemptRow {
  step: string;
  n: number;
  /** `<connector>/<action key>` */
  action: string;
  connection_id: Id | null;
  status: AttemptStatus;
  trigger: 'scheduled' | 'manual';
  error: Reason | null;
  started_at: Date;
  ms: number | null;
  next_at: Date | null;
  detail: Buffer | null;
  output: JsonObject | null;
  /** A person let the run go through the step again: it happened, and counts no more. */
  superseded: boolean;
}

/** What the engine wrote about an attempt, as JSON bytes. */
interface Detail {
  input: JsonObject | null;
  notes: { code: string; params: JsonObject }[];
  touched: { object: string; id: string; title: string; outcome: string }[];
  calls: Call[];
}

/** Attempts of a run in the order they were made. */
export async function attemptRows(db: Queryable, runId: Id): Promise<AttemptRow[]> {
  const { rows } = await db.query<AttemptRow>(
    `select step, n, action, connection_id, status, trigger, error, started_at, ms, next_at, detail, output, superseded from attempts
     where run_id = $1 order by started_at, n`,
    [runId],
  );
  return rows;
}

/**
 * Says of what a run created that it created it. An attempt whose answer was lost, or that failed further on, leaves it to the
 * next one to find the record, which then calls it unchanged; the intent remembers whose it is.
 */
export async function creditCreated(db: Queryable, runId: Id, rows: AttemptRow[]): Promise<AttemptRow[]> {
  if (!rows.some((row) => row.status === 'succeeded')) return rows;
  const { rows: sent } = await db.query<{ object: string; id: string }>(
    `select object, external_id as id from intents
     where run_id = $1 and status = 'done' and sent_at is not null and external_id is not null`,
    [runId],
  );
  const own = new Set(sent.map(({ object, id }) => `${object} ${id}`));
  return rows.map((row) => {
    if (row.status !== 'succeeded' || own.size === 0) return row;
    const detail = detailOf(row);
    const touched = detail.touched.map((one) => {
      // Each is created once, by the first that says so.
      const created = one.outcome === 'created' || own.has(`${one.object} ${one.id}`);
      own.delete(`${one.object} ${one.id}`);
      return created ? { ...one, outcome: 'created' } : one;
    });
    return { ...row, detail: Buffer.from(JSON.stringify({ ...detail, touched })) };
  });
}

/** What an attempt was given; null when it never came to that, or retention blanked it. */
export function inputOf(row: AttemptRow): JsonObject | null {
  return detailOf(row).input;
}

/**
 * An attempt as the run page shows it.
 * @param recordUrl the vendor's own page of a record, where there is one
 */
export function showAttempt(row: AttemptRow, mask: Mask, recordUrl: RecordUrl): Attempt {
  const { notes, touched, calls } = detailOf(row);
  return {
    n: row.n,
    status: row.status,
    trigger: row.trigger,
    startedAt: showTime(row.started_at),
    ms: row.ms,
    nextAt: showTime(row.next_at),
    error: mask.value(row.error as JsonObject | null) as Reason | null,
    notes: mask.value(notes),
    touched: mask.value(touched).map((one) => ({ ...one, url: recordUrl(one.object, one.id) })),
    calls: mask.value(calls as unknown as Json) as unknown as Call[],
  };
}

/** A record's page at the vendor. */
export type RecordUrl = (object: string, id: string) => string | null;

/** How a connector links to its records, at the origins of a connection's environment. */
export function recordUrlOf(connector: Connector | undefined, environment: string | undefined): RecordUrl {
  const origins = connector?.environments.find((known) => known.key === environment)?.origins;
  return (object, id) => (origins && connector?.recordUrl?.({ origins }, object, id)) || null;
}

function detailOf(row: AttemptRow): Detail {
  const detail = row.detail === null ? undefined : (parseJson(row.detail) as Partial<Detail> | undefined);
  return {
    input: detail?.input ?? null,
    notes: detail?.notes ?? [],
    touched: detail?.touched ?? [],
    calls: detail?.calls ?? [],
  };
}
