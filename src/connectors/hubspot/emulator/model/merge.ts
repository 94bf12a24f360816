import { associate, dropAssociations, linksOf } from './associations.ts';
import { effect } from './effects.ts';
import type { Hub } from './hub.ts';
import { recordKey } from './lookups.ts';
import { setValues, type Actor } from './records.ts';
import { invalid } from './refusal.ts';
import type { RecordRow } from './rows.ts';
import type { ObjectType } from './types.ts';

/**
 * Merges a record into another one: values the primary lacks are taken over, links and addresses move, the other is
 * gone. The primary keeps its id. (Since 2025 HubSpot may give the merged record a new id; that is not played here.)
 * @throws HubError 400 for a record and itself
 */
export function mergeRecords(
  hub: Hub,
  actor: Actor,
  type: ObjectType,
  primary: RecordRow,
  other: RecordRow,
): RecordRow {
  if (primary.id === other.id) throw invalid('The records to merge must not be the same.');
  return hub.commit(() => {
    const moved = movedValues(type, primary, other);
    const links = linksOf(hub, other);
    const now = hub.now();
    hub.records.put({ ...other, archivedAt: now, updatedAt: now, mergedInto: primary.objectId });
    hub.lag.changed(other.id, other);
    dropAssociations(hub, other);
    const merged = setValues(hub, actor, type, primary, moved);
    for (const link of links) {
      const to = hub.records.get(recordKey(link.portal, link.toType, link.toId));
      const kinds = link.kinds.filter((kind) => kind.label !== 'Primary');
      if (to && to.id !== primary.id) associate(hub, merged, to, kinds, { source: actor.source });
    }
    effect(hub, type, 'merged', merged, { mergedObjectIds: [other.objectId], source: actor.source });
    hub.announce({
      portal: primary.portal,
      type: type.id,
      kind: 'merge',
      source: actor.source,
      body: {
        objectId: Number(primary.objectId),
        primaryObjectId: Number(primary.objectId),
        mergedObjectIds: [Number(other.objectId)],
        newObjectId: Number(primary.objectId),
        numberOfPropertiesMoved: Object.keys(moved).length,
      },
    });
    return merged;
  });
}

function movedValues(type: ObjectType, primary: RecordRow, other: RecordRow): Record<string, string> {
  const moved = Object.fromEntries(
    Object.entries(other.values).filter(([name, value]) => value !== '' && !primary.values[name]),
  );
  const ids = [primary.values['hs_merged_object_ids'], other.values['hs_merged_object_ids'], other.objectId];
  moved['hs_merged_object_ids'] = joined(ids);
  if (type.id === '0-1' && primary.values['email']) {
    const emails = [primary, other].map((row) => row.values['hs_additional_emails']);
    const added = joined([...emails, other.values['email']]);
    if (added !== '') moved['hs_additional_emails'] = added;
  }
  return moved;
}

function joined(parts: (string | undefined)[]): string {
  return [...new Set(parts.flatMap((part) => part?.split(';') ?? []).filter(Boolean))].join(';');
}
