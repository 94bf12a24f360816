import { inverseKind, plainKind, primaryKind } from '../model/association-types.ts';
import type { Hub } from '../model/hub.ts';
import { recordKey } from '../model/lookups.ts';
import type { RecordRow, Source } from '../model/rows.ts';

const imported: Source = { type: 'IMPORT', id: '77001', label: 'Demo import', userId: null };

/** Puts a record in place as if it had always been there: no event, no ledger entry, no search lag. */
export function plant(
  hub: Hub,
  portal: number,
  type: string,
  values: Record<string, string>,
  times: { createdAt: number; updatedAt?: number },
): RecordRow {
  const objectId = String(hub.next(`object/${portal}/${type}`));
  const { createdAt, updatedAt = createdAt } = times;
  const id = recordKey(portal, type, objectId);
  const rest = { archivedAt: null, mergedInto: null, source: imported };
  return hub.records.put({ id, portal, type, objectId, values, createdAt, updatedAt, ...rest });
}

/** Links two planted records, both ways; companies as primary ones. */
export function plantLink(hub: Hub, from: RecordRow, to: RecordRow): void {
  const primary = primaryKind(from.type, to.type);
  const kinds = [plainKind(from.type, to.type), ...(primary ? [primary] : [])];
  put(hub, from, to, kinds);
  put(
    hub,
    to,
    from,
    kinds.map((kind) => inverseKind(hub, from.portal, from.type, to.type, kind)),
  );
}

function put(hub: Hub, from: RecordRow, to: RecordRow, kinds: ReturnType<typeof plainKind>[]): void {
  const ends = { fromType: from.type, fromId: from.objectId, toType: to.type, toId: to.objectId };
  const id = `${from.portal}/${from.type}/${from.objectId}/${to.type}/${to.objectId}`;
  hub.associations.put({ id, portal: from.portal, ...ends, kinds });
}
