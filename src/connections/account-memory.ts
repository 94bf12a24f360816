import type { Clock } from '../std/clock.ts';
import type { Id } from '../std/id.ts';

/** Remembers what was read from accounts (pipelines, custom fields) for a while, in this process. */
export interface AccountMemory {
  /**
   * The value loaded less than `ttlMs` ago, or what `load` gives now; one load serves all who ask at once. A load that
   * fails is not remembered.
   * @param revision of the credentials: another account's values are never given
   */
  recall<Value>(
    connection: { id: Id; revision: number },
    key: string,
    ttlMs: number,
    load: () => Promise<Value>,
  ): Promise<Value>;
  forget(connectionId: Id): void;
}

interface Shelf {
  revision: number;
  values: Map<string, { until: number; value: Promise<unknown> }>;
}

export function createAccountMemory({ clock }: { clock: Clock }): AccountMemory {
  const shelves = new Map<Id, Shelf>();

  function shelfOf({ id, revision }: { id: Id; revision: number }): Shelf {
    const known = shelves.get(id);
    if (known?.revision === revision) return known;
    const shelf: Shelf = { revision, values: new Map() };
    shelves.set(id, shelf);
    return shelf;
  }

  return {
    recall<Value>(
      connection: { id: Id; revision: number },
      key: string,
      ttlMs: number,
      load: () => Promise<Value>,
    ) {
      const { values } = shelfOf(connection);
      const known = values.get(key);
      if (known && known.until > clock.monotonic()) return known.value as Promise<Value>;
      const value = load();
      const entry = { until: clock.monotonic() + ttlMs, value };
      values.set(key, entry);
      value.catch(() => {
        if (values.get(key) === entry) values.delete(key);
      });
      return value;
    },
    forget: (connectionId) => void shelves.delete(connectionId),
  };
}
