import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Texts of one file by their whole key (`run/sentence/failed`). */
export type Texts = Map<string, string>;

const suffixes = /_(zero|one|two|few|many|other)$/;

/** Reads `<folder>/<language>/<namespace>.json` flat. */
export function readTexts(folder: string, language: string, namespace: string): Texts {
  const content = readFileSync(path.join(folder, language, `${namespace}.json`), 'utf8');
  const texts: Texts = new Map();
  const walk = (value: unknown, key: string) => {
    if (typeof value === 'string') texts.set(key, value);
    else {
      for (const [name, item] of Object.entries(value as object)) walk(item, key ? `${key}/${name}` : name);
    }
  };
  walk(JSON.parse(content), '');
  return texts;
}

/** A key without its plural form. */
export function baseOf(key: string): string {
  return key.replace(suffixes, '');
}

/** Keys with plural forms: all whose `_other` exists. */
export function pluralKeys(texts: Texts): Set<string> {
  return new Set([...texts.keys()].filter((key) => key.endsWith('_other')).map(baseOf));
}

/** Every key the texts answer, plural forms folded into one. */
export function answered(texts: Texts): Set<string> {
  const plurals = pluralKeys(texts);
  return new Set([...texts.keys()].map((key) => (plurals.has(baseOf(key)) ? baseOf(key) : key)));
}

/** Names between braces. */
export function placeholders(text: string): string {
  return [...new Set([...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map((match) => match[1]))].sort().join(' ');
}

/** Sources below a folder, tests left out, as one text each. */
export function readSources(folder: string): { name: string; text: string }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.test.ts'))
    .map((entry) => ({
      name: entry.name,
      text: readFileSync(path.join(entry.parentPath, entry.name), 'utf8'),
    }));
}
