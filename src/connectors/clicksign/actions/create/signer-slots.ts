import { z } from 'zod';
import type { Field } from '#kit/field.ts';

/** A form cannot hold a list of people, so it offers this many places. */
export const slotCount = 4;

const slots = Array.from({ length: slotCount }, (_, index) => index + 1);
const parts = ['name', 'email', 'phone', 'documentation', 'auths', 'role', 'group'] as const;

/** Input keys of all places: `signer_1_name` … Each place is checked as a signer once it is filled in. */
export const signerSlots: Record<string, z.ZodType> = Object.fromEntries(
  slots.flatMap((slot) => parts.map((part) => [keyOf(slot, part), z.unknown().optional()])),
);

/** A place that is filled in, with what is in it as the input of one signer. */
export interface FilledSlot {
  slot: number;
  signer: Record<string, unknown>;
}

/** The filled places among those on show; what was typed into one and hidden again does not count. */
export function filledSlots(given: Record<string, unknown>, shown: number): FilledSlot[] {
  return slots
    .filter((slot) => slot <= shown)
    .map((slot) => ({
      slot,
      signer: Object.fromEntries(parts.map((part) => [part, given[keyOf(slot, part)]])),
    }))
    .filter(({ signer }) =>
      [signer.name, signer.email].some((value) => typeof value === 'string' && value.trim() !== ''),
    );
}

/** The input key of one part of a place. */
export function keyOf(slot: number, part: string): string {
  return `signer_${slot}_${part}`;
}

/** The fields of all places. The later ones show when more signers are asked for. */
export function slotFields(evidences: readonly string[], roles: readonly string[]): Field[] {
  const count: Field = {
    key: 'signer_count',
    type: 'select',
    default: '1',
    options: { values: slots.map(String) },
  };
  return [count, ...slots.flatMap((slot) => fieldsOf(slot, evidences, roles))];
}

function fieldsOf(slot: number, evidences: readonly string[], roles: readonly string[]): Field[] {
  const shown = { field: 'signer_count', in: slots.filter((count) => count >= slot).map(String) };
  const fields: Field[] = [
    { key: 'name', type: 'template', required: true },
    { key: 'email', type: 'template' },
    { key: 'phone', type: 'template' },
    { key: 'documentation', type: 'template' },
    { key: 'auths', type: 'multiselect', default: ['email'], options: { values: [...evidences] } },
    { key: 'role', type: 'select', default: 'sign', options: { values: [...roles] } },
    { key: 'group', type: 'number', default: 1 },
  ];
  return fields.map((field) => ({
    ...field,
    key: keyOf(slot, field.key),
    ...(slot > 1 && { showIf: shown }),
  }));
}
