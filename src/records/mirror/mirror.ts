import type { Pool } from 'pg';
import { transaction } from '../../db/pool.ts';
import type { Queryable } from '../../db/pool.ts';
import type { Connector, ConnectionContext } from '../../kit/connector.ts';
import type { ObjectReads, RecordPage, VendorLinks, VendorRecord } from '../../kit/objects.ts';
import type { Clock } from '../../std/clock.ts';
import { AppError } from '../../std/errors.ts';
import { objectOf } from '../crm.ts';
import type { Crm, CrmRef, ObjectSchema } from '../crm.ts';
import type { Records } from '../records.ts';
import { putOwners } from '../owner-store.ts';
import { addSchema } from '../schema-store.ts';
import { applyVendor } from './apply.ts';
import { linkVendor } from './link-vendor.ts';
import {
  beginMirror,
  mirrorChecked,
  mirrorStopped,
  pageImported,
  pauseMirror,
  readMirror,
} from './mirror-store.ts';
import type { MirrorRow } from './mirror-store.ts';
import { notePending, readPending, settlePending } from './pending-store.ts';
import type { ToldRecord } from './pending-store.ts';

export type { MirrorRow, MirrorState } from './mirror-store.ts';

/** How often records are read that webhooks told of; how often changes are read beside them, and how far back again. */
const lookEveryMs = 2_000;
const readEveryMs = 5 * 60_000;
const overlapMs = 2 * 60_000;

export interface MirrorParts {
  pool: Pool;
  clock: Clock;
  connectors: Record<string, Connector>;
  records: Pick<Records, 'open'>;
  /** A connection opened for background calls. */
  context(ref: CrmRef, signal: AbortSignal): Promise<ConnectionContext>;
}

/** The mirrors of connected CRMs: the first import, and what keeps them equal. */
export interface Mirror {
  /**
   * The next piece of work of a connection: a page of the first import, or a reading of what changed. A page and its
   * place are stored together, so after a crash the import goes on at the page it was on.
   * @returns milliseconds until the next piece; null where the vendor keeps no records
   */
  step(ref: CrmRef, connector: string, signal: AbortSignal): Promise<number | null>;
  /** Reads records again that a webhook told of; those the vendor does not know any more are archived. */
  refresh(ref: CrmRef, object: string, externalIds: string[], signal: AbortSignal): Promise<void>;
  /** Notes records that a webhook told of, durably: the next step reads them. */
  note(ref: CrmRef, records: ToldRecord[]): Promise<void>;
  /** Notes why a step did not get on. */
  stopped(ref: CrmRef, why: string): Promise<void>;
  progress(ref: CrmRef): Promise<MirrorRow[]>;
  pause(ref: CrmRef, paused: boolean): Promise<void>;
}

export function createMirror(parts: MirrorParts): Mirror {
  const { pool } = parts;
  return {
    step: async (ref, connector, signal) => {
      const reads = parts.connectors[connector]?.objects?.reads;
      if (!reads) return null;
      const reading = { parts, reads, context: await parts.context(ref, signal) };
      const rows = await readMirror(pool, ref);
      if (rows.length === 0) return begin(reading, ref);
      const crm = await parts.records.open(ref);
      const next = rows.find((row) => row.state === 'importing');
      if (next) return importPage(reading, crm, rows, next);
      if (await refreshTold(reading, crm, rows)) return 0;
      for (const row of rows.filter((one) => isDue(one, parts.clock.now()))) {
        await readChanged(reading, crm, rows, row);
      }
      return lookEveryMs;
    },
    refresh: async (ref, object, externalIds, signal) => {
      const crm = await parts.records.open(ref);
      const reads = parts.connectors[crm.connector]?.objects?.reads;
      if (!reads) throw new AppError('unprocessable', 'This connection has no records to read.');
      const reading = { parts, reads, context: await parts.context(ref, signal) };
      await refresh(reading, crm, await readMirror(pool, ref), objectOf(crm, object), externalIds);
    },
    note: (ref, records) => notePending(pool, ref, records),
    stopped: (ref, why) => mirrorStopped(pool, ref, why.slice(0, 1_000)),
    progress: (ref) => readMirror(pool, ref),
    pause: (ref, paused) => pauseMirror(pool, ref, paused),
  };
}

interface Reading {
  parts: MirrorParts;
  reads: ObjectReads;
  context: ConnectionContext;
}

/** What the CRM is made of and who works there comes first: values refer to it. */
async function begin({ parts, reads, context }: Reading, ref: CrmRef): Promise<number> {
  const [schema, owners] = [await reads.schema(context), await reads.owners(context)];
  const at = new Date(parts.clock.now());
  await transaction(parts.pool, async (tx) => {
    await addSchema(tx, ref, schema);
    await putOwners(tx, ref, owners, at);
    await beginMirror(
      tx,
      ref,
      schema.objects.map(({ name }) => name),
      at,
    );
  });
  return 0;
}

