import { titleOf, type ObjectType } from '#domain/records/object.ts';
import type { Values } from '#domain/records/value.ts';
import type { ActionContext, ActionResult } from '#kit/connector.ts';
import type { VendorRecord } from '#kit/objects.ts';
import type { Ensured } from '#kit/effects.ts';
import type { JsonObject } from '#std/json.ts';
import { updateOne } from '../objects/write.ts';

type Outcome = 'created' | 'updated' | 'unchanged';

/** A record after an action: what is known of it, and what was done. */
export interface Settled {
  id: string;
  values: Record<string, string | null>;
  outcome: Outcome;
}

/**
 * Writes what differs on a record that was there before. HubSpot does not take a lifecycle stage back and says nothing: the
 * answer is read, and a note tells of it.
 * @param wanted an empty text clears
 */
export async function settle(
  context: ActionContext,
  object: ObjectType,
  { id, value, outcome }: Ensured<VendorRecord>,
  wanted: Values,
): Promise<Settled> {
  if (outcome === 'created') return { id, values: value.values, outcome: 'created' };
  const differing = Object.entries(wanted).filter(([name, text]) => (value.values[name] ?? '') !== text);
  if (differing.length === 0) return { id, values: value.values, outcome: 'unchanged' };
  const values = Object.fromEntries(differing);
  const answered = await updateOne(context, object, { externalId: id, values });
  for (const name of object.forwardOnly) {
    const stayed = answered.values[name];
    if (values[name] === undefined || (stayed ?? '') === values[name]) continue;
    context.note('stage_kept', { stage: stayed ?? null, wanted: values[name] });
  }
  return { id, values: { ...value.values, ...answered.values }, outcome: 'updated' };
}

/** What an action about one record gives: outputs under the object's name, what to find the run by, and what to link. */
export function resultOf(object: ObjectType, settled: Settled, more: JsonObject = {}): ActionResult {
  const { id, values, outcome } = settled;
  const given = Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== null),
  );
  const title = titleOf(object, given) || id;
  return {
    output: { [object.name]: { id, outcome, title, values: given }, ...more },
    terms: [...new Set([id, title])],
    touched: [{ object: object.name, id, title, outcome }],
  };
}

/** Values but for some. */
export function without(values: Values, names: string[]): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
}
