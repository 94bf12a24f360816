import { z } from 'zod';
import type { Trigger } from '#kit/connector.ts';
import type { Field, OutputField } from '#kit/field.ts';
import { at, type JsonObject } from '#std/json.ts';

/** Objects that webhooks tell of. */
export const heardObjects = ['contact', 'company', 'deal', 'ticket'];

export const objectField: Field = { key: 'object', type: 'select', options: { values: heardObjects } };

const text = z.string().nullish();

/** Settings that are texts; a blank one lets everything through. */
export function textSettings(keys: string[]): Trigger['settings'] {
  return z.object(Object.fromEntries(keys.map((key) => [key, text]))) as unknown as Trigger['settings'];
}

/** Whether each setting that is filled in says what stands at its path. Pure. */
export function matching(paths: Record<string, string>): Trigger['matches'] {
  return (settings: JsonObject, data: JsonObject) =>
    Object.entries(paths).every(([key, path]) => {
      const wanted = settings[key];
      return wanted === undefined || wanted === null || wanted === '' || at(data, path) === wanted;
    });
}

/** What every trigger offers. */
export const recordOutput: OutputField[] = [
  { path: 'record.object', type: 'text', sample: 'contact' },
  { path: 'record.id', type: 'text', sample: '33451' },
  { path: 'account', type: 'text', sample: '4001001' },
  { path: 'event.type', type: 'text', sample: 'contact.creation' },
  { path: 'event.occurred_at', type: 'date', sample: '2026-11-20T10:00:00.000Z' },
  { path: 'event.source', type: 'text', sample: 'CRM_UI' },
];

/** What triggers about a property offer beside it. */
export const changeOutput: OutputField[] = [
  { path: 'change.property', type: 'text', sample: 'city' },
  { path: 'change.value', type: 'text', sample: 'Bergen' },
];
