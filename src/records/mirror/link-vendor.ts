import type { Queryable } from '../../db/pool.ts';
import type { Writer } from '../../domain/records/record.ts';
import type { VendorLinks } from '../../kit/objects.ts';
import { associate, dissociate } from '../associations.ts';
import type { AssociationInput } from '../associations.ts';
import { associationsFrom } from '../association-store.ts';
import type { Crm, ObjectSchema } from '../crm.ts';
import { idsOfExternal } from '../record-store.ts';

/**
 * Brings the associations of some records with one object to what the vendor answered. Records that are not in the
 * mirror yet are left out: their own import brings the association from the other side.
 */
export async function linkVendor(
  db: Queryable,
  crm: Crm,
  { from, to, asked }: { from: ObjectSchema; to: ObjectSchema; asked: string[] },
  links: VendorLinks[],
  by: Writer & { at: number },
): Promise<void> {
  const targets = [...new Set(links.flatMap((one) => one.to.map(({ externalId }) => externalId)))];
  const [fromIds, toIds] = [
    await idsOfExternal(db, crm, from.name, asked),
    await idsOfExternal(db, crm, to.name, targets),
  ];
  const wanted = links.flatMap((link): AssociationInput[] => {
    const own = fromIds.get(link.fromExternalId);
    return link.to.flatMap(({ externalId, types }) => {
      const other = toIds.get(externalId);
      return own && other ? [{ from: own, to: other, types }] : [];
    });
  });
  const stand = await associationsFrom(db, crm, [...fromIds.values()], to.name);
  const keyOf = (one: string, other: string, type: { category: string; typeId: number }) =>
    `${one} ${other} ${type.category} ${type.typeId}`;
  const keep = new Set(wanted.flatMap((one) => one.types.map((type) => keyOf(one.from, one.to, type))));
  const gone = stand.filter((row) => !keep.has(keyOf(row.from, row.to, row.type)));
  if (gone.length > 0) {
    const inputs = gone.map(({ from: one, to: other, type }) => ({ from: one, to: other, types: [type] }));
    await dissociate(db, crm, inputs, by);
  }
  if (wanted.length > 0) await associate(db, crm, wanted, by);
}
