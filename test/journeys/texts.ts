import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import i18next, { type TOptions } from 'i18next';
import { keyRules } from '../../console/src/i18n/key-rules.ts';
import { wordsOf, type Words } from '../../console/src/i18n/words.ts';

const locales = join(import.meta.dirname, '../../console/locales');

/** The console's texts as a reader of one language finds them, so that a journey survives another wording. */
export interface Texts {
  readonly language: string;
  /** The text of a key of `console.json`, `guide/continue`. Throws when there is none. */
  say(key: string, params?: TOptions): string;
  /** The words of one connector. */
  of(connector: string): Words;
}

/** Reads the texts of a language, `pt-BR`. */
export async function textsOf(language: string): Promise<Texts> {
  const folder = join(locales, language);
  const files = readdirSync(folder).map(
    (file) => [basename(file, '.json'), JSON.parse(readFileSync(join(folder, file), 'utf8'))] as const,
  );
  const i18n = i18next.createInstance();
  await i18n.init({
    lng: language,
    ns: files.map(([name]) => name),
    defaultNS: 'console',
    resources: { [language]: Object.fromEntries(files) },
    interpolation: { escapeValue: false },
    ...keyRules,
  });
  return {
    language,
    say: (key, params = {}) => {
      if (!i18n.exists(key, params)) throw new Error(`${language} has no text for ${key}`);
      return i18n.t(key, params);
    },
    of: (connector) => wordsOf(i18n, connector),
  };
}
