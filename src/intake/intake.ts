import type { Pool } from 'pg';
import type { NewRun } from '../domain/run.ts';
import type { Delivery, Fact } from './facts.ts';
import type { Snapshot, Snapshots } from './snapshot.ts';
import { letsThrough, planRun } from '../catalog/listener.ts';
import { isConnectionError, isDataError, isDeadlock } from '../db/pool.ts';
import { storeEvents } from '../runs/intake-store.ts';
import { createBatch } from '../std/batch.ts';
import { readFacts } from './facts.ts';
import { listenerKey } from './snapshot.ts';

/** What became of one delivery. */
export interface Accepted {
  /** Events stored now. */
  stored: number;
  /** Facts that had been received before. */
  duplicates: number;
  unrecognized: number;
  /** Runs started. */
  runs: number;
}

export interface IntakeOptions {
  pool: Pool;
  snapshots: Snapshots;
  /** There is work: told after a commit that made runs. */
  onWork(): void;
  crashPoint(name: string): void;
}

export interface Intake {
  /**
   * Stores a verified delivery with its runs; resolves only after the commit. Throws when the database does not take
   * it, and then nothing of it was stored.
   */
  accept(delivery: Delivery): Promise<Accepted>;
}

const maxBatch = 200;
const maxBatchBytes = 8 * 1024 * 1024;
const deadlockTries = 3;

interface Item {
  facts: Fact[];
  bytes: number;
  receivedAt: number;
}

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
      const item = {
        facts: readFacts(delivery),
        bytes: delivery.body.length,
        receivedAt: delivery.receivedAt,
      };
      const result = await batch.add(item);
      if (result instanceof Error) throw result;
      return result;
    },
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

async function storeOnce(options: IntakeOptions, items: Item[], tries: number): Promise<Accepted[]> {
  const { pool, snapshots } = options;
  const facts = distinct(items);
  let snapshot = await snapshots.current();
  for (;;) {
    const runs = runsFor(snapshot, facts);
    try {
      options.crashPoint('before_intake_commit');
      const stored = await storeEvents(
        pool,
        snapshot.epoch,
        facts.map((fact) => fact.event),
        runs,
      );
      options.crashPoint('after_intake_commit');
      if (!stored.stale) {
        if (runs.length > 0) options.onWork();
        return items.map((item) => summary(item, stored.fresh, runs));
      }
      snapshot = await snapshots.atLeast(stored.epoch);
    } catch (error) {
      // A deadlock rolled everything back, so the same batch may go again; a lost connection may have committed it,
      // and then its facts are recognised as seen.
      if (!(isDeadlock(error) || isConnectionError(error)) || --tries <= 0) throw error;
    }
  }
}

/** One fact of each key: two of one batch cannot both be new. */
function distinct(items: Item[]): Fact[] {
  const byKey = new Map<string, Fact>();
  for (const item of items) {
    for (const fact of item.facts) {
      const key = fact.event.sourceId + fact.event.hash.toString('latin1');
      if (!byKey.has(key)) byKey.set(key, fact);
    }
  }
  return [...byKey.values()];
}

function runsFor(snapshot: Snapshot, facts: Fact[]): NewRun[] {
  const runs: NewRun[] = [];
  for (const { event, parsed } of facts) {
    if (!parsed) continue;
    for (const listener of snapshot.listeners.get(listenerKey(event.sourceId, parsed.trigger)) ?? []) {
      const late = event.via === 'changes' && event.occurredAt !== null && event.occurredAt < listener.since;
      if (late || !letsThrough(listener, parsed)) continue;
      runs.push(planRun(listener, event, parsed, event.receivedAt));
    }
  }
  return runs;
}

function summary(item: Item, fresh: Set<string>, runs: NewRun[]): Accepted {
  const stored = item.facts.filter((fact) => fresh.has(fact.event.id));
  const ids = new Set(stored.map((fact) => fact.event.id));
  return {
    stored: stored.length,
    duplicates: item.facts.length - stored.length,
    unrecognized: stored.filter((fact) => fact.event.outcome === 'unrecognized').length,
    runs: runs.filter((run) => ids.has(run.eventId)).length,
  };
}
