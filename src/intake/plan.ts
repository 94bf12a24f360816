import type { NewRun } from '../domain/run.ts';
import type { Fact } from './facts.ts';
import type { Snapshot } from './snapshot.ts';
import { letsThrough, planRun } from '../catalog/listener.ts';
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

/** A delivery on its way into a batch. */
export interface Item {
  facts: Fact[];
  bytes: number;
  /** Epoch of the catalog its proof was checked under; null when it needed none. */
  epoch: number | null;
}

/** The endpoint or its secrets may have changed since this delivery was checked: check it again. */
export class Outdated extends Error {
  constructor() {
    super('the catalog changed since this delivery was checked');
    this.name = 'Outdated';
  }
}

/** What a batch comes to under one snapshot of the catalog. Items that cannot be planned fail alone. */
export class Plan {
  readonly snapshot: Snapshot;
  readonly facts: Fact[] = [];
  readonly runs: NewRun[] = [];
  readonly #faults = new Map<Item, Error>();

  constructor(snapshot: Snapshot, items: Item[]) {
    this.snapshot = snapshot;
    const taken = new Set<string>();
    for (const item of items) {
      if (item.epoch !== null && item.epoch !== snapshot.epoch) this.#faults.set(item, new Outdated());
      else this.#add(item, taken);
    }
  }

  /** What became of an item, given the events that were new. */
  outcome(item: Item, fresh: Set<string>): Accepted | Error {
    const fault = this.#faults.get(item);
    if (fault) return fault;
    const stored = item.facts.filter((fact) => fresh.has(fact.event.id));
    const ids = new Set(stored.map((fact) => fact.event.id));
    return {
      stored: stored.length,
      duplicates: item.facts.length - stored.length,
      unrecognized: stored.filter((fact) => fact.event.outcome === 'unrecognized').length,
      runs: this.runs.filter((run) => ids.has(run.eventId)).length,
    };
  }

  /** Takes in one fact of each key: two of one batch cannot both be new. */
  #add(item: Item, taken: Set<string>): void {
    const fresh = new Map<string, Fact>();
    for (const fact of item.facts) {
      const key = fact.event.sourceId + fact.event.hash.toString('latin1');
      if (!taken.has(key) && !fresh.has(key)) fresh.set(key, fact);
    }
    try {
      const runs = [...fresh.values()].flatMap((fact) => runsFor(this.snapshot, fact));
      for (const [key, fact] of fresh) {
        taken.add(key);
        this.facts.push(fact);
      }
      this.runs.push(...runs);
    } catch (error) {
      this.#faults.set(item, error as Error);
    }
  }
}

function runsFor(snapshot: Snapshot, { event, parsed }: Fact): NewRun[] {
  if (!parsed) return [];
  const runs: NewRun[] = [];
  for (const listener of snapshot.listeners.get(listenerKey(event.sourceId, parsed.trigger)) ?? []) {
    const late = event.via === 'changes' && event.occurredAt !== null && event.occurredAt < listener.since;
    if (late || !letsThrough(listener, parsed)) continue;
    runs.push(planRun(listener, event, parsed, event.receivedAt));
  }
  return runs;
}
