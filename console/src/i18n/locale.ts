import { useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { WorkspaceContext } from '../api/workspace.ts';
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

/** The zone that times are told in: the workspace's, so that colleagues speak of the same hour; else the reader's own. */
export function useTimeZone(): string | undefined {
  return useContext(WorkspaceContext)?.timeZone;
}
