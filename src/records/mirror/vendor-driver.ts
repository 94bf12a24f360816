import type { Pool } from 'pg';
import { transaction } from '../../db/pool.ts';
import { checkValues } from '../../domain/records/validate.ts';
import type { CrmRecord, Writer } from '../../domain/records/record.ts';
import type { ConnectionContext } from '../../kit/connector.ts';
import type { ObjectVerbs, VendorOutcome, VendorRecord } from '../../kit/objects.ts';
import { AppError } from '../../std/errors.ts';
import type { Id } from '../../std/id.ts';
import { overtaken, overtakenErrors, recordNotFound } from '../conflicts.ts';
import type { Crm, ObjectSchema } from '../crm.ts';
import type { Driver } from '../driver.ts';
import type { CreateInput, Outcome, UpdateInput, Written } from '../outcome.ts';
import { upsert } from '../own-upsert.ts';
import { refusal } from '../plan.ts';
import { findRecords } from '../record-store.ts';
import { resolveRefs, shownRef } from '../resolve.ts';
import { applyVendor } from './apply.ts';
import type { Applied } from './apply.ts';
import { appErrorOf, explained } from './vendor-errors.ts';
import { link } from './vendor-links.ts';
import { verbsOf } from './vendor-parts.ts';
import type { VendorParts } from './vendor-parts.ts';

/**
 * The driver of CRMs whose vendor keeps the records. A write goes to the vendor first; what it answers is what the mirror
 * then holds, written as by whoever asked. A vendor's refusal becomes the AppError of that input.
 */
export function createVendorDriver(parts: VendorParts): Driver {
  const driver: Driver = {
    create: (crm, object, inputs, by) => create({ parts, crm, object, by }, inputs),
    update: (crm, object, inputs, by) => update({ parts, crm, object, by }, inputs),
    upsert: (crm, object, property, inputs, by) =>
      upsert(parts.pool, driver, { crm, object, by }, property, inputs),
    archive: (crm, object, ids, by) => archive({ parts, crm, object, by }, ids),
    restore: () => Promise.reject(new AppError('unprocessable', noRestore)),
    merge: (crm, object, primary, other, by) => merge({ parts, crm, object, by }, primary, other),
    associate: (crm, inputs, by) => link(parts, crm, inputs, by, 'associate'),
    dissociate: (crm, inputs, by) => link(parts, crm, inputs, by, 'dissociate'),
  };
  return driver;
}

const noRestore = 'The vendor offers no way to restore records from outside. Restore it there.';

/** One write: where, what kind of record, and who asked. */
interface Writing {
  parts: VendorParts;
  crm: Crm;
  object: ObjectSchema;
  by: Writer;
}

/** An input that is settled without the vendor, or the place of what is sent for it. */
type Plan = Outcome | { send: number };

async function create(writing: Writing, inputs: CreateInput[]): Promise<Outcome[]> {
  const { object } = writing;
  const sent: Record<string, string>[] = [];
  const plans = inputs.map(({ values }): Plan => {
    const { wanted, faults } = checkValues(object.properties, values);
    if (faults.length > 0) return { error: refusal(faults) };
    return { send: sent.push(textsOf(wanted)) - 1 };
  });
  return send(writing, plans, 'created', (verbs, context) => verbs.create(context, object, sent));
}

async function update(writing: Writing, inputs: UpdateInput[]): Promise<Outcome[]> {
  const { parts, crm, object } = writing;
  const sent: { externalId: string; values: Record<string, string> }[] = [];
  const plans = await planUpdates(parts.pool, crm, object, inputs, (one) => sent.push(one) - 1);
  return send(writing, plans, 'updated', (verbs, context) => verbs.update(context, object, sent));
}

/** Sends what is not settled already, keeps the answers, and puts them where their inputs stood. */
async function send(
  writing: Writing,
  plans: Plan[],
  did: Written['did'],
  call: (verbs: ObjectVerbs, context: ConnectionContext) => Promise<VendorOutcome[]>,
): Promise<Outcome[]> {
  const asked = plans.some((plan) => 'send' in plan);
  const answers = asked
    ? await explained(async () => call(...(await verbsOf(writing.parts, writing.crm))))
    : [];
  const kept = await keep(
    writing,
    answers.flatMap((one) => ('record' in one ? [one.record] : [])),
  );
  const byExternal = new Map(kept.map((one) => [one.record.externalId, one.record]));
  return plans.map((plan): Outcome => {
    if (!('send' in plan)) return plan;
    const answer = answers[plan.send]!;
    if ('error' in answer) return { error: appErrorOf(answer.error) };
    return { record: byExternal.get(answer.record.externalId)!, did, warnings: [] };
  });
}

