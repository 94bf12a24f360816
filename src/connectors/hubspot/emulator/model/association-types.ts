import type { Hub } from './hub.ts';
import { invalid } from './refusal.ts';
import type { AssociationKind, LabelRow } from './rows.ts';
import { standardType } from './types.ts';

interface Pair {
  /** The type of a link without a label. */
  plain: number;
  /** "Primary", between companies and others. */
  primary?: number;
}

// HubSpot docs "Associate records" (v4), read 2026-11: type ids by direction.
const pairs = new Map<string, Pair>();
const both = (from: string, to: string, there: Pair, back: Pair) => {
  pairs.set(`${from} ${to}`, there);
  pairs.set(`${to} ${from}`, back);
};
both('0-1', '0-2', { plain: 279, primary: 1 }, { plain: 280, primary: 2 });
both('0-1', '0-3', { plain: 4 }, { plain: 3 });
both('0-1', '0-5', { plain: 15 }, { plain: 16 });
both('0-2', '0-3', { plain: 342, primary: 6 }, { plain: 341, primary: 5 });
both('0-2', '0-5', { plain: 340, primary: 25 }, { plain: 339, primary: 26 });
both('0-3', '0-5', { plain: 27 }, { plain: 28 });
both('0-3', '0-8', { plain: 19 }, { plain: 20 });
for (const [type, plain] of [
  ['0-1', 449],
  ['0-2', 450],
  ['0-3', 451],
  ['0-5', 452],
] as const) {
  pairs.set(`${type} ${type}`, { plain });
}
const notes = { '0-1': 202, '0-2': 190, '0-3': 214, '0-5': 228 };
const tasks = { '0-1': 204, '0-2': 192, '0-3': 216, '0-5': 230 };
for (const [type, id] of Object.entries(notes)) both('0-46', type, { plain: id }, { plain: id - 1 });
for (const [type, id] of Object.entries(tasks)) both('0-27', type, { plain: id }, { plain: id - 1 });

const parentAndChild: AssociationKind[] = [
  { category: 'HUBSPOT_DEFINED', typeId: 13, label: 'Parent Company' },
  { category: 'HUBSPOT_DEFINED', typeId: 14, label: 'Child Company' },
];
/** The company types of which one side implies the other. */
const inverses = new Map([
  [13, 14],
  [14, 13],
]);

function pairOf(from: string, to: string): Pair | undefined {
  const known = pairs.get(`${from} ${to}`);
  if (known || !(from.startsWith('2-') || to.startsWith('2-'))) return known;
  // Custom objects get type ids of their own in each account; here they follow from the two ids.
  const number = (type: string) => Number(type.split('-')[1]);
  return { plain: 10_000 + number(from) * 200 + number(to) };
}

/** The kind of a link without a label. @throws HubError 400 when the two types cannot be linked */
export function plainKind(from: string, to: string): AssociationKind {
  const pair = pairOf(from, to);
  if (!pair) throw invalid(`No association type exists between ${from} and ${to}`);
  return { category: 'HUBSPOT_DEFINED', typeId: pair.plain, label: null };
}

/** The kind of a primary link, where there is one. */
export function primaryKind(from: string, to: string): AssociationKind | null {
  const typeId = pairOf(from, to)?.primary;
  return typeId === undefined ? null : { category: 'HUBSPOT_DEFINED', typeId, label: 'Primary' };
}

/** All kinds of links from one type to another in an account. */
export function kindsOf(hub: Hub, portal: number, from: string, to: string): AssociationKind[] {
  const pair = pairOf(from, to);
  const primary = primaryKind(from, to);
  return [
    ...(pair ? [plainKind(from, to)] : []),
    ...(primary ? [primary] : []),
    ...(from === '0-2' && to === '0-2' ? parentAndChild : []),
    ...labelsOf(hub, portal, from, to).map(kindOfLabel),
  ];
}

/** The account's own labels. */
export function labelsOf(hub: Hub, portal: number, from: string, to: string): LabelRow[] {
  return hub.by.labelsOf.all(`${portal}/${from}/${to}`);
}

function kindOfLabel(row: LabelRow): AssociationKind {
  return { category: 'USER_DEFINED', typeId: row.typeId, label: row.label };
}

/** The kind of a category and type id. @throws HubError 400 */
export function mustKind(
  hub: Hub,
  portal: number,
  pair: { from: string; to: string },
  wanted: { category: string; typeId: number },
): AssociationKind {
  const kind = kindsOf(hub, portal, pair.from, pair.to).find((one) => one.typeId === wanted.typeId);
  if (!kind || kind.category !== wanted.category) {
    const text = `${wanted.category}:${wanted.typeId}`;
    throw invalid(
      `One or more association types are not valid between ${pair.from} and ${pair.to}: ${text}`,
      {
        context: { type: [text], fromObjectType: [pair.from], toObjectType: [pair.to] },
      },
    );
  }
  return kind;
}

/** The same link seen from its other end. */
export function inverseKind(
  hub: Hub,
  portal: number,
  from: string,
  to: string,
  kind: AssociationKind,
): AssociationKind {
  if (kind.category === 'USER_DEFINED') {
    const label = labelsOf(hub, portal, from, to).find((row) => row.typeId === kind.typeId);
    const back = label && labelsOf(hub, portal, to, from).find((row) => row.typeId === label.inverseId);
    return back ? kindOfLabel(back) : plainKind(to, from);
  }
  const other = inverses.get(kind.typeId);
  if (other !== undefined) return parentAndChild.find((one) => one.typeId === other)!;
  if (kind.typeId === primaryKind(from, to)?.typeId) return primaryKind(to, from)!;
  return plainKind(to, from);
}

/** The name API v3 gives a kind: "contact_to_company", "contact_to_company_unlabeled". */
export function kindName(from: string, to: string, kind: AssociationKind): string {
  const word = (id: string) => standardType(id)?.singular ?? id;
  const name = `${word(from)}_to_${word(to)}`;
  if (kind.category === 'USER_DEFINED') return kind.label ?? name;
  if (kind.typeId === 13) return 'parent_to_child_company';
  if (kind.typeId === 14) return 'child_to_parent_company';
  return kind.label === null && primaryKind(from, to) ? `${name}_unlabeled` : name;
}
