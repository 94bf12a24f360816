import { mayMove } from '../domain/records/lifecycle.ts';
import { changesBetween, valuesWith } from '../domain/records/record.ts';
import type { Change, CrmRecord } from '../domain/records/record.ts';
import { checkValues, faultOf, missingValues, sentenceOf } from '../domain/records/validate.ts';
import type { Wanted } from '../domain/records/validate.ts';
import { partsOf } from '../domain/records/value.ts';
import type { GivenValues, Values } from '../domain/records/value.ts';
import { AppError } from '../std/errors.ts';
import type { Fault } from '../std/errors.ts';
import type { Id } from '../std/id.ts';
import type { Crm, ObjectSchema } from './crm.ts';
import type { Warning } from './outcome.ts';
import type { UniqueClaim } from './unique-store.ts';
import type { RecordWrite } from './write-store.ts';

/** A write that may go ahead once its unique values are its own. */
export interface Planned extends RecordWrite {
  claims: UniqueClaim[];
  /** Values it does not have any more. */
  releases: UniqueClaim[];
  warnings: Warning[];
}

/** Refuses what is wrong with values. */
export function refusal(faults: Fault[]): AppError {
  return new AppError('invalid', sentenceOf(faults), { faults });
}

/** A new record as it would stand. Pure. Throws AppError `invalid` with all faults. */
export function planCreate(
  crm: Crm,
  object: ObjectSchema,
  given: GivenValues,
  made: { id: Id; externalId: string; at: number },
): Planned {
  const { wanted, faults } = checkValues(object.properties, given);
  const values = withPipeline(object, valuesWith({}, wanted));
  const all = [...faults, ...referenceFaults(crm, object, values, wanted), ...missingValues(object, values)];
  // A property at fault is not missing as well.
  const told = all.filter((one) => one.code !== 'required' || !faults.some(({ path }) => path === one.path));
  if (told.length > 0) throw refusal(told);
  const changes = changesBetween({}, values);
  const at = new Date(made.at);
  const record: CrmRecord = {
    ...{ id: made.id, externalId: made.externalId, object: object.name, revision: 1 },
    ...{ createdAt: at, updatedAt: at, archivedAt: null, mergedInto: null },
    values: stamped(object, values, { externalId: made.externalId, createdAt: at, updatedAt: at }),
  };
  return {
    ...{ record, changes, told: [{ kind: 'created' }], releases: [], warnings: [] },
    claims: claimsOf(object, record),
  };
}

/** A record after a change, or null when nothing would change. Pure. Throws AppError `invalid` with all faults. */
export function planUpdate(
  crm: Crm,
  object: ObjectSchema,
  current: CrmRecord,
  given: GivenValues,
  at: number,
): { planned: Planned | null; warnings: Warning[] } {
  const { wanted, faults } = checkValues(object.properties, given, current.values);
  const warnings = keepForward(object, current.values, wanted);
  const after = valuesWith(current.values, wanted);
  const all = [...faults, ...referenceFaults(crm, object, after, wanted)];
  // What was missing before stays so: an update of something else is not refused for it.
  const before = missingValues(object, current.values).map((one) => one.path);
  all.push(...missingValues(object, after).filter((one) => !before.includes(one.path)));
  if (all.length > 0) throw refusal(all);
  return { planned: plannedChange(object, current, after, at, warnings), warnings };
}

/** The write that takes a record from what it is to other values; null when they are the same. */
export function plannedChange(
  object: ObjectSchema,
  current: CrmRecord,
  after: Values,
  at: number,
  warnings: Warning[] = [],
): Planned | null {
  const changes = changesBetween(current.values, after);
  if (changes.length === 0) return null;
  const updatedAt = new Date(at);
  const record: CrmRecord = {
    ...current,
    revision: current.revision + 1,
    updatedAt,
    values: stamped(object, after, { ...current, updatedAt }),
  };
  const unique = changes.filter((one) => object.properties.get(one.property)?.unique === true);
  return {
    ...{ record, changes, warnings },
    told: changes.map((change) => ({ kind: 'changed' as const, change })),
    claims: claimsFrom(record.id, unique, 'to'),
    releases: claimsFrom(record.id, unique, 'from'),
  };
}

