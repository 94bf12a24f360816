import type { Queryable } from '../db/pool.ts';
import type { CrmSchema } from '../kit/objects.ts';
import type { AssociationType, ObjectType, Pipeline, Stage } from '../domain/records/object.ts';
import type { Property } from '../domain/records/property.ts';
import type { CrmRef, ObjectSchema } from './crm.ts';

type Stored = Omit<Property, 'name'>;

interface SchemaRow {
  objects: { name: string; spec: ObjectType }[] | null;
  properties: { object: string; name: string; spec: Stored }[] | null;
  stages: { object: string; id: string; label: string; stages: Stage[] }[] | null;
  associations: AssociationType[] | null;
  owners: string[] | null;
}

const propertyJson = `jsonb_build_object('label', label, 'description', description, 'type', type, 'fieldType', field_type,
  'group', group_name, 'options', options, 'references', references_to, 'format', format, 'required', required,
  'unique', is_unique, 'readOnly', read_only, 'hidden', hidden, 'custom', custom, 'slot', slot)`;

/** What a CRM is made of, in one statement (some 150 properties: a few milliseconds). No objects: it holds no records. */
export async function readSchema(
  db: Queryable,
  { workspaceId, connectionId }: CrmRef,
): Promise<{ objects: Map<string, ObjectSchema>; associations: AssociationType[]; owners: Set<string> }> {
  const of = 'workspace_id = $1 and connection_id = $2';
  const { rows } = await db.query<SchemaRow>({
    name: 'records.read-schema',
    text: `select
      (select jsonb_agg(jsonb_build_object('name', name, 'spec', spec) order by position, name)
        from crm_objects where ${of}) as objects,
      (select jsonb_agg(jsonb_build_object('object', object, 'name', name, 'spec', ${propertyJson}) order by position, name)
        from properties where ${of} and archived_at is null) as properties,
      (select jsonb_agg(jsonb_build_object('object', p.object, 'id', p.id, 'label', p.label, 'stages', coalesce((
          select jsonb_agg(jsonb_build_object('id', s.id, 'label', s.label, 'metadata', s.metadata) order by s.position, s.id)
          from stages s where (s.workspace_id, s.connection_id, s.object, s.pipeline_id) = (p.workspace_id, p.connection_id, p.object, p.id)), '[]'))
          order by p.position, p.id)
        from pipelines p where ${of}) as stages,
      (select jsonb_agg(jsonb_build_object('from', from_object, 'to', to_object, 'category', category, 'typeId', type_id,
          'label', label, 'inverse', inverse, 'single', single) order by type_id)
        from association_types where ${of}) as associations,
      (select array_agg(id) from owners where ${of} and archived_at is null) as owners`,
    values: [workspaceId, connectionId],
  });
  const row = rows[0]!;
  const objects = (row.objects ?? []).map(({ name, spec }): [string, ObjectSchema] => {
    const own = (row.properties ?? []).filter((one) => one.object === name);
    const properties = new Map(own.map((one) => [one.name, { name: one.name, ...one.spec }]));
    const pipelines = (row.stages ?? [])
      .filter((one) => one.object === name)
      .map(({ id, label, stages }) => ({ id, label, stages }));
    return [name, { ...spec, properties, pipelines }];
  });
  return {
    objects: new Map(objects),
    associations: row.associations ?? [],
    owners: new Set(row.owners ?? []),
  };
}

/** Writes what a CRM is made of. What is there already stays as people left it: a newer version only adds. */
export async function addSchema(db: Queryable, ref: CrmRef, schema: CrmSchema): Promise<void> {
  const key = [ref.workspaceId, ref.connectionId];
  await db.query(
    `insert into crm_objects (workspace_id, connection_id, id, name, spec, position)
     select $1, $2, o ->> 'id', o ->> 'name', o, n from jsonb_array_elements($3::jsonb) with ordinality as t (o, n)
     on conflict do nothing`,
    [...key, JSON.stringify(schema.objects)],
  );
  await db.query(
    `insert into association_types (workspace_id, connection_id, from_object, to_object, category, type_id, label, inverse, single)
     select $1, $2, "from", "to", category, "typeId", label, inverse, coalesce(single, false)
     from jsonb_to_recordset($3::jsonb) as t ("from" text, "to" text, category text, "typeId" int, label text, inverse int, single boolean)
     on conflict do nothing`,
    [...key, JSON.stringify(schema.associations)],
  );
  const properties = Object.entries(schema.properties).flatMap(([object, all]) =>
    all.map((one) => ({ ...one, object })),
  );
  await insertProperties(db, ref, properties, 'keep');
  const pipelines = Object.entries(schema.pipelines).flatMap(([object, all]) =>
    all.map((one) => ({ ...one, object })),
  );
  await db.query(
    `with given as (select p, n from jsonb_array_elements($3::jsonb) with ordinality as t (p, n)),
     added as (
       insert into pipelines (workspace_id, connection_id, object, id, label, position)
       select $1, $2, p ->> 'object', p ->> 'id', p ->> 'label', n from given
       on conflict do nothing returning object, id)
     insert into stages (workspace_id, connection_id, object, pipeline_id, id, label, metadata, position)
     select $1, $2, a.object, a.id, s ->> 'id', s ->> 'label', s -> 'metadata', o from added a
     join given on p ->> 'object' = a.object and p ->> 'id' = a.id
     cross join lateral jsonb_array_elements(p -> 'stages') with ordinality as t (s, o)
     on conflict do nothing`,
    [...key, JSON.stringify(pipelines)],
  );
}

