/** Rows by id, in the order they were first put. Rows are never changed in place: put a new one. */
export interface Table<Row extends { id: string }> {
  get(id: string): Row | undefined;
  put(row: Row): Row;
  /** Whether there was such a row. */
  delete(id: string): boolean;
  all(): Row[];
  /** The first row for which `matches` holds; a scan, so not for hot paths. */
  find(matches: (row: Row) => boolean): Row | undefined;
  /** A lookup kept up to date from here on. `keysOf` names the key or keys a row is found by. */
  index(keysOf: (row: Row) => string | string[] | null): Index<Row>;
  readonly size: number;
}

export interface Index<Row> {
  /** The first row put under a key. */
  first(key: string): Row | undefined;
  /** All rows under a key, in the order they were put. */
  all(key: string): Row[];
}

/** One write, with what it takes to undo it. */
export interface Change {
  table: string;
  id: string;
  before: { id: string } | null;
  after: { id: string } | null;
}

/** A table as the journal sees it: writes that do not report themselves. */
export interface TableCore<Row extends { id: string }> extends Table<Row> {
  set(id: string, row: Row | null): void;
  clear(): void;
}

/** Makes an empty table that reports each write to `changed` after it was made. */
export function createTable<Row extends { id: string }>(
  name: string,
  changed: (change: Change) => void,
): TableCore<Row> {
  const rows = new Map<string, Row>();
  const indexes: ReturnType<typeof createIndex<Row>>[] = [];

  function set(id: string, row: Row | null): void {
    const before = rows.get(id);
    for (const index of indexes) index.replace(before, row);
    if (row) rows.set(id, row);
    else rows.delete(id);
  }

  return {
    get: (id) => rows.get(id),
    put(row) {
      const before = rows.get(row.id) ?? null;
      set(row.id, row);
      changed({ table: name, id: row.id, before, after: row });
      return row;
    },
    delete(id) {
      const before = rows.get(id);
      if (!before) return false;
      set(id, null);
      changed({ table: name, id, before, after: null });
      return true;
    },
    all: () => [...rows.values()],
    find(matches) {
      for (const row of rows.values()) if (matches(row)) return row;
      return undefined;
    },
    index(keysOf) {
      const index = createIndex(keysOf, (id) => rows.get(id));
      for (const row of rows.values()) index.replace(undefined, row);
      indexes.push(index);
      return index;
    },
    get size() {
      return rows.size;
    },
    set,
    clear() {
      rows.clear();
      for (const index of indexes) index.clear();
    },
  };
}

function createIndex<Row extends { id: string }>(
  keysOf: (row: Row) => string | string[] | null,
  get: (id: string) => Row | undefined,
) {
  const ids = new Map<string, Set<string>>();
  const keys = (row: Row | null | undefined) => (row ? [keysOf(row) ?? []].flat() : []);
  return {
    replace(before: Row | null | undefined, after: Row | null | undefined): void {
      const keep = new Set(keys(after));
      for (const key of keys(before)) {
        if (keep.has(key)) continue;
        ids.get(key)?.delete(before!.id);
        if (ids.get(key)?.size === 0) ids.delete(key);
      }
      for (const key of keep) {
        if (!ids.has(key)) ids.set(key, new Set());
        ids.get(key)!.add(after!.id);
      }
    },
    first(key: string): Row | undefined {
      const id = ids.get(key)?.values().next().value;
      return id === undefined ? undefined : get(id);
    },
    all: (key: string): Row[] => [...(ids.get(key) ?? [])].map((id) => get(id)!),
    clear: () => ids.clear(),
  };
}
