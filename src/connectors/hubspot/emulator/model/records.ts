import { dropAssociations } from './associations.ts';
import { effect, tellCreation, tellDeletion, tellRestore, tellValues } from './effects.ts';
import { noteVersions } from './history.ts';
import type { Hub } from './hub.ts';
import { derivedValues, lifecycleHeld } from './derived.ts';
import { recordKey, uniqueKey } from './lookups.ts';
import { pipelinesOf, stageProperties } from './pipelines.ts';
import { propertyOf } from './properties.ts';
import type { HubError } from './refusal.ts';
import { conflict, invalid, invalidValues, type ValueFault } from './refusal.ts';
import type { RecordRow, Source } from './rows.ts';
import type { ObjectType } from './types.ts';
import { checkedValue, settleStage } from './values.ts';

/** Whose account is changed, and what history says of it. */
export interface Actor {
  portal: number;
  source: Source;
}

/**
 * Creates a record.
 * @param given property values as the API takes them: text
 * @throws HubError 400 for values, 409 for an e-mail address somebody has
 */
export function createRecord(
  hub: Hub,
  actor: Actor,
  type: ObjectType,
  given: Record<string, string>,
): RecordRow {
  const { portal, source } = actor;
  return hub.commit(() => {
    const values = checked(hub, actor, type, given, null);
    withDefaults(hub, portal, type, values);
    requireAll(type, values);
    refuseTaken(hub, portal, type, values, null);
    const now = hub.now();
    const objectId = String(hub.next(`object/${portal}/${type.id}`));
    const id = recordKey(portal, type.id, objectId);
    const filled = { ...values, ...derivedValues(hub, portal, type.id, values, {}) };
    const row: RecordRow = {
      id,
      portal,
      type: type.id,
      objectId,
      values: Object.fromEntries(Object.entries(filled).filter(([, value]) => value !== '')),
      createdAt: now,
      updatedAt: now,
      archivedAt: null,
      mergedInto: null,
      source,
    };
    hub.records.put(row);
    hub.lag.changed(id, null);
    tellCreation(hub, type, row);
    return row;
  });
}

/** Changes values. What does not differ writes no history and sends no event. @throws HubError 400 */
export function updateRecord(
  hub: Hub,
  actor: Actor,
  type: ObjectType,
  row: RecordRow,
  given: Record<string, string>,
): RecordRow {
  return hub.commit(() => {
    const values = checked(hub, actor, type, given, row);
    refuseTaken(hub, actor.portal, type, values, row);
    if (lifecycleHeld(hub, row, values)) {
      const wanted = values['lifecyclestage'];
      effect(hub, type, 'lifecycle_held', row, {
        kept: row.values['lifecyclestage'],
        wanted,
        source: actor.source,
      });
      delete values['lifecyclestage'];
    }
    return setValues(hub, actor, type, row, values);
  });
}

/** Writes values that are already checked, with what follows from them. */
export function setValues(
  hub: Hub,
  actor: Actor,
  type: ObjectType,
  row: RecordRow,
  values: Record<string, string>,
): RecordRow {
  const derived = derivedValues(hub, row.portal, type.id, values, row.values);
  const changes = Object.entries({ ...values, ...derived }).filter(
    ([name, value]) => (row.values[name] ?? '') !== value,
  );
  if (changes.length === 0) return row;
  return hub.commit(() => {
    const next = { ...row.values };
    for (const [name, value] of changes) {
      if (value === '') delete next[name];
      else next[name] = value;
    }
    const changed = hub.records.put({ ...row, values: next, updatedAt: hub.now() });
    noteVersions(hub, row, changes, actor.source);
    hub.lag.changed(row.id, row);
    tellValues(hub, type, row, changed, changes, actor.source);
    return changed;
  });
}

/** Puts a record in the recycling bin; nothing happens to one that is there. */
export function archiveRecord(hub: Hub, actor: Actor, type: ObjectType, row: RecordRow): void {
  if (row.archivedAt !== null) return;
  hub.commit(() => {
    hub.records.put({ ...row, archivedAt: hub.now(), updatedAt: hub.now() });
    hub.lag.changed(row.id, row);
    tellDeletion(hub, type, row, actor.source);
  });
}

