import { randomFillSync } from 'node:crypto';

/** A UUIDv7 in its usual text form, sortable by the millisecond it was made. */
export type Id = string;

const pool = Buffer.alloc(8 * 1024);
let used = pool.length;
let lastMs = 0;
let sequence = 0;

/**
 * Makes a UUIDv7 (RFC 9562 §5.7, method 1). Ids made by one process never go backwards: a 12-bit counter
 * orders those of one millisecond, and a clock that jumps back is held at its last value.
 * @param now milliseconds since the epoch
 */
export function newId(now: number = Date.now()): Id {
  if (now > lastMs) {
    lastMs = now;
    sequence = 0;
  } else if (++sequence > 0xfff) {
    lastMs += 1;
    sequence = 0;
  }
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const random = pool.toString('hex', used, used + 8);
  used += 8;
  const time = lastMs.toString(16).padStart(12, '0');
  const seq = sequence.toString(16).padStart(3, '0');
  const variant = (8 + (parseInt(random[0]!, 16) & 3)).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${seq}-${variant}${random.slice(1, 4)}-${random.slice(4)}`;
}

/** The lowest UUIDv7 of a millisecond: a bound for range queries and partitions. */
export function idAt(ms: number): Id {
  const time = Math.max(0, Math.floor(ms)).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
}

/** The millisecond an id was made in. */
export function idTime(id: Id): number {
  return parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

const prefixes = {
  run: 'run',
  event: 'evt',
  connection: 'con',
  workflow: 'wfl',
  version: 'ver',
  workspace: 'wsp',
  endpoint: 'end',
  job: 'job',
  attempt: 'att',
  intent: 'int',
  file: 'fil',
  rule: 'rul',
  delivery: 'dlv',
  person: 'per',
  invitation: 'inv',
  session: 'ses',
  record: 'rec',
  entry: 'ent',
} as const;
export type IdKind = keyof typeof prefixes;

/** The id as people see it: `run_018f…` (prefix and the 32 hex digits). */
export function showId(kind: IdKind, id: Id): string {
  return `${prefixes[kind]}_${id.replaceAll('-', '')}`;
}

/** Reads an id as shown, or as a bare UUID. Returns null when it is neither, or is of another kind. */
export function readId(kind: IdKind, text: string): Id | null {
  const match =
    /^(?:([a-z]{3})_)?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})$/i.exec(
      text,
    );
  if (!match || (match[1] && match[1] !== prefixes[kind])) return null;
  return match.slice(2).join('-').toLowerCase();
}
