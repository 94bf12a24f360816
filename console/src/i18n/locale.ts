import { useTranslation } from 'react-i18next';
import { formatLocale } from './languages.ts';

/** The locale for dates and numbers: the console's language as the reader's region writes it. */
export function useLocale(): string {
  const { i18n } = useTranslation();
  return formatLocale(i18n.language, navigator.languages.filter(isTag));
}

/** Under a C locale Chromium lists `en-US@posix`, which is no language tag and which `Intl` refuses. */
function isTag(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length > 0;
  } catch {
    return false;
  }
}
