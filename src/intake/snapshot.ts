import type { Listener } from '../catalog/listener.ts';
import type { IntakeEndpoint } from '../connections/connections.ts';
import type { Id } from '../std/id.ts';

/** All that matching needs, as it stood at one epoch of the catalog. */
export interface Snapshot {
  epoch: number;
  endpoints: Map<Id, IntakeEndpoint>;
  /** By connection and trigger key. */
  listeners: Map<string, Listener[]>;
}

/** Key of `Snapshot.listeners`. */
export function listenerKey(connectionId: Id, trigger: string): string {
  return `${connectionId} ${trigger}`;
}

/** Groups listeners by what they listen to. */
export function createSnapshot(epoch: number, endpoints: IntakeEndpoint[], listeners: Listener[]): Snapshot {
  const byKey = new Map<string, Listener[]>();
  for (const listener of listeners) {
    const key = listenerKey(listener.definition.trigger.connectionId, listener.definition.trigger.key);
    byKey.set(key, [...(byKey.get(key) ?? []), listener]);
  }
  return {
    epoch,
    endpoints: new Map(endpoints.map((endpoint) => [endpoint.id, endpoint])),
    listeners: byKey,
  };
}

/**
 * Keeps the newest snapshot. `current` answers from memory; `replacing` reloads when the catalog is known to have
 * changed, once for all who ask at the same time.
 */
export class Snapshots {
  readonly #load: () => Promise<Snapshot>;
  #current: Snapshot | null = null;
  #loading: Promise<Snapshot> | null = null;
  constructor(load: () => Promise<Snapshot>) {
    this.#load = load;
  }

  async current(): Promise<Snapshot> {
    return this.#current ?? this.#reload();
  }

  /** Another than `stale`, of `epoch` or newer: what the database said when it refused the stale one. */
  async replacing(stale: Snapshot, epoch: number): Promise<Snapshot> {
    let snapshot = this.#current;
    // Not `epoch > stale.epoch`: a database restored from a backup has a lower one.
    while (!snapshot || snapshot === stale || snapshot.epoch < epoch) snapshot = await this.#reload();
    return snapshot;
  }

  #reload(): Promise<Snapshot> {
    this.#loading ??= this.#load()
      .then((snapshot) => (this.#current = snapshot))
      .finally(() => (this.#loading = null));
    return this.#loading;
  }
}
