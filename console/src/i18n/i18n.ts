import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { keyRules } from './key-rules.ts';
import { pickLanguage, type Language } from './languages.ts';

const remembered = 'countersign.language';

/** Texts by file, loaded per language. A new `locales/<language>/<namespace>.json` is found by itself. */
const files = import.meta.glob<Record<string, unknown>>('../../locales/*/*.json', { import: 'default' });

/** Starts i18next with the reader's language. */
export async function startI18n(): Promise<void> {
  const stored = localStorage.getItem(remembered);
  const language = pickLanguage([...(stored ? [stored] : []), ...navigator.languages]);
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    defaultNS: 'console',
    ns: ['console'],
    resources: {},
    interpolation: { escapeValue: false },
    returnEmptyString: false,
    ...keyRules,
  });
  // Every language is whole (`locales.test.ts`), so nobody waits for English to fall back on.
  await load(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

/** Changes the language now and for the next visit. */
export async function changeLanguage(language: Language): Promise<void> {
  await load(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  localStorage.setItem(remembered, language);
}

async function load(language: Language): Promise<void> {
  const wanted = Object.entries(files).filter(([file]) => file.includes(`/locales/${language}/`));
  await Promise.all(
    wanted.map(async ([file, read]) => {
      const namespace = file.slice(file.lastIndexOf('/') + 1, -'.json'.length);
      i18next.addResourceBundle(language, namespace, await read(), true, true);
    }),
  );
}
