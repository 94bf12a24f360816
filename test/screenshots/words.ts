import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Words that a reader of some language clicks on, asked for by key. */
export type Words = (key: string) => string;

/** The console's texts of a language by key; throws for a key it has not. */
export function wordsOf(language: string): Words {
  const file = join(import.meta.dirname, '../../console/locales', language, 'console.json');
  const texts: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return (key) => {
    const found = key.split('/').reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], texts);
    if (typeof found !== 'string') throw new Error(`${language} has no text ${key}`);
    return found;
  };
}
