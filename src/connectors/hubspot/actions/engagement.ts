import type { ObjectType } from '#domain/records/object.ts';
import type { Values } from '#domain/records/value.ts';
import type { ActionContext } from '#kit/connector.ts';
import { VendorError } from '#kit/vendor-error.ts';
import { plainType } from '../objects/association-types.ts';
import { linksOf } from '../objects/links.ts';
import { readAll } from '../objects/read.ts';
import { typeNamed } from '../objects/types.ts';
import { createOne } from '../objects/write.ts';

/** How far HubSpot's clock and ours may be apart. */
const clockToleranceMs = 120_000;

/**
 * Puts a note or a task on a record, once for each step of a run. Neither has a key: what a call without an answer left
 * behind is found among those of the record, by its words and its time. Associations are read from the record itself and
 * not from the index, so it is seen at once.
 * @param told the property whose words tell it from others
 */
export async function engageOnce(
  context: ActionContext,
  kind: 'note' | 'task',
  on: { object: ObjectType; externalId: string },
  { values, told }: { values: Values; told: string },
): Promise<string> {
  const type = typeNamed(kind);
  const typeId = plainType(kind, on.object.name);
  if (typeId === null) {
    throw new VendorError('invalid', `A ${kind} cannot stand on a ${on.object.name}.`, { reach: 'not_sent' });
  }
  const ensured = await context.effects.ensure<string>({
    object: kind,
    match: context.idempotencyKey,
    async find({ since }) {
      if (since === null) return { kind: 'none' };
      const ids = (await linksOf(context, on, type)).map(({ externalId }) => externalId);
      const there = ids.length === 0 ? [] : await readAll(context, type, ids, { properties: [told] });
      const left = there.find(
        (one) =>
          one.createdAt >= since - clockToleranceMs && plain(one.values[told] ?? '') === plain(values[told]!),
      );
      return left ? { kind: 'one', id: left.externalId, value: left.externalId } : { kind: 'none' };
    },
    async create() {
      const { externalId: id } = await createOne(context, type, values, [{ toId: on.externalId, typeId }]);
      return { id, value: id };
    },
    // What somebody deleted is not made again.
    read: (id) => Promise.resolve(id),
  });
  return ensured.id;
}

/** HubSpot keeps HTML and may write it in its own way. */
function plain(html: string): string {
  return html
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(nbsp|#160);/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** A plain text as HubSpot's HTML. */
export function asHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/\r?\n/g, '<br>');
}
