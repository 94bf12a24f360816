import { PasswordInput, TextInput } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';

/** Shortest password the hub takes, in characters. */
export const shortestPassword = 10;

/** Name, email and password of a new account. */
export interface Account {
  name: string;
  email: string;
  password: string;
}

/** What is wrong with each part of an account, in the reader's language; null when nothing is. */
export function accountRules(t: TFunction) {
  return {
    name: (value: string) => (value.trim() ? null : t('form/required')),
    email: (value: string) => (value.includes('@') ? null : t('signIn/emailMissing')),
    password: (value: string) =>
      value.length >= shortestPassword ? null : t('setUp/passwordShort', { count: shortestPassword }),
  };
}

/** The inputs of a new account. `inputProps` binds one by its name. */
export function AccountFields({ inputProps }: { inputProps: (name: keyof Account) => object }) {
  const { t } = useTranslation();
  return (
    <>
      <TextInput label={t('setUp/name')} autoComplete="name" {...inputProps('name')} />
      <TextInput label={t('signIn/email')} type="email" autoComplete="email" {...inputProps('email')} />
      <PasswordInput
        label={t('signIn/password')}
        description={t('setUp/passwordHelp', { count: shortestPassword })}
        autoComplete="new-password"
        {...inputProps('password')}
      />
    </>
  );
}
