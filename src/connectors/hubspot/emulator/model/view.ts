import { kindName } from './association-types.ts';
import { linksOf } from './associations.ts';
import { versionsOf } from './history.ts';
import type { Hub } from './hub.ts';
import { propertyOf } from './properties.ts';
import type { RecordRow, Version } from './rows.ts';
import { findType } from './schemas.ts';
import type { ObjectType } from './types.ts';

/** A value as the API answers it; null when it is not set. */
export function valueOf(type: ObjectType, row: RecordRow, name: string): string | null {
  switch (name) {
    case 'hs_object_id':
      return row.objectId;
    case 'createdate':
    case 'hs_createdate':
      return new Date(row.createdAt).toISOString();
    case type.modified:
      return new Date(row.updatedAt).toISOString();
    case 'hs_object_source':
      return row.source.type;
    case 'hs_object_source_id':
      return row.source.id;
    case 'hs_object_source_label':
      return row.source.label;
    default:
      return row.values[name] ?? null;
  }
}

export interface Wanted {
  /** Null: the type's usual ones. */
  properties: string[] | null;
  history: string[];
  /** Types whose links are answered too. */
  associations: string[];
}

/** A record as API v3 answers it. */
export function recordView(hub: Hub, type: ObjectType, row: RecordRow, wanted: Wanted) {
  const always = [type.defaults.at(-3)!, type.modified, 'hs_object_id'];
  const names = wanted.properties === null ? type.defaults : [...wanted.properties, ...always];
  return {
    id: row.objectId,
    properties: valuesView(hub, type, row, names),
    ...(wanted.history.length > 0 && { propertiesWithHistory: historyView(hub, type, row, wanted.history) }),
    ...times(row),
    ...linksView(hub, row, wanted.associations),
    url: pageOf(hub, row),
  };
}

/** A record right after it was written: what is set, and the system's own values. */
export function writtenView(hub: Hub, type: ObjectType, row: RecordRow) {
  const system = ['hs_object_source', 'hs_object_source_id', 'hs_object_source_label'];
  const names = [...Object.keys(row.values), ...type.defaults.slice(-3), ...system];
  return {
    id: row.objectId,
    properties: valuesView(hub, type, row, names, true),
    ...times(row),
    url: pageOf(hub, row),
  };
}

/** Where people see a record. */
export function pageOf(hub: Hub, row: RecordRow): string {
  return `${hub.parts.origin}/hubspot/contacts/${row.portal}/record/${row.type}/${row.objectId}`;
}

function times(row: RecordRow) {
  return {
    createdAt: new Date(row.createdAt).toISOString(),
    updatedAt: new Date(row.updatedAt).toISOString(),
    archived: row.archivedAt !== null,
    ...(row.archivedAt !== null && { archivedAt: new Date(row.archivedAt).toISOString() }),
  };
}

function valuesView(hub: Hub, type: ObjectType, row: RecordRow, names: string[], onlySet = false) {
  const values: Record<string, string | null> = {};
  const skipEmpty = onlySet || !hub.settings().nullForEmpty;
  for (const name of [...new Set(names)].sort()) {
    const value = valueOf(type, row, name);
    if (value === null && (skipEmpty || !propertyOf(hub, row.portal, type.id, name))) continue;
    values[name] = value;
  }
  return values;
}

function historyView(hub: Hub, type: ObjectType, row: RecordRow, names: string[]) {
  const known = names.filter((name) => propertyOf(hub, row.portal, type.id, name));
  return Object.fromEntries(
    known.map((name) => [name, versionsOf(hub, row, name).map(versionView).reverse()]),
  );
}

function versionView({ value, at, source }: Version) {
  return {
    value,
    timestamp: new Date(at).toISOString(),
    sourceType: source.type,
    ...(source.id !== null && { sourceId: source.id }),
    ...(source.label !== null && { sourceLabel: source.label }),
    ...(source.userId !== null && { updatedByUserId: source.userId }),
  };
}

function linksView(hub: Hub, row: RecordRow, names: string[]) {
  const lists = names.flatMap((name) => {
    const type = findType(hub, row.portal, name);
    if (!type) return [];
    const results = linksOf(hub, row, type.id).flatMap((link) =>
      link.kinds.map((kind) => ({ id: link.toId, type: kindName(row.type, type.id, kind) })),
    );
    return results.length === 0 ? [] : [[type.plural.replaceAll('_', ' '), { results }] as const];
  });
  return lists.length === 0 ? {} : { associations: Object.fromEntries(lists) };
}
