import { z } from 'zod';
import type { Field } from '#kit/field.ts';

/** A form cannot hold a list of people, so it offers this many places. */
export const slotCount = 4;

const slots = Array.from({ length: slotCount }, (_, index) => index + 1);
const parts = ['name', 'email', 'phone', 'documentation', 'auths', 'role', 'group'] as const;

/** Input keys of all places: `signer_1_name` … Each place is checked as a signer once it is filled in. */
export const signerSlots: Record<string, z.ZodType> = Object.fromEntries(
  slots.flatMap((slot) => parts.map((part) => [`signer_${slot}_${part}`, z.unknown().optional()])),
);

/** The places that are filled in, each as the input of one signer. */
export function slotSigners(given: Record<string, unknown>): Record<string, unknown>[] {
  return slots
    .map((slot) => Object.fromEntries(parts.map((part) => [part, given[`signer_${slot}_${part}`]])))
    .filter((signer) =>
      [signer.name, signer.email].some((value) => typeof value === 'string' && value.trim() !== ''),
    );
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
    key: `signer_${slot}_${field.key}`,
    ...(slot > 1 && { showIf: shown }),
  }));
}
