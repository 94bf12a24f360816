/** The console's languages, each by its own name. The first is the fallback. */
export const languages = {
  en: 'English',
  sv: 'Svenska',
  nb: 'Norsk bokmål',
  'pt-BR': 'Português (Brasil)',
  de: 'Deutsch',
} as const;

/** A language the console speaks. */
export type Language = keyof typeof languages;

/**
 * The best language for a reader.
 * @param wanted what the reader chose or the browser prefers, best first (BCP 47 tags)
 */
export function pickLanguage(wanted: readonly string[]): Language {
  const known = Object.keys(languages) as Language[];
  for (const tag of wanted) {
    const base = tag.toLowerCase().split('-')[0];
    // Norwegian comes as `no` and `nn` as well; Portuguese of Portugal reads Brazilian better than English.
    const near = base === 'no' || base === 'nn' ? 'nb' : base;
    const found =
      known.find((each) => each.toLowerCase() === tag.toLowerCase()) ??
      known.find((each) => each.split('-')[0] === near);
    if (found) return found;
  }
  return 'en';
}

/** `en` for a reader in Britain is `en-GB`: the first of their tags of the same language, else the language itself. */
export function formatLocale(language: string, wanted: readonly string[]): string {
  const base = (tag: string) => tag.toLowerCase().split('-')[0];
  return wanted.find((tag) => base(tag) === base(language)) ?? language;
}
