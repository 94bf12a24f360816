import type { Hub } from './hub.ts';
import { conflict, invalid, notFound } from './refusal.ts';
import { createProperty, type PropertyDraft } from './properties.ts';
import type { SchemaRow } from './rows.ts';
import { standardType, type ObjectType } from './types.ts';

/** The type of an id or name, the account's custom ones included ("2-101", "boat", "p_boat", "p4001_boat"). */
export function findType(hub: Hub, portal: number, name: string): ObjectType | undefined {
  const standard = standardType(name);
  if (standard) return standard;
  const schema = schemaOf(hub, portal, name);
  return schema && typeOfSchema(schema);
}

/** @throws HubError 400 as HubSpot answers an unknown type */
export function mustType(hub: Hub, portal: number, name: string): ObjectType {
  const type = findType(hub, portal, name);
  if (!type) throw invalid(`Unable to infer object type from: ${name}`);
  return type;
}

/** A custom object's schema. */
function schemaOf(hub: Hub, portal: number, name: string): SchemaRow | undefined {
  const wanted = name.toLowerCase();
  return hub.by.schemasOf
    .all(String(portal))
    .find((row) => !row.archived && [row.typeId, row.name, `p_${row.name}`, qualified(row)].includes(wanted));
}

/** The name with its account: "p4001_boat". */
export function qualified(row: SchemaRow): string {
  return `p${row.portal}_${row.name}`;
}

function typeOfSchema(row: SchemaRow): ObjectType {
  const primary = row.primaryDisplayProperty ? [row.primaryDisplayProperty] : [];
  return {
    id: row.typeId,
    singular: row.name,
    plural: row.name,
    modified: 'hs_lastmodifieddate',
    defaults: [...primary, 'hs_createdate', 'hs_lastmodifieddate', 'hs_object_id'],
    required: row.requiredProperties,
    requiredAny: [],
    searched: row.searchableProperties,
    titles: primary,
  };
}

export interface SchemaDraft {
  name: string;
  labels: { singular: string; plural: string };
  requiredProperties: string[];
  searchableProperties?: string[];
  primaryDisplayProperty?: string;
  secondaryDisplayProperties?: string[];
  associatedObjects?: string[];
  properties: (PropertyDraft & { name: string })[];
}

/** Makes a custom object type with its properties. @throws HubError */
export function createSchema(hub: Hub, portal: number, draft: SchemaDraft): SchemaRow {
  if (!/^[a-z][a-z0-9_]*$/i.test(draft.name)) throw invalid(`Object name "${draft.name}" is not valid.`);
  if (findType(hub, portal, draft.name)) throw conflict(`Object type ${draft.name} already exists.`);
  return hub.commit(() => {
    const typeId = `2-${hub.next('typeId')}`;
    const now = hub.now();
    const row = hub.schemas.put({
      id: `${portal}/${typeId}`,
      portal,
      typeId,
      name: draft.name.toLowerCase(),
      labels: draft.labels,
      requiredProperties: draft.requiredProperties,
      searchableProperties: draft.searchableProperties ?? [],
      primaryDisplayProperty: draft.primaryDisplayProperty ?? null,
      secondaryDisplayProperties: draft.secondaryDisplayProperties ?? [],
      associatedTypes: (draft.associatedObjects ?? []).map((name) => mustType(hub, portal, name).id),
      archived: false,
      createdAt: now,
      updatedAt: now,
    });
    for (const { name, ...property } of draft.properties) {
      createProperty(hub, portal, typeId, name, { groupName: 'custominformation', ...property });
    }
    return row;
  });
}

/** @throws HubError 404 */
export function mustSchema(hub: Hub, portal: number, name: string): SchemaRow {
  const row = schemaOf(hub, portal, name);
  if (!row) throw notFound();
  return row;
}