/** Writes properties of an object, over those of the same name. One statement. */
export async function putProperties(
  db: Queryable,
  ref: CrmRef,
  object: string,
  properties: Property[],
): Promise<number> {
  return insertProperties(
    db,
    ref,
    properties.map((one) => ({ ...one, object })),
    'replace',
  );
}

async function insertProperties(
  db: Queryable,
  ref: CrmRef,
  properties: (Property & { object: string })[],
  meeting: 'keep' | 'replace',
): Promise<number> {
  const columns = `label, description, type, field_type, group_name, options, references_to, format, required, is_unique,
    read_only, hidden, custom, slot, position`;
  const names = columns.split(',').map((name) => name.trim());
  const { rowCount } = await db.query(
    `insert into properties (workspace_id, connection_id, object, name, ${columns})
     select $1, $2, p ->> 'object', p ->> 'name', p ->> 'label', p ->> 'description', p ->> 'type', p ->> 'fieldType', p ->> 'group',
       p -> 'options', p ->> 'references', p ->> 'format', (p ->> 'required')::boolean, (p ->> 'unique')::boolean,
       (p ->> 'readOnly')::boolean, (p ->> 'hidden')::boolean, (p ->> 'custom')::boolean, (p ->> 'slot')::smallint, n + ${meeting === 'keep' ? 0 : 1000}
     from jsonb_array_elements($3::jsonb) with ordinality as t (p, n)
     on conflict (workspace_id, connection_id, object, name) do ${
       meeting === 'keep'
         ? 'nothing'
         : `update set ${names
             .filter((name) => name !== 'position')
             .map((name) => `${name} = excluded.${name}`)
             .join(', ')}, archived_at = null`
     }`,
    [ref.workspaceId, ref.connectionId, JSON.stringify(properties)],
  );
  return rowCount ?? 0;
}

/** Takes a property off an object; its values stay in records and their history. False when it is not there. */
export async function archiveProperty(
  db: Queryable,
  ref: CrmRef,
  object: string,
  name: string,
  at: Date,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `update properties set archived_at = $5
     where workspace_id = $1 and connection_id = $2 and object = $3 and name = $4 and archived_at is null`,
    [ref.workspaceId, ref.connectionId, object, name, at],
  );
  return rowCount === 1;
}

/** Writes a pipeline with its stages; what has the same id is given the new labels, stages left out go. */
export async function putPipeline(
  db: Queryable,
  ref: CrmRef,
  object: string,
  pipeline: Pipeline,
  position: number,
): Promise<void> {
  await db.query(
    `delete from stages where workspace_id = $1 and connection_id = $2 and object = $3 and pipeline_id = $4 and not id = any($5)`,
    [ref.workspaceId, ref.connectionId, object, pipeline.id, pipeline.stages.map(({ id }) => id)],
  );
  await addPipeline(db, ref, object, pipeline, position);
}

async function addPipeline(
  db: Queryable,
  ref: CrmRef,
  object: string,
  pipeline: Pipeline,
  position: number,
): Promise<void> {
  const key = [ref.workspaceId, ref.connectionId, object, pipeline.id];
  await db.query(
    `insert into pipelines (workspace_id, connection_id, object, id, label, position) values ($1, $2, $3, $4, $5, $6)
     on conflict (workspace_id, connection_id, object, id) do update set label = excluded.label`,
    [...key, pipeline.label, position],
  );
  await db.query(
    `insert into stages (workspace_id, connection_id, object, pipeline_id, id, label, metadata, position)
     select $1, $2, $3, $4, s ->> 'id', s ->> 'label', s -> 'metadata', n
     from jsonb_array_elements($5::jsonb) with ordinality as t (s, n)
     on conflict (workspace_id, connection_id, object, pipeline_id, id) do update set
       label = excluded.label, metadata = excluded.metadata, position = excluded.position`,
    [...key, JSON.stringify(pipeline.stages)],
  );
}

/** Forgets a pipeline with its stages. False when it is not there. */
export async function deletePipeline(
  db: Queryable,
  ref: CrmRef,
  object: string,
  id: string,
): Promise<boolean> {
  const { rowCount } = await db.query(
    'delete from pipelines where workspace_id = $1 and connection_id = $2 and object = $3 and id = $4',
    [ref.workspaceId, ref.connectionId, object, id],
  );
  return rowCount === 1;
}
