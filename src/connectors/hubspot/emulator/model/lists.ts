import type { Hub } from './hub.ts';
import { liveRecord } from './hub.ts';
import type { ListRow } from './rows-beside.ts';

/** Members of a list, in the order they joined, archived records left out. */
export function membersOf(hub: Hub, list: ListRow) {
  return hub.by.members
    .all(list.id)
    .filter((member) => liveRecord(hub, list.portal, list.objectTypeId, member.recordId));
}

export interface MembershipChange {
  recordsIdsAdded: string[];
  recordIdsRemoved: string[];
  recordIdsMissing: string[];
}

/** Adds and removes members; ids of no record are told. */
export function changeMembers(hub: Hub, list: ListRow, add: string[], remove: string[]): MembershipChange {
  const change: MembershipChange = { recordsIdsAdded: [], recordIdsRemoved: [], recordIdsMissing: [] };
  hub.commit(() => {
    const now = hub.now();
    for (const recordId of new Set(add)) {
      const id = `${list.id}/${recordId}`;
      const row = liveRecord(hub, list.portal, list.objectTypeId, recordId);
      if (!row) change.recordIdsMissing.push(recordId);
      else if (!hub.memberships.get(id)) {
        hub.memberships.put({
          id,
          list: list.id,
          record: row.id,
          recordId,
          firstAddedAt: now,
          lastAddedAt: now,
        });
        change.recordsIdsAdded.push(recordId);
        hub.record('list.member_added', list.listId, { portalId: list.portal, recordId });
      }
    }
    for (const recordId of new Set(remove)) {
      if (!hub.memberships.delete(`${list.id}/${recordId}`)) continue;
      change.recordIdsRemoved.push(recordId);
      hub.record('list.member_removed', list.listId, { portalId: list.portal, recordId });
    }
  });
  return change;
}

/** Makes a list. */
export function createList(
  hub: Hub,
  portal: number,
  given: Pick<ListRow, 'name' | 'objectTypeId' | 'processingType' | 'filterBranch'>,
): ListRow {
  return hub.commit(() => {
    const listId = String(hub.next(`list/${portal}`));
    const now = hub.now();
    const id = `${portal}/${listId}`;
    hub.record('list.created', listId, { portalId: portal, name: given.name });
    return hub.lists.put({ ...given, id, portal, listId, deletedAt: null, createdAt: now, updatedAt: now });
  });
}
