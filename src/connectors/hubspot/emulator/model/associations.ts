import { inverseKind, plainKind, primaryKind } from './association-types.ts';
import type { Hub } from './hub.ts';
import { recordKey } from './lookups.ts';
import type { AssociationKind, AssociationRow, RecordRow, Source } from './rows.ts';
import { standardType } from './types.ts';

const linkId = (from: RecordRow, to: RecordRow) =>
  `${from.portal}/${from.type}/${from.objectId}/${to.type}/${to.objectId}`;

/** Links of a record to live records of a type, or of all types, by the other's id. */
export function linksOf(hub: Hub, row: RecordRow, toType?: string): AssociationRow[] {
  return hub.by.from
    .all(row.id)
    .filter((link) => toType === undefined || link.toType === toType)
    .filter((link) => hub.records.get(recordKey(link.portal, link.toType, link.toId))?.archivedAt === null)
    .sort((a, b) => Number(a.toId) - Number(b.toId));
}

/**
 * Links two records, both ways. A link with a label has the one without as well; one record has one primary company.
 * @param kinds what the link is from now on; with `replace` its other labels go
 */
export function associate(
  hub: Hub,
  from: RecordRow,
  to: RecordRow,
  kinds: AssociationKind[],
  options: { source: Source; replace?: boolean },
): AssociationRow {
  return hub.commit(() => {
    const plain = plainKind(from.type, to.type);
    const before = hub.associations.get(linkId(from, to))?.kinds ?? [];
    const wanted = unique([plain, ...kinds, ...(options.replace ? [] : before)]);
    const primary = primaryKind(from.type, to.type);
    if (primary && kinds.some((kind) => kind.typeId === primary.typeId)) {
      onlyPrimary(hub, from, to, options.source);
    }
    return write(hub, from, to, wanted, options.source);
  });
}

/** Removes kinds of a link; without the plain one nothing is left. All of them when none are named. */
export function dissociate(
  hub: Hub,
  from: RecordRow,
  to: RecordRow,
  source: Source,
  typeIds?: readonly number[],
): void {
  const before = hub.associations.get(linkId(from, to));
  if (!before) return;
  const plain = plainKind(from.type, to.type).typeId;
  const all = typeIds === undefined || typeIds.includes(plain);
  const kept = all ? [] : before.kinds.filter((kind) => !typeIds.includes(kind.typeId));
  hub.commit(() => write(hub, from, to, kept, source));
}

/** The first company linked to a contact, deal or ticket, and the only one to be primary, is. */
export function associateByDefault(hub: Hub, from: RecordRow, to: RecordRow, source: Source): AssociationRow {
  const primary = primaryKind(from.type, to.type);
  const [one, company] = from.type === '0-2' ? [to, '0-2'] : [from, to.type];
  const free =
    primary &&
    !linksOf(hub, one, company).some((link) => link.kinds.some((kind) => kind.label === 'Primary'));
  return associate(hub, from, to, free ? [primary] : [], { source });
}

/** Removes all links of a record without a word, because the record itself is gone. */
export function dropAssociations(hub: Hub, row: RecordRow): void {
  for (const link of hub.by.from.all(row.id)) {
    hub.associations.delete(link.id);
    hub.associations.delete(`${link.portal}/${link.toType}/${link.toId}/${link.fromType}/${link.fromId}`);
  }
}

function onlyPrimary(hub: Hub, from: RecordRow, to: RecordRow, source: Source): void {
  const [one, company] = from.type === '0-2' ? [to, from] : [from, to];
  const typeId = primaryKind(one.type, company.type)!.typeId;
  for (const link of linksOf(hub, one, company.type)) {
    if (link.toId === company.objectId || !link.kinds.some((kind) => kind.typeId === typeId)) continue;
    const other = hub.records.get(recordKey(link.portal, link.toType, link.toId))!;
    write(
      hub,
      one,
      other,
      link.kinds.filter((kind) => kind.typeId !== typeId),
      source,
    );
  }
}

function write(
  hub: Hub,
  from: RecordRow,
  to: RecordRow,
  kinds: AssociationKind[],
  source: Source,
): AssociationRow {
  const there = put(hub, from, to, kinds);
  const back = put(
    hub,
    to,
    from,
    kinds.map((kind) => inverseKind(hub, from.portal, from.type, to.type, kind)),
  );
  const added = kinds.filter((kind) => !there.before.some((one) => one.typeId === kind.typeId));
  const removed = there.before.filter((kind) => !kinds.some((one) => one.typeId === kind.typeId));
  if (added.length + removed.length === 0) return there.row;
  const done = kinds.length === 0 ? 'removed' : there.before.length === 0 ? 'created' : 'changed';
  hub.record(`association.${done}`, there.row.id, {
    portalId: from.portal,
    from: { type: from.type, id: from.objectId },
    to: { type: to.type, id: to.objectId },
    kinds,
    source,
  });
  tell(hub, from, to, { added, removed, source });
  const backAdded = back.row.kinds.filter((kind) => !back.before.some((one) => one.typeId === kind.typeId));
  const backRemoved = back.before.filter((kind) => !back.row.kinds.some((one) => one.typeId === kind.typeId));
  tell(hub, to, from, { added: backAdded, removed: backRemoved, source });
  return there.row;
}

function put(hub: Hub, from: RecordRow, to: RecordRow, kinds: AssociationKind[]) {
  const id = linkId(from, to);
  const before = hub.associations.get(id)?.kinds ?? [];
  const ends = { fromType: from.type, fromId: from.objectId, toType: to.type, toId: to.objectId };
  const row = { id, portal: from.portal, ...ends, kinds };
  if (kinds.length > 0) hub.associations.put(row);
  else hub.associations.delete(id);
  return { row, before };
}

// Both directions are told; a primary link is told with its unlabelled twin. HubSpot docs "Webhooks", read 2026-11.
function tell(
  hub: Hub,
  from: RecordRow,
  to: RecordRow,
  change: { added: AssociationKind[]; removed: AssociationKind[]; source: Source },
): void {
  const word = (type: string) => (standardType(type)?.singular ?? type).toUpperCase();
  const told = [
    ...change.added.map((kind) => [kind, false] as const),
    ...change.removed.map((kind) => [kind, true] as const),
  ];
  for (const [kind, associationRemoved] of told) {
    hub.announce({
      portal: from.portal,
      type: from.type,
      kind: 'associationChange',
      source: change.source,
      body: {
        associationType: `${word(from.type)}_TO_${word(to.type)}`,
        fromObjectId: Number(from.objectId),
        toObjectId: Number(to.objectId),
        associationRemoved,
        isPrimaryAssociation: kind.label === 'Primary',
      },
    });
  }
}

function unique(kinds: AssociationKind[]): AssociationKind[] {
  return kinds.filter((kind, place) => kinds.findIndex((one) => one.typeId === kind.typeId) === place);
}
