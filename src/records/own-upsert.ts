import type { Pool } from 'pg';
import type { Writer } from '../domain/records/record.ts';
import { AppError } from '../std/errors.ts';
import type { Crm, ObjectSchema } from './crm.ts';
import type { Driver } from './driver.ts';
import type { Outcome, UpsertInput } from './outcome.ts';
import { requireUnique } from './resolve.ts';
import { holderIn, holdersOf, uniqueText } from './unique-store.ts';

interface Place extends UpsertInput {
  place: number;
}

/**
 * Updates records known by a unique value and makes the others. A value that several inputs name is made once, then
 * updated; one that somebody else makes meanwhile is updated.
 */
export async function upsert(
  pool: Pool,
  driver: Pick<Driver, 'create' | 'update'>,
  { crm, object, by }: { crm: Crm; object: ObjectSchema; by: Writer },
  property: string,
  inputs: UpsertInput[],
): Promise<Outcome[]> {
  requireUnique(object, property);
  const outcomes: Outcome[] = [];
  let left = inputs.map((input, place): Place => ({ ...input, value: input.value.trim(), place }));
  for (const one of left.filter(({ value }) => value === '')) {
    outcomes[one.place] = {
      error: new AppError('invalid', `Give a value of ${property} to know the record by.`),
    };
  }
  left = left.filter(({ value }) => value !== '');
  while (left.length > 0) {
    const seen = new Set<string>();
    const now = left.filter(({ value }) => {
      const text = uniqueText(value);
      return !seen.has(text) && seen.add(text);
    });
    left = left.filter((one) => !now.includes(one));
    const settle = (places: Place[], found: Outcome[]) =>
      places.forEach((one, index) => (outcomes[one.place] = found[index]!));
    const holders = await holdersOf(
      pool,
      crm,
      object.name,
      now.map(({ value }) => ({ property, value })),
    );
    const known = (one: Place) => holderIn(holders, property, one.value) !== null;
    const update = async (places: Place[]) =>
      places.length > 0 &&
      settle(places, await driver.update(crm, object, places.map(updateOf(property)), by));
    await update(now.filter(known));
    const fresh = now.filter((one) => !known(one));
    if (fresh.length > 0) {
      const values = fresh.map((one) => ({ values: { ...one.values, [property]: one.value } }));
      settle(fresh, await driver.create(crm, object, values, by));
      await update(fresh.filter((one) => wasTaken(outcomes[one.place]!, property)));
    }
  }
  return outcomes;
}

const updateOf = (property: string) => (one: Place) => ({
  ref: { property, value: one.value },
  values: one.values,
});

function wasTaken(outcome: Outcome, property: string): boolean {
  if (!('error' in outcome)) return false;
  return outcome.error.code === 'conflict' && outcome.error.params['property'] === property;
}
