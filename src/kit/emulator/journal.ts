import type { Clock } from '#std/clock.ts';
import { openLines, type LineFile } from './lines.ts';
import { createTable, type Change, type Table, type TableCore } from './table.ts';

/** One committed effect: what a chaos test compares with what the hub believes. */
export interface LedgerEntry {
  seq: number;
  /** Milliseconds since the epoch, on the emulator's clock. */
  at: number;
  /** `<noun>.<past>`, e.g. "deal.created". */
  kind: string;
  /** The id of what was changed. */
  id: string;
  data: unknown;
}

/** In-memory tables whose every write is an appended line of a file, so they outlive a SIGKILL of anybody. */
export interface Journal {
  /** The table of a name; made at first use, the same one ever after. */
  table<Row extends { id: string }>(name: string): Table<Row>;
  /** Adds an effect to the ledger, in the same line as the rows of the surrounding `commit`. */
  record(kind: string, id: string, data: unknown): void;
  /** Entries with a higher sequence number, oldest first. */
  ledger(afterSeq?: number): LedgerEntry[];
  /** Runs synchronous work whose writes become one line, or none of them if it throws. Nested commits join the outer. */
  commit<T>(work: () => T): T;
  /** Empties all tables and the ledger. Sequence numbers go on. */
  reset(): void;
  close(): void;
}

interface Line {
  rows?: [table: string, id: string, row: { id: string } | null][];
  ledger?: LedgerEntry[];
  /** Written by a reset and a rewriting: the last sequence number used before. */
  seq?: number;
}

/** A longer file is written anew at the start, without what was overwritten since. In bytes. */
const compactAbove = 32 * 1024 * 1024;

/**
 * Opens a journal and replays its file. A last line without its newline (the writer was killed) is cut off.
 * @throws when a whole line cannot be read
 */
export function openJournal(options: { file: string | null; clock: Clock }): Journal {
  const store = new Store(options.clock, options.file === null ? null : openLines(options.file));
  return {
    table: <Row extends { id: string }>(name: string) => store.core(name) as unknown as Table<Row>,
    record: (kind, id, data) => store.record(kind, id, data),
    ledger: (afterSeq = 0) => entriesAfter(store.entries, afterSeq),
    commit: (work) => store.commit(work),
    reset: () => store.reset(),
    close: () => store.disk?.close(),
  };
}

class Store {
  entries: LedgerEntry[] = [];
  readonly disk: LineFile | null;
  readonly #clock: Clock;
  readonly #tables = new Map<string, TableCore<{ id: string }>>();
  #seq = 0;
  #open: { changes: Change[]; entries: LedgerEntry[] } | null = null;

  constructor(clock: Clock, disk: LineFile | null) {
    this.#clock = clock;
    this.disk = disk;
    for (const text of disk?.replay() ?? []) this.#take(JSON.parse(text) as Line);
    if (disk && disk.size > compactAbove) disk.rewrite(this.#lines());
  }

  #take(line: Line): void {
    for (const [table, id, row] of line.rows ?? []) this.core(table).set(id, row);
    for (const entry of line.ledger ?? []) this.entries.push(entry);
    this.#seq = line.ledger?.at(-1)?.seq ?? line.seq ?? this.#seq;
  }

  /** All there is, in lines of one row or one entry. */
  *#lines(): Generator<string> {
    for (const [name, table] of this.#tables) {
      for (const row of table.all()) yield JSON.stringify({ rows: [[name, row.id, row]] } satisfies Line);
    }
    for (const entry of this.entries) yield JSON.stringify({ ledger: [entry] } satisfies Line);
    yield JSON.stringify({ seq: this.#seq } satisfies Line);
  }

  core(name: string): TableCore<{ id: string }> {
    let table = this.#tables.get(name);
    if (!table) {
      table = createTable(name, (change) => this.commit(() => this.#open!.changes.push(change)));
      this.#tables.set(name, table);
    }
    return table;
  }

  record(kind: string, id: string, data: unknown): void {
    this.commit(() => {
      this.#open!.entries.push({ seq: ++this.#seq, at: this.#clock.now(), kind, id, data });
    });
  }

  commit<T>(work: () => T): T {
    if (this.#open) return work();
    const mine: { changes: Change[]; entries: LedgerEntry[] } = { changes: [], entries: [] };
    const seqBefore = this.#seq;
    this.#open = mine;
    try {
      const result = work();
      this.#append(mine.changes, mine.entries);
      this.entries.push(...mine.entries);
      return result;
    } catch (error) {
      for (const change of mine.changes.reverse()) this.core(change.table).set(change.id, change.before);
      this.#seq = seqBefore;
      throw error;
    } finally {
      this.#open = null;
    }
  }

  #append(changes: Change[], added: LedgerEntry[]): void {
    if (!this.disk || (changes.length === 0 && added.length === 0)) return;
    const last = new Map(changes.map((change) => [`${change.table} ${change.id}`, change]));
    const rows: Line['rows'] = [...last.values()].map((change) => [change.table, change.id, change.after]);
    const line: Line = { ...(rows.length > 0 && { rows }), ...(added.length > 0 && { ledger: added }) };
    this.disk.append(JSON.stringify(line));
  }

  reset(): void {
    for (const table of this.#tables.values()) table.clear();
    this.entries = [];
    this.disk?.rewrite([JSON.stringify({ seq: this.#seq } satisfies Line)]);
  }
}

function entriesAfter(entries: LedgerEntry[], afterSeq: number): LedgerEntry[] {
  const first = entries[0]?.seq ?? 1;
  // Numbers have no gaps, so the place follows from the number.
  return entries.slice(Math.max(0, afterSeq + 1 - first));
}
