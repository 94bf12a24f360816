import { crm } from '../../connectors/crm/manifest.ts';
import type { Connector, ConnectionContext } from '../../kit/connector.ts';
import type { ObjectReads, ObjectVerbs, RecordPage, VendorLinks, VendorRecord } from '../../kit/objects.ts';
import { VendorError } from '../../kit/vendor-error.ts';
import type { Clock } from '../../std/clock.ts';
import { newId } from '../../std/id.ts';
import { createTestDatabase } from '../../../test/support/database.ts';
import type { TestDatabase } from '../../../test/support/database.ts';
import type { CrmRef } from '../crm.ts';
import { createRecords } from '../records.ts';
import type { Records } from '../records.ts';
import { createMirror } from './mirror.ts';
import type { Mirror } from './mirror.ts';
import { createVendorDriver } from './vendor-driver.ts';

/** A vendor's account in memory, with two records a page; what it is made of is the built-in CRM's. */
export interface FakeVendor {
  contacts: Map<string, VendorRecord>;
  companies: Map<string, VendorRecord>;
  /** Company by contact. */
  employers: Map<string, string>;
  calls: string[];
  /** Fails the next call of that name. */
  failing: string | null;
  /** Done once in the middle of the next reading by ids. */
  whileReading: (() => Promise<void>) | null;
}

export const contact = (externalId: string, values: Record<string, string | null>, updatedAt = 1_000) => ({
  ...{ externalId, values, createdAt: 500, updatedAt, archived: false },
});

export interface MirrorHouse extends AsyncDisposable {
  database: TestDatabase;
  vendor: FakeVendor;
  records: Records;
  mirror: Mirror;
  ref: CrmRef;
  /** The hub's clock. */
  now: { ms: number };
  /** Steps until nothing is left to do at once. */
  settle(): Promise<void>;
}

export async function openMirror(): Promise<MirrorHouse> {
  const now = { ms: 10_000 };
  const database = await createTestDatabase();
  const { pool } = database;
  const vendor: FakeVendor = {
    ...{
      contacts: new Map(),
      companies: new Map(),
      employers: new Map(),
      calls: [],
      failing: null,
      whileReading: null,
    },
  };
  const clock = { now: () => now.ms } as Clock;
  const connectors = { vendor: connectorOf(vendor) };
  const context = () => Promise.resolve({} as ConnectionContext);
  const driver = createVendorDriver({ pool, clock, connectors, context });
  const connector = () => Promise.resolve('vendor');
  const records = createRecords({
    pool,
    clock,
    connectors,
    connectorOf: connector,
    drivers: { vendor: driver },
  });
  const mirror = createMirror({ pool, clock, connectors, records, context });
  const ref = { workspaceId: newId(), connectionId: newId() };
  await pool.query(`insert into workspaces (id, name) values ($1, 'W')`, [ref.workspaceId]);
  await pool.query(
    `insert into connections (workspace_id, id, connector, name, environment, auth_method) values ($1, $2, 'vendor', 'V', 'live', 'none')`,
    [ref.workspaceId, ref.connectionId],
  );
  const step = () => mirror.step(ref, 'vendor', new AbortController().signal);
  return {
    ...{ database, vendor, records, mirror, ref, now },
    settle: async () => {
      while ((await step()) === 0);
    },
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}

function connectorOf(vendor: FakeVendor): Connector {
  const { schema } = crm.objects!;
  const objects = schema.objects.filter(({ name }) => name === 'contact' || name === 'company');
  return {
    ...crm,
    key: 'vendor',
    objects: {
      kept: 'vendor',
      schema: { ...schema, objects },
      reads: readsOf(vendor, { ...schema, objects }),
      verbs: verbsOf(vendor) as ObjectVerbs,
    },
  };
}

const called = (vendor: FakeVendor, name: string) => {
  vendor.calls.push(name);
  if (vendor.failing !== name) return;
  vendor.failing = null;
  throw new VendorError('unavailable', 'The vendor is away.', { status: 503 });
};
const heap = (vendor: FakeVendor, name: string) => (name === 'contact' ? vendor.contacts : vendor.companies);

function readsOf(vendor: FakeVendor, schema: Awaited<ReturnType<ObjectReads['schema']>>): ObjectReads {
  const pageOf = (all: VendorRecord[], after: string | null): RecordPage => {
    const from = Number(after ?? 0);
    return {
      records: all.slice(from, from + 2).map((one) => structuredClone(one)),
      next: from + 2 < all.length ? String(from + 2) : null,
      total: all.length,
    };
  };
  return {
    schema: () => Promise.resolve(schema),
    owners: () => Promise.resolve([]),
    async read(_context, object, externalIds) {
      called(vendor, 'read');
      const meanwhile = vendor.whileReading;
      vendor.whileReading = null;
      await meanwhile?.();
      return externalIds.flatMap((id) => heap(vendor, object.name).get(id) ?? []);
    },
    async page(_context, object, after) {
      called(vendor, `page ${object.name} ${after}`);
      return pageOf([...heap(vendor, object.name).values()], after);
    },
    async changedSince(_context, object, since, after) {
      called(vendor, `changed ${object.name}`);
      const all = [...heap(vendor, object.name).values()].filter((one) => one.updatedAt >= since);
      return pageOf(all, after);
    },
    async associations(_context, from, to, externalIds) {
      const pairs = [...vendor.employers].map(([one, other]) =>
        from.name === 'contact' ? [one, other] : [other, one],
      );
      const type = { category: 'HUBSPOT_DEFINED', typeId: from.name === 'contact' ? 279 : 280 };
      if (from.name === to.name) return [];
      return externalIds.map((id): VendorLinks => ({
        fromExternalId: id,
        to: pairs.filter(([one]) => one === id).map(([, other]) => ({ externalId: other!, types: [type] })),
      }));
    },
  };
}

function verbsOf(vendor: FakeVendor): Pick<ObjectVerbs, 'create' | 'update'> {
  return {
    async create(_context, object, inputs) {
      called(vendor, 'create');
      return inputs.map((values) => {
        if (values['email']?.endsWith('.invalid')) {
          return { error: new VendorError('invalid', 'No such address.') };
        }
        const record = contact(String(900 + heap(vendor, object.name).size), {
          ...values,
          city: 'Set by the vendor',
        });
        heap(vendor, object.name).set(record.externalId, record);
        return { record };
      });
    },
    async update(_context, object, inputs) {
      called(vendor, 'update');
      return inputs.map(({ externalId, values }) => {
        const before = heap(vendor, object.name).get(externalId)!;
        const record = {
          ...before,
          values: { ...before.values, ...values },
          updatedAt: before.updatedAt + 1,
        };
        heap(vendor, object.name).set(externalId, record);
        return { record };
      });
    },
  };
}