function claimsFrom(recordId: Id, changes: Change[], side: 'from' | 'to'): UniqueClaim[] {
  return changes.flatMap((change) => {
    const value = change[side];
    return value === null ? [] : [{ recordId, property: change.property, value }];
  });
}

/** Every value that a record alone may have: of its unique properties, and the further ones of those. */
export function claimsOf(object: ObjectSchema, record: CrmRecord): UniqueClaim[] {
  const unique = [...object.properties.values()].filter((one) => one.unique);
  return unique.flatMap(({ name }) => {
    const further = object.alternates[name];
    const values = [
      ...(record.values[name] === undefined ? [] : [record.values[name]]),
      ...(further === undefined ? [] : partsOf(record.values[further] ?? '')),
    ];
    return [...new Set(values)].map((value) => ({ recordId: record.id, property: name, value }));
  });
}

/** The first pipeline, where none is named. */
function withPipeline(object: ObjectSchema, values: Values): Values {
  if (!object.pipeline || values[object.pipeline.pipeline] !== undefined) return values;
  const first = object.pipelines[0];
  return first ? { ...values, [object.pipeline.pipeline]: first.id } : values;
}

/** What the CRM writes into a record itself. */
function stamped(
  { stamps }: ObjectSchema,
  values: Values,
  of: { externalId: string; createdAt: Date; updatedAt: Date },
): Values {
  if (!stamps) return values;
  return {
    ...values,
    [stamps.id]: of.externalId,
    [stamps.created]: of.createdAt.toISOString(),
    [stamps.modified]: of.updatedAt.toISOString(),
  };
}

/** Takes out of a write what would go backwards, and says so. */
function keepForward(object: ObjectSchema, current: Values, wanted: Wanted): Warning[] {
  const warnings: Warning[] = [];
  for (const name of object.forwardOnly) {
    const property = object.properties.get(name);
    const [from, to] = [current[name] ?? null, wanted[name]];
    if (!property || to === undefined || mayMove(property, from, to)) continue;
    warnings.push({ code: 'kept_forward', property: name, value: from!, wanted: to! });
    delete wanted[name];
  }
  return warnings;
}

/** Owners, pipelines and stages that are not there. Only what the write touches is looked at. */
function referenceFaults(crm: Crm, object: ObjectSchema, after: Values, wanted: Wanted): Fault[] {
  const faults: Fault[] = [];
  for (const [name, value] of Object.entries(wanted)) {
    if (value === null || object.properties.get(name)?.references !== 'owner' || crm.owners.has(value)) {
      continue;
    }
    faults.push(faultOf(name, 'not_an_option', `has no owner "${value}"; use the id of one of the owners.`));
  }
  if (!object.pipeline) return faults;
  const { pipeline, stage } = object.pipeline;
  if (wanted[pipeline] === undefined && wanted[stage] === undefined) return faults;
  const held = object.pipelines.find((one) => one.id === after[pipeline]);
  const list = (items: { id: string }[]) => items.map(({ id }) => id).join(', ') || 'none yet';
  if (!held) {
    if (after[pipeline] === undefined) return faults;
    const advice = `has no pipeline "${after[pipeline]}"; use one of: ${list(object.pipelines)}.`;
    faults.push(
      faultOf(pipeline, 'not_an_option', advice, { options: object.pipelines.map(({ id }) => id) }),
    );
  } else if (after[stage] !== undefined && !held.stages.some((one) => one.id === after[stage])) {
    const advice = `is no stage of pipeline "${held.label}"; use one of: ${list(held.stages)}.`;
    faults.push(faultOf(stage, 'not_an_option', advice, { options: held.stages.map(({ id }) => id) }));
  }
  return faults;
}
