import type { Pool } from 'pg';
import { isDeadlock, transaction, type Queryable } from '../db/pool.ts';
import type { Writer } from '../domain/records/record.ts';
import { AppError } from '../std/errors.ts';
import type { Clock } from '../std/clock.ts';
import { newId } from '../std/id.ts';
import type { Id } from '../std/id.ts';
import { associate, dissociate } from './associations.ts';
import { archivedError, overtaken, overtakenErrors, recordNotFound, takenError } from './conflicts.ts';
import type { Crm, ObjectSchema } from './crm.ts';
import type { Driver } from './driver.ts';
import type { CreateInput, Outcome, UpdateInput, Written } from './outcome.ts';
import { archive, restore } from './own-archive.ts';
import { merge } from './own-merge.ts';
import { upsert } from './own-upsert.ts';
import { planCreate, planUpdate } from './plan.ts';
import type { Planned } from './plan.ts';
import { findRecords, takeNumbers } from './record-store.ts';
import { resolveRefs, shownRef } from './resolve.ts';
import { claimUniques, releaseUniques } from './unique-store.ts';
import { writeRecords } from './write-store.ts';

export interface OwnParts {
  pool: Pool;
  clock: Clock;
}

/** What a write is done with: the statement runner of its transaction, the CRM, who writes and when. */
export interface Writing {
  db: Queryable;
  crm: Crm;
  object: ObjectSchema;
  by: Writer & { at: number };
}

/** The driver of CRMs whose records are rows of ours. */
export function createOwnDriver(parts: OwnParts): Driver {
  const writing = <Value>(
    crm: Crm,
    object: ObjectSchema,
    by: Writer,
    work: (how: Writing) => Promise<Value>,
  ): Promise<Value> =>
    again(() =>
      transaction(parts.pool, (db) => work({ db, crm, object, by: { ...by, at: parts.clock.now() } })),
    );
  const driver: Driver = {
    create: async (crm, object, inputs, by) => {
      const numbers = await takeNumbers(parts.pool, inputs.length);
      return writing(crm, object, by, (how) => create(how, inputs, numbers));
    },
    update: (crm, object, inputs, by) => writing(crm, object, by, (how) => update(how, inputs)),
    upsert: (crm, object, property, inputs, by) =>
      upsert(parts.pool, driver, { crm, object, by }, property, inputs),
    archive: (crm, object, ids, by) => writing(crm, object, by, (how) => archive(how, ids)),
    restore: (crm, object, ids, by) => writing(crm, object, by, (how) => restore(how, ids)),
    merge: (crm, object, primary, other, by) => writing(crm, object, by, (how) => merge(how, primary, other)),
    associate: (crm, inputs, by) =>
      again(() =>
        transaction(parts.pool, (db) => associate(db, crm, inputs, { ...by, at: parts.clock.now() })),
      ),
    dissociate: (crm, inputs, by) =>
      again(() =>
        transaction(parts.pool, (db) => dissociate(db, crm, inputs, { ...by, at: parts.clock.now() })),
      ),
  };
  return driver;
}

const mostTries = 4;

/** Runs a transaction again when it lost against another one. */
async function again<Value>(work: () => Promise<Value>): Promise<Value> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (!isDeadlock(error) || tries === mostTries) throw error;
    }
  }
}

/** Three statements for however many records; two more when values are taken. */
async function create(how: Writing, inputs: CreateInput[], numbers: string[]): Promise<Outcome[]> {
  const { crm, object, by } = how;
  const plans = inputs.map(({ values }, place): Planned | { error: AppError } =>
    planned(() =>
      planCreate(crm, object, values, { id: newId(by.at), externalId: numbers[place]!, at: by.at }),
    ),
  );
  return carryOut(how, plans, 'created');
}

function planned<Plan>(plan: () => Plan): Plan | { error: AppError } {
  try {
    return plan();
  } catch (error) {
    if (error instanceof AppError) return { error };
    throw error;
  }
}

/** Claims values, then writes whoever got theirs. */
async function carryOut(
  { db, crm, object, by }: Writing,
  plans: (Planned | { error: AppError })[],
  did: Written['did'],
): Promise<Outcome[]> {
  const good = plans.filter((plan): plan is Planned => 'record' in plan);
  const { won, lost } = await claimUniques(
    db,
    crm,
    object.name,
    good.flatMap((plan) => plan.claims),
  );
  const losers = new Set(lost.map((claim) => claim.recordId));
  await releaseUniques(
    db,
    crm,
    object.name,
    won.filter((claim) => losers.has(claim.recordId)),
  );
  const holders = await findRecords(db, crm, object.name, [...new Set(lost.map((claim) => claim.holder))]);
  const writes = good.filter((plan) => !losers.has(plan.record.id));
  // What the batch itself made is not there to be found yet.
  const numbers = new Map(writes.map(({ record }) => [record.id, record.externalId]));
  await releaseUniques(
    db,
    crm,
    object.name,
    writes.flatMap((plan) => plan.releases),
  );
  await writeRecords(db, crm, object, writes, by);
  return plans.map((plan): Outcome => {
    if ('error' in plan) return plan;
    const claim = lost.find((one) => one.recordId === plan.record.id);
    if (!claim) return { record: plan.record, did, warnings: plan.warnings };
    const externalId = holders.get(claim.holder)?.externalId ?? numbers.get(claim.holder);
    return { error: takenError(object, claim, externalId) };
  });
}

/** Four statements for however many records; one more where somebody was overtaken. */
async function update(how: Writing, inputs: UpdateInput[]): Promise<Outcome[]> {
  const { db, crm, object, by } = how;
  const ids = await resolveRefs(
    db,
    crm,
    object,
    inputs.map((one) => one.ref),
  );
  const records = await findRecords(
    db,
    crm,
    object.name,
    ids.filter((id) => id !== null),
    true,
  );
  const seen = new Set<Id>();
  const late: { place: number; record: Written['record']; places: ReturnType<typeof overtaken> }[] = [];
  const plans = inputs.map((input, place): Planned | Outcome => {
    const record = records.get(ids[place] ?? '');
    if (!record) return { error: recordNotFound(object.name, shownRef(input.ref)) };
    if (record.archivedAt !== null) return { error: archivedError(object.name, record) };
    if (seen.has(record.id)) return { error: twice(shownRef(input.ref)) };
    seen.add(record.id);
    const places = overtaken(object, record, input);
    if (places.length > 0) late.push({ place, record, places });
    return planned((): Planned | Outcome => {
      const { planned: plan, warnings } = planUpdate(crm, object, record, input.values, by.at);
      return plan ?? { record, did: 'unchanged', warnings };
    });
  });
  const errors = await overtakenErrors(db, crm, late);
  late.forEach(({ place }, index) => (plans[place] = { error: errors[index]! }));
  const writes = plans.flatMap((plan) => ('claims' in plan ? [plan] : []));
  const written = await carryOut(how, writes, 'updated');
  let next = 0;
  return plans.map((plan) => ('claims' in plan ? written[next++]! : plan));
}

function twice(shown: string): AppError {
  return new AppError('invalid', `Record ${shown} is named twice in this batch. Put its changes into one.`);
}
