import type { AssociationType, ObjectType } from '#domain/records/object.ts';

/** From, to, type id there and back; then those of the primary kind ("Associate records" v4, HubSpot docs, read 2026-11). */
const pairs: [string, string, number, number, [number, number]?][] = [
  ['contact', 'company', 279, 280, [1, 2]],
  ['contact', 'deal', 4, 3],
  ['contact', 'ticket', 15, 16],
  ['company', 'deal', 342, 341, [6, 5]],
  ['company', 'ticket', 340, 339, [25, 26]],
  ['deal', 'ticket', 27, 28],
  ['deal', 'line_item', 19, 20],
  ['note', 'contact', 202, 201],
  ['note', 'company', 190, 189],
  ['note', 'deal', 214, 213],
  ['note', 'ticket', 228, 227],
  ['task', 'contact', 204, 203],
  ['task', 'company', 192, 191],
  ['task', 'deal', 216, 215],
  ['task', 'ticket', 230, 229],
  ['contact', 'contact', 449, 449],
  ['company', 'company', 450, 450],
  ['deal', 'deal', 451, 451],
  ['ticket', 'ticket', 452, 452],
];
/** Of a company to its child, and back. */
const [child, parent] = [13, 14];
const category = 'HUBSPOT_DEFINED';

/** A kind of association as the account's labels name it, in one direction. */
export type Label = Omit<AssociationType, 'inverse' | 'single'>;

/** The kinds every account has. */
export const associationTypes: AssociationType[] = withInverses(
  pairs.flatMap(([from, to, there, back, primary]) => [
    { from, to, typeId: there, category, label: null },
    ...(from === to ? [] : [{ from: to, to: from, typeId: back, category, label: null }]),
    ...(primary === undefined
      ? []
      : [
          { from, to, typeId: primary[0], category, label: 'Primary' },
          { from: to, to: from, typeId: primary[1], category, label: 'Primary' },
        ]),
  ]),
).concat(
  { from: 'company', to: 'company', typeId: child, category, label: 'Child', inverse: parent },
  { from: 'company', to: 'company', typeId: parent, category, label: 'Parent', inverse: child, single: true },
);

/**
 * The plain kind of association from one object to another, by which a record is created with it.
 * @returns null where no such kind is known
 */
export function plainType(from: string, to: string): number | null {
  return (
    associationTypes.find((one) => one.from === from && one.to === to && one.label === null)?.typeId ?? null
  );
}

/**
 * Objects that can be associated, in both directions: the known ones, and those the account's own objects name.
 * @param own pairs of object ids
 */
export function linkedPairs(objects: ObjectType[], own: [string, string][]): [ObjectType, ObjectType][] {
  const byKey = new Map(
    objects.flatMap((object) => [
      [object.name, object],
      [object.id, object],
    ]),
  );
  const known = pairs.flatMap(([from, to]) =>
    from === to
      ? [[from, to]]
      : [
          [from, to],
          [to, from],
        ],
  );
  return [...known, ...own].flatMap(([from, to]) => {
    const [one, other] = [byKey.get(from!), byKey.get(to!)];
    return one && other ? [[one, other] as [ObjectType, ObjectType]] : [];
  });
}

/**
 * Finds for each kind the one of the other direction, which HubSpot's labels do not name: by its table for its own kinds;
 * for an account's own, the same label, or else the neighbour by number, as the two are made together (not documented).
 */
export function withInverses(labels: Label[]): AssociationType[] {
  const known = knownInverses();
  return labels.map((one) => {
    const others = labels.filter(
      (other) => other.from === one.to && other.to === one.from && other.category === one.category,
    );
    const table = one.category === category ? known.get(one.typeId) : undefined;
    const same = others.find(
      ({ label, typeId }) => label === one.label && (one.from !== one.to || typeId === one.typeId),
    );
    const near = others.find(({ typeId }) => Math.abs(typeId - one.typeId) === 1);
    const inverse = table ?? same?.typeId ?? near?.typeId ?? one.typeId;
    const single = one.label === 'Primary' ? one.to === 'company' : one.typeId === parent;
    return { ...one, inverse, ...(one.category === category && single && { single }) };
  });
}

function knownInverses(): Map<number, number> {
  const known = new Map<number, number>([
    [child, parent],
    [parent, child],
  ]);
  for (const [, , there, back, primary] of pairs) {
    known.set(there, back).set(back, there);
    if (primary) known.set(primary[0], primary[1]).set(primary[1], primary[0]);
  }
  return known;
}