async function keep({ parts, crm, object, by }: Writing, records: VendorRecord[]): Promise<Applied[]> {
  if (records.length === 0) return [];
  const { pool, clock } = parts;
  return transaction(pool, (db) => applyVendor({ db, crm, object, by: { ...by, at: clock.now() } }, records));
}

async function archive(writing: Writing, ids: Id[]): Promise<Outcome[]> {
  const { parts, crm, object } = writing;
  const found = await findRecords(parts.pool, crm, object.name, ids);
  const living = [...found.values()].filter((one) => one.archivedAt === null);
  if (living.length > 0) {
    const externalIds = living.map((one) => one.externalId);
    await explained(async () => {
      const [verbs, context] = await verbsOf(parts, crm);
      await verbs.archive(context, object, externalIds);
    });
  }
  const gone = living.map((one) => archived(one, parts.clock.now()));
  const kept = new Map((await keep(writing, gone)).map((one) => [one.record.id, one.record]));
  return ids.map((id): Outcome => {
    const record = kept.get(id);
    if (record) return { record, did: 'archived', warnings: [] };
    const before = found.get(id);
    if (before) return { record: before, did: 'unchanged', warnings: [] };
    return { error: recordNotFound(object.name, id) };
  });
}

/** What the vendor's "no content" means for a record. */
function archived(record: CrmRecord, now: number): VendorRecord {
  return {
    ...{ externalId: record.externalId, values: {}, archived: true },
    createdAt: record.createdAt.getTime(),
    updatedAt: Math.max(now, record.updatedAt.getTime()),
  };
}

async function merge(writing: Writing, primary: Id, other: Id): Promise<Written> {
  const { parts, crm, object } = writing;
  const found = await findRecords(parts.pool, crm, object.name, [primary, other]);
  const [one, two] = [found.get(primary), found.get(other)];
  if (!one || !two) throw recordNotFound(object.name, one ? other : primary);
  const answer = await explained(async () => {
    const [verbs, context] = await verbsOf(parts, crm);
    return verbs.merge(context, object, one.externalId, two.externalId);
  });
  const kept = await keep(writing, [archived(two, parts.clock.now()), answer]);
  return { record: kept[1]!.record, did: 'updated', warnings: [] };
}

/** A cleared value goes to the vendor as an empty text. */
const textsOf = (wanted: Record<string, string | null>): Record<string, string> =>
  Object.fromEntries(Object.entries(wanted).map(([name, value]) => [name, value ?? '']));

async function planUpdates(
  pool: Pool,
  crm: Crm,
  object: ObjectSchema,
  inputs: UpdateInput[],
  push: (update: { externalId: string; values: Record<string, string> }) => number,
): Promise<Plan[]> {
  const refs = inputs.map((one) => one.ref);
  const ids = await resolveRefs(pool, crm, object, refs);
  const records = await findRecords(
    pool,
    crm,
    object.name,
    ids.filter((id) => id !== null),
  );
  const late: { place: number; record: CrmRecord; places: ReturnType<typeof overtaken> }[] = [];
  const plans = inputs.map((input, place): Plan => {
    const record = records.get(ids[place] ?? '');
    if (!record) return { error: recordNotFound(object.name, shownRef(input.ref)) };
    const places = overtaken(object, record, input);
    if (places.length > 0) late.push({ place, record, places });
    if (places.length > 0) return { record, did: 'unchanged', warnings: [] };
    const { wanted, faults } = checkValues(object.properties, input.values, record.values);
    if (faults.length > 0) return { error: refusal(faults) };
    return { send: push({ externalId: record.externalId, values: textsOf(wanted) }) };
  });
  const errors = await overtakenErrors(pool, crm, late);
  late.forEach(({ place }, index) => (plans[place] = { error: errors[index]! }));
  return plans;
}