async function importPage(reading: Reading, crm: Crm, rows: MirrorRow[], row: MirrorRow): Promise<number> {
  const { reads, context } = reading;
  const object = objectOf(crm, row.object);
  const page = await reads.page(context, object, row.cursor);
  // Those before it in the order are here already; the others bring the association when it is their turn.
  const before = rows.slice(0, rows.indexOf(row)).map((one) => objectOf(crm, one.object));
  await store(
    reading,
    crm,
    { object, others: before, records: page.records, quiet: true },
    async (tx, at) => {
      const { next: cursor, total = null } = page;
      await pageImported(tx, crm, row.object, { cursor, records: page.records.length, total, at });
    },
  );
  return 0;
}

/** Everything that changed since the last reading, page by page; found late is what no webhook had brought. */
async function readChanged(reading: Reading, crm: Crm, rows: MirrorRow[], row: MirrorRow): Promise<void> {
  const { parts, reads, context } = reading;
  const object = objectOf(crm, row.object);
  const others = rows.filter((one) => one !== row).map((one) => objectOf(crm, one.object));
  const begun = parts.clock.now();
  const since = row.completeUntil.getTime() - overlapMs;
  let after: string | null = null;
  do {
    const page: RecordPage = await reads.changedSince(context, object, since, after);
    after = page.next;
    await store(reading, crm, { object, others, records: page.records }, async (tx, at, late) => {
      const completeUntil = after === null ? new Date(begun) : row.completeUntil;
      await mirrorChecked(tx, crm, row.object, { completeUntil, checkedAt: at, foundLate: late });
    });
  } while (after !== null);
}

const isDue = ({ state, checkedAt }: MirrorRow, now: number): boolean =>
  state === 'live' && (checkedAt === null || now - checkedAt.getTime() >= readEveryMs);

/** Reads up to a hundred records again that webhooks told of. Gives whether there were any. */
async function refreshTold(reading: Reading, crm: Crm, rows: MirrorRow[]): Promise<boolean> {
  const { pool } = reading.parts;
  const pending = await readPending(pool, crm);
  const object = crm.objects.get(pending[0]?.object ?? '');
  const externalIds = pending.map((one) => one.externalId);
  // Of an object that is not mirrored nothing is to be read.
  if (object) await refresh(reading, crm, rows, object, externalIds);
  if (pending.length > 0) await settlePending(pool, crm, pending);
  return pending.length > 0;
}

async function refresh(
  reading: Reading,
  crm: Crm,
  rows: MirrorRow[],
  object: ObjectSchema,
  externalIds: string[],
): Promise<void> {
  const { parts, reads, context } = reading;
  const found = await reads.read(context, object, externalIds);
  const known = new Set(found.map((one) => one.externalId));
  const now = parts.clock.now();
  const gone = externalIds
    .filter((externalId) => !known.has(externalId))
    .map((externalId): VendorRecord => ({
      externalId,
      values: {},
      createdAt: now,
      updatedAt: now,
      archived: true,
    }));
  const others = rows.map((row) => objectOf(crm, row.object)).filter((one) => one.name !== object.name);
  await store(reading, crm, { object, others, records: [...found, ...gone] }, () => Promise.resolve());
}

interface Stored {
  object: ObjectSchema;
  /** Objects whose associations with these records are read too. */
  others: ObjectSchema[];
  records: VendorRecord[];
  quiet?: boolean;
}

/** Stores records with their associations, and what `then` writes, in one transaction. */
async function store(
  { parts, reads, context }: Reading,
  crm: Crm,
  { object, others, records, quiet = false }: Stored,
  then: (tx: Queryable, at: Date, late: number) => Promise<void>,
): Promise<void> {
  const asked = records.filter((one) => !one.archived).map((one) => one.externalId);
  const links: { to: ObjectSchema; found: VendorLinks[] }[] = [];
  for (const to of asked.length > 0 ? others : []) {
    links.push({ to, found: await reads.associations(context, object, to, asked) });
  }
  const at = parts.clock.now();
  const by = { source: 'sync' as const, detail: quiet ? 'first import' : null, at };
  await transaction(parts.pool, async (tx) => {
    const applied = await applyVendor({ db: tx, crm, object, by, quiet }, records);
    for (const { to, found } of links) {
      await linkVendor(tx, crm, { from: object, to, asked }, found, by);
    }
    await then(tx, new Date(at), applied.filter((one) => one.did !== 'unchanged').length);
  });
}