/** Takes a record out of the bin, which only people can do. @throws HubError 409 when its e-mail address is taken now */
export function restoreRecord(hub: Hub, actor: Actor, type: ObjectType, row: RecordRow): RecordRow {
  if (row.archivedAt === null) return row;
  refuseTaken(hub, row.portal, type, row.values, row);
  return hub.commit(() => {
    const restored = hub.records.put({ ...row, archivedAt: null, updatedAt: hub.now() });
    hub.lag.changed(row.id, row);
    tellRestore(hub, type, restored, actor.source);
    return restored;
  });
}

/** Deletes a contact for good, with its history, links, submissions and memberships. */
export function eraseContact(hub: Hub, actor: Actor, type: ObjectType, row: RecordRow): void {
  hub.commit(() => {
    archiveRecord(hub, actor, type, row);
    dropAssociations(hub, row);
    for (const member of hub.by.memberOf.all(row.id)) hub.memberships.delete(member.id);
    for (const entry of hub.by.timelineOf.all(row.id)) hub.timeline.delete(entry.id);
    hub.history.delete(row.id);
    hub.records.delete(row.id);
    effect(hub, type, 'privacy_deleted', row, { source: actor.source });
    const body = { objectId: Number(row.objectId) };
    hub.announce({ portal: row.portal, type: type.id, kind: 'privacyDeletion', source: actor.source, body });
  });
}

function checked(
  hub: Hub,
  { portal }: Actor,
  type: ObjectType,
  given: Record<string, string>,
  row: RecordRow | null,
): Record<string, string> {
  const faults: ValueFault[] = [];
  const values: Record<string, string> = {};
  const where = { portal, type: type.id };
  for (const [name, text] of Object.entries(given)) {
    const property = propertyOf(hub, portal, type.id, name);
    if (!property) {
      faults.push({ name, code: 'PROPERTY_DOESNT_EXIST', message: `Property "${name}" does not exist` });
      continue;
    }
    if (property.readOnlyValue) {
      const message = `"${name}" is a read only property; its value cannot be set.`;
      faults.push({ name, code: 'READ_ONLY_VALUE', message });
      continue;
    }
    const result = checkedValue(hub, where, property, text, row?.values[name] ?? '');
    if ('fault' in result) faults.push(result.fault);
    else values[name] = result.value;
  }
  if (faults.length === 0) {
    const misplaced = settleStage(hub, where, values, row?.values ?? {});
    if (misplaced) faults.push(misplaced);
  }
  if (faults.length > 0) throw invalidValues(faults, portal);
  return values;
}

// Without a pipeline a deal goes to the default one (not documented).
function withDefaults(hub: Hub, portal: number, type: ObjectType, values: Record<string, string>): void {
  const names = stageProperties[type.id];
  const first = names && pipelinesOf(hub, portal, type.id)[0];
  if (names && first && !values[names.pipeline]) values[names.pipeline] = first.pipelineId;
}

function requireAll(type: ObjectType, values: Record<string, string>): void {
  const missing = type.required.filter((name) => !values[name]);
  const none = type.requiredAny.length > 0 && !type.requiredAny.some((name) => values[name]);
  if (missing.length === 0 && !none) return;
  const properties = none ? type.requiredAny : missing;
  throw invalid(`Error creating ${type.singular.toUpperCase()}. Some required properties were not set.`, {
    context: { properties },
  });
}

// A duplicate e-mail address on create is 409 with the existing id in its text; on update it is a 400 that names the
// other record, as any other unique value is. Seen in several clients' error handling, read 2026-11.
function refuseTaken(
  hub: Hub,
  portal: number,
  type: ObjectType,
  values: Record<string, string>,
  row: RecordRow | null,
): void {
  for (const [name, value] of Object.entries(values)) {
    if (value === '' || !propertyOf(hub, portal, type.id, name)?.hasUniqueValue) continue;
    const other = hub.by.unique.first(uniqueKey(portal, type.id, name, value));
    if (!other || other.id === row?.id) continue;
    throw taken(portal, type, { name, value, id: other.objectId }, row);
  }
}

function taken(
  portal: number,
  type: ObjectType,
  { name, value, id }: { name: string; value: string; id: string },
  row: RecordRow | null,
): HubError {
  const isEmail = type.id === '0-1' && name === 'email';
  if (isEmail && (!row || row.archivedAt !== null)) {
    return conflict(`Contact already exists. Existing ID: ${id}`);
  }
  const message = isEmail
    ? `A contact with the email '${value}' already exists. Existing ID: ${id}`
    : `${id} already has that value.`;
  return invalidValues([{ name, code: 'CONFLICTING_UNIQUE_VALUE', message }], portal);
}
