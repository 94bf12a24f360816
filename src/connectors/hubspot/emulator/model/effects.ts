import type { Hub } from './hub.ts';
import type { RecordRow, Source } from './rows.ts';
import type { ObjectType } from './types.ts';

// Every committed change goes two ways: on the ledger for whoever checks what really happened, and to the webhooks.

/** Puts `<type>.<done>` on the ledger. */
export function effect(hub: Hub, type: ObjectType, done: string, row: RecordRow, data: object): void {
  hub.record(`${type.singular}.${done}`, row.objectId, { portalId: row.portal, ...data });
}

/** A record was made: `creation`, and `propertyChange` for each value. */
export function tellCreation(hub: Hub, type: ObjectType, row: RecordRow): void {
  const { portal, source } = row;
  effect(hub, type, 'created', row, { properties: row.values, source });
  const objectId = Number(row.objectId);
  const body = { objectId, changeFlag: hub.settings().createdFlag };
  hub.announce({ portal, type: type.id, kind: 'creation', source, body });
  tellProperties(hub, type, row, Object.entries(row.values), source);
}

/** Values changed. */
export function tellValues(
  hub: Hub,
  type: ObjectType,
  before: RecordRow,
  row: RecordRow,
  changes: readonly (readonly [string, string])[],
  source: Source,
): void {
  const told = changes.map(([name, to]) => [
    name,
    { from: before.values[name] ?? null, to: to === '' ? null : to },
  ]);
  effect(hub, type, 'updated', row, { changes: Object.fromEntries(told) as object, source });
  tellProperties(hub, type, row, changes, source);
}

function tellProperties(
  hub: Hub,
  type: ObjectType,
  row: RecordRow,
  changes: readonly (readonly [string, string])[],
  source: Source,
): void {
  for (const [propertyName, propertyValue] of changes) {
    const body = { objectId: Number(row.objectId), propertyName, propertyValue };
    hub.announce({ portal: row.portal, type: type.id, kind: 'propertyChange', propertyName, source, body });
  }
}

/** A record went to the bin. */
export function tellDeletion(hub: Hub, type: ObjectType, row: RecordRow, source: Source): void {
  effect(hub, type, 'archived', row, { source });
  const body = { objectId: Number(row.objectId), changeFlag: 'DELETED' };
  hub.announce({ portal: row.portal, type: type.id, kind: 'deletion', source, body });
}

/** A record came out of the bin. */
export function tellRestore(hub: Hub, type: ObjectType, row: RecordRow, source: Source): void {
  effect(hub, type, 'restored', row, { source });
  const body = { objectId: Number(row.objectId), changeFlag: 'RESTORED' };
  hub.announce({ portal: row.portal, type: type.id, kind: 'restore', source, body });
}
