import { z } from 'zod';
import type { Field } from '#kit/field.ts';
import { at, isObject, type JsonObject } from '#std/json.ts';
import { fold } from '../document.ts';

/** Which documents a trigger hears of: a webhook covers the whole account. Every setting is optional. */
export const filterSettings = z.object({
  folder: z.string().default(''),
  name_contains: z.string().default(''),
  template: z.string().default(''),
  signer: z.string().default(''),
  metadata_key: z.string().default(''),
  metadata_value: z.string().default(''),
});

export const filterFields: Field[] = [
  { key: 'folder', type: 'select', options: { from: 'folders' } },
  { key: 'name_contains', type: 'text' },
  { key: 'template', type: 'select', options: { from: 'templates' } },
  { key: 'signer', type: 'text' },
  { key: 'metadata_key', type: 'text' },
  { key: 'metadata_value', type: 'text' },
];

/** Whether a document passes all settings that are filled in. Pure. */
export function matchesDocument(settings: JsonObject, data: JsonObject): boolean {
  return (
    isInFolder(setting(settings, 'folder'), at(data, 'document.path')) &&
    isNamed(setting(settings, 'name_contains'), at(data, 'document.filename')) &&
    isMadeFrom(setting(settings, 'template'), at(data, 'document.template')) &&
    isSignedBy(setting(settings, 'signer'), [at(data, 'document.signers'), at(data, 'signer')]) &&
    hasMetadata(
      setting(settings, 'metadata_key'),
      setting(settings, 'metadata_value'),
      at(data, 'document.metadata'),
    )
  );
}

function setting(settings: JsonObject, key: string): string {
  const value = settings[key];
  return typeof value === 'string' ? value.trim() : '';
}

/** "/Contratos" holds "/Contratos/2026/a.pdf" and not "/Contratos antigos/a.pdf". */
function isInFolder(folder: string, path: unknown): boolean {
  const wanted = fold(folder).replace(/^\/+|\/+$/g, '');
  if (wanted === '') return true;
  return typeof path === 'string' && fold(path).startsWith(`/${wanted}/`);
}

function isNamed(part: string, filename: unknown): boolean {
  return part === '' || (typeof filename === 'string' && fold(filename).includes(fold(part)));
}

function isMadeFrom(template: string, key: unknown): boolean {
  return template === '' || key === template;
}

/** Part of the name or the email of one of the document's signers; of the one the event is about, when no list came. */
function isSignedBy(part: string, people: unknown[]): boolean {
  if (part === '') return true;
  return people.flat().some((person) => {
    const { name, email } = isObject(person) ? person : {};
    return [name, email].some((text) => typeof text === 'string' && fold(text).includes(fold(part)));
  });
}

/** A key alone asks for any value. */
function hasMetadata(key: string, wanted: string, metadata: unknown): boolean {
  if (key === '') return true;
  const value = isObject(metadata) && Object.hasOwn(metadata, key) ? metadata[key] : undefined;
  if (value === undefined || value === null || typeof value === 'object') return false;
  return wanted === '' ? value !== '' : fold(String(value).trim()) === fold(wanted);
}
