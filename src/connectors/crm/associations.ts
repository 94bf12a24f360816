import type { AssociationType } from '../../domain/records/object.ts';

/** From, to, type id there, type id back; for the primary ones the ids of those too (HubSpot docs "Associate records" v4, read 2026-11). */
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
];
/** Between two of one kind. */
const same: [string, number][] = [
  ['contact', 449],
  ['company', 450],
  ['deal', 451],
  ['ticket', 452],
];

const category = 'HUBSPOT_DEFINED';
const plain = { category, label: null };
const primary = { category, label: 'Primary' };

export const associations: AssociationType[] = [
  ...pairs.flatMap(([from, to, there, back, primaries]) => [
    { ...plain, from, to, typeId: there, inverse: back },
    { ...plain, from: to, to: from, typeId: back, inverse: there },
    ...(primaries === undefined ? [] : primariesOf(from, to, primaries)),
  ]),
  ...same.map(([name, typeId]) => ({ ...plain, from: name, to: name, typeId, inverse: typeId })),
  { category, label: 'Child', from: 'company', to: 'company', typeId: 13, inverse: 14 },
  { category, label: 'Parent', from: 'company', to: 'company', typeId: 14, inverse: 13, single: true },
];

/** A contact, deal or ticket has one primary company; a company may be that of many. */
function primariesOf(from: string, to: string, [there, back]: [number, number]): AssociationType[] {
  return [
    { ...primary, from, to, typeId: there, inverse: back, single: to === 'company' },
    { ...primary, from: to, to: from, typeId: back, inverse: there, single: from === 'company' },
  ];
}
