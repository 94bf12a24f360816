import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { changeLanguage } from '../i18n/i18n.ts';
import { languages, type Language } from '../i18n/languages.ts';

/** Chooses the language, remembered for the next visit. */
export function LanguageSelect({ label }: { label?: string }) {
  const { t, i18n } = useTranslation();
  return (
    <NativeSelect
      {...(label ? { label } : { 'aria-label': t('userMenu/language') })}
      size="xs"
      value={i18n.language}
      onChange={(event) => void changeLanguage(event.currentTarget.value as Language)}
      data={Object.entries(languages).map(([value, name]) => ({ value, label: name }))}
    />
  );
}
