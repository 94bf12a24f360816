import type { Queryable } from '../db/pool.ts';
import { normalise } from '../domain/records/value.ts';
import type { CrmRecord } from '../domain/records/record.ts';
import { AppError } from '../std/errors.ts';
import { showId } from '../std/id.ts';
import type { Id } from '../std/id.ts';
import type { CrmRef, ObjectSchema } from './crm.ts';
import type { UpdateInput } from './outcome.ts';
import type { LostClaim } from './unique-store.ts';

/** A property that somebody else changed since its writer looked. */
export interface Overtaken {
  property: string;
  saw: string | null;
  now: string | null;
}

/** What an update did not see. A value that is already the wanted one is no conflict. Pure. */
export function overtaken(object: ObjectSchema, current: CrmRecord, input: UpdateInput): Overtaken[] {
  return Object.entries(input.was ?? {}).flatMap(([name, saw]) => {
    const now = current.values[name] ?? null;
    const property = object.properties.get(name);
    const wanted = property && name in input.values ? normalise(property, input.values[name]!, now) : null;
    const same = wanted !== null && 'value' in wanted && wanted.value === now;
    return (saw ?? '') === (now ?? '') || same ? [] : [{ property: name, saw: saw || null, now }];
  });
}

/** The `conflict` of each such update: both values, who wrote the one of now and when. One statement. */
export async function overtakenErrors(
  db: Queryable,
  ref: CrmRef,
  found: { record: CrmRecord; places: Overtaken[] }[],
): Promise<AppError[]> {
  if (found.length === 0) return [];
  const places = found.flatMap(({ record, places: some }) => some.map((one) => ({ id: record.id, ...one })));
  const { rows } = await db.query<{
    id: Id;
    property: string;
    at: Date;
    source: string;
    detail: string | null;
  }>(
    `select w.id, w.property, v.at, v.source, v.detail from unnest($3::uuid[], $4::text[]) as w (id, property)
     cross join lateral (select at, source, detail from record_values v
       where v.workspace_id = $1 and v.connection_id = $2 and v.record_id = w.id and v.property = w.property
       order by seq desc limit 1) as v`,
    [ref.workspaceId, ref.connectionId, places.map((one) => one.id), places.map((one) => one.property)],
  );
  return found.map(({ record, places: some }) => {
    const faults = some.map((one) => {
      const last = rows.find((row) => row.id === record.id && row.property === one.property);
      const by = last && { at: last.at.toISOString(), source: last.source, detail: last.detail };
      return {
        path: `properties.${one.property}`,
        code: 'changed_meanwhile',
        params: { ...one, by: by ?? null },
      };
    });
    const [first] = some;
    const by = faults[0]?.params.by;
    return new AppError(
      'conflict',
      `Property "${first!.property}" was ${quoted(first!.saw)} when you looked and is ${quoted(first!.now)} now` +
        `${by ? ` (by ${by.source}${by.detail === null ? '' : ` ${by.detail}`} at ${by.at})` : ''}. Look again, then write. Nothing was written.`,
      { faults, params: { record: showId('record', record.id) } },
    );
  });
}

const quoted = (value: string | null) => (value === null ? 'empty' : `"${value.slice(0, 80)}"`);

/** The `conflict` of a value that another record has, by the id people know that record by. */
export function takenError(object: ObjectSchema, claim: LostClaim, externalId: string | undefined): AppError {
  const id = showId('record', claim.holder);
  const params = { property: claim.property, value: claim.value, id, externalId: externalId ?? null };
  const kind = object.name.charAt(0).toUpperCase() + object.name.slice(1);
  return new AppError(
    'conflict',
    `${kind} already exists with ${claim.property} "${claim.value.slice(0, 100)}". Existing ID: ${externalId ?? id}. Update that one, or use another value.`,
    { params, faults: [{ path: `properties.${claim.property}`, code: 'taken', params }] },
  );
}

/** A record that is not there. */
export function recordNotFound(object: string, shown: string): AppError {
  return new AppError('not_found', `The ${object} ${shown.slice(0, 100)} does not exist in this CRM.`);
}

/** A record that takes no changes while it is archived. */
export function archivedError(object: string, record: CrmRecord): AppError {
  const shown = showId('record', record.id);
  return record.mergedInto === null
    ? new AppError('conflict', `The ${object} ${shown} is archived. Restore it first.`, {
        params: { record: shown, archivedAt: record.archivedAt?.toISOString() ?? null },
      })
    : new AppError('conflict', `The ${object} ${shown} was merged into another one. Use that.`, {
        params: { record: shown, mergedInto: showId('record', record.mergedInto) },
      });
}
