import type { Queryable } from '../db/pool.ts';
import type { Id } from '../std/id.ts';
import { showId } from '../std/id.ts';
import { AppError } from '../std/errors.ts';
import type { CrmRef, ObjectSchema } from './crm.ts';
import type { RecordRef } from './outcome.ts';
import { idsOfExternal } from './record-store.ts';
import { holderIn, holdersOf } from './unique-store.ts';

/**
 * Our ids of records that are named in some way; null where there is no such record. A record that was merged is the one
 * it was merged into. At most three statements, however many names.
 * Throws AppError `invalid` for a property that is not unique.
 */
export async function resolveRefs(
  db: Queryable,
  ref: CrmRef,
  object: ObjectSchema,
  refs: RecordRef[],
): Promise<(Id | null)[]> {
  const external = refs.flatMap((one) => ('externalId' in one ? [one.externalId] : []));
  const unique = refs.flatMap((one) => ('property' in one ? [one] : []));
  for (const { property } of unique) requireUnique(object, property);
  const byExternal =
    external.length > 0 ? await idsOfExternal(db, ref, object.name, external) : new Map<string, Id>();
  const holders = unique.length > 0 ? await holdersOf(db, ref, object.name, unique) : new Map<string, Id>();
  const found = refs.map((one): Id | null => {
    if ('id' in one) return one.id;
    if ('externalId' in one) return byExternal.get(one.externalId) ?? null;
    return holderIn(holders, one.property, one.value.trim());
  });
  return followMerges(db, ref, found);
}

/** Throws AppError `invalid` when records cannot be known by a property. */
export function requireUnique(object: ObjectSchema, name: string): void {
  if (object.properties.get(name)?.unique === true) return;
  const unique = [...object.properties.values()].filter((one) => one.unique).map((one) => one.name);
  const advice = unique.length > 0 ? `use ${unique.join(' or ')}` : 'use its id';
  throw new AppError(
    'invalid',
    `Property "${name.slice(0, 100)}" of ${object.name} is not unique; ${advice}.`,
    {
      faults: [{ path: 'property', code: 'invalid_value', params: { message: 'is not unique' } }],
    },
  );
}

async function followMerges(db: Queryable, ref: CrmRef, ids: (Id | null)[]): Promise<(Id | null)[]> {
  const known = [...new Set(ids.filter((id) => id !== null))];
  if (known.length === 0) return ids;
  const { rows } = await db.query<{ id: Id; into: Id }>(
    `with recursive way as (
       select id as first, merged_into, 1 as steps from records
       where workspace_id = $1 and connection_id = $2 and id = any($3::uuid[]) and merged_into is not null
       union all
       select w.first, r.merged_into, w.steps + 1 from way w
       join records r on r.workspace_id = $1 and r.connection_id = $2 and r.id = w.merged_into
       where r.merged_into is not null and w.steps < 100)
     select distinct on (first) first as id, merged_into as into from way order by first, steps desc`,
    [ref.workspaceId, ref.connectionId, known],
  );
  const into = new Map(rows.map((row) => [row.id, row.into]));
  return ids.map((id) => (id === null ? null : (into.get(id) ?? id)));
}

/** A name as people read it. */
export function shownRef(ref: RecordRef): string {
  if ('id' in ref) return showId('record', ref.id);
  return 'externalId' in ref ? ref.externalId : `with ${ref.property} "${ref.value}"`;
}
