import type { Pool } from 'pg';
import type { Lane } from '../domain/job.ts';
import type { ParsedEvent } from '../kit/connector.ts';
import type { Id } from '../std/id.ts';
import type { Delivery, Fact } from './facts.ts';
import type { Snapshot, Snapshots } from './snapshot.ts';
import { readEpoch } from '../db/epoch.ts';
import { isConnectionError, isDataError, isDeadlock } from '../db/pool.ts';
import { storeEvents } from '../runs/intake-store.ts';
import { createBatch } from '../std/batch.ts';
import { readFacts } from './facts.ts';
import { Plan, type Accepted, type Item } from './plan.ts';

export { Outdated, type Accepted } from './plan.ts';

export interface IntakeOptions {
  pool: Pool;
  snapshots: Snapshots;
  /** There is work: told after a commit that made runs, with the lanes of their jobs. */
  onWork(lanes: Lane[]): void;
  /** A connector failed at a body in a way nobody foresaw; the body is kept as `unrecognized`. */
  onFault?(error: unknown): void;
  /**
   * Facts were stored, or had been before, that are about records of a CRM: noted before the delivery is answered, so
   * that a crash between makes the vendor send it again.
   */
  onRecords?(source: { workspaceId: Id; connectionId: Id }, records: ToldRecord[]): Promise<void>;
  crashPoint(name: string): void;
}

type ToldRecord = NonNullable<ParsedEvent['records']>[number];

export interface Intake {
  /**
   * Stores a verified delivery with its runs; resolves only after the commit. Throws when the database does not take
   * it, and then nothing of it was stored; `Outdated` when it was checked under a catalog that is not the newest.
   */
  accept(delivery: Delivery): Promise<Accepted>;
  /** The catalog's epoch as it is in the database now. */
  epoch(): Promise<number>;
}

const maxBatch = 200;
const maxBatchBytes = 8 * 1024 * 1024;
const deadlockTries = 3;

/** Group-committed intake: deliveries that arrive together are stored by one statement. */
export function createIntake(options: IntakeOptions): Intake {
  const batch = createBatch<Item, Accepted | Error>({
    flush: (items) => storeItems(options, items),
    maxItems: maxBatch,
    parallel: 2,
    weigh: (item) => item.bytes,
    maxWeight: maxBatchBytes,
  });
  return {
    async accept(delivery) {
      const facts = readFacts(delivery, options.onFault);
      // Each fact's event keeps the body.
      const bytes = facts.length * delivery.body.length;
      const result = await batch.add({ facts, bytes, epoch: delivery.epoch ?? null });
      if (result instanceof Error) throw result;
      const records = facts.flatMap(({ parsed }) => parsed?.records ?? []);
      if (records.length > 0) await options.onRecords?.(delivery, records);
      return result;
    },
    epoch: () => readEpoch(options.pool),
  };
}

/** Stores items together; on a data error in halves, until the culprit stands alone and only it fails. */
async function storeItems(options: IntakeOptions, items: Item[]): Promise<(Accepted | Error)[]> {
  try {
    return await storeOnce(options, items, deadlockTries);
  } catch (error) {
    if (!isDataError(error)) throw error;
    if (items.length === 1) return [error as Error];
    const half = items.length >> 1;
    const [left, right] = [items.slice(0, half), items.slice(half)];
    return [...(await storeItems(options, left)), ...(await storeItems(options, right))];
  }
}

async function storeOnce(
  options: IntakeOptions,
  items: Item[],
  tries: number,
): Promise<(Accepted | Error)[]> {
  const { snapshots } = options;
  let snapshot: Snapshot = await snapshots.current();
  for (;;) {
    const plan = new Plan(snapshot, items);
    try {
      const stored = await storePlan(options, plan);
      if (!stored.stale) return items.map((item) => plan.outcome(item, stored.fresh));
      snapshot = await snapshots.replacing(snapshot, stored.epoch);
    } catch (error) {
      // A deadlock rolled everything back, so the same batch may go again; a lost connection may have committed it,
      // and then its facts are recognised as seen.
      if (!(isDeadlock(error) || isConnectionError(error)) || --tries <= 0) throw error;
    }
  }
}

async function storePlan(options: IntakeOptions, { snapshot, facts, runs }: Plan) {
  const events = facts.map((fact: Fact) => fact.event);
  options.crashPoint('before_intake_commit');
  const stored = await storeEvents(options.pool, snapshot.epoch, events, runs);
  options.crashPoint('after_intake_commit');
  if (!stored.stale && runs.length > 0) options.onWork([...new Set(runs.map((run) => run.lane))]);
  return stored;
}
