import { Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDocumentTitle } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { apiAt } from '../api/client.ts';
import { asProblem } from '../api/problem.ts';
import { Go, useAddress } from '../parts/go.tsx';
import { ProblemNote } from '../parts/states.tsx';
import { accountRules, shortestPassword } from './account-fields.tsx';
import { LinkPage, useLink } from './link.tsx';

/** A new password, by a link that works once and for an hour. */
export function Reset() {
  const { t } = useTranslation();
  useDocumentTitle(`${t('reset/title')} · Countersign`);
  const [{ token = '' }] = useAddress();
  const link = useLink<{ email: string }>('reset', token);
  return (
    <LinkPage title={t('reset/title')} query={link} gone={t('reset/gone')}>
      {({ email }) => <ResetForm email={email} token={token} />}
    </LinkPage>
  );
}

function ResetForm({ email, token }: { email: string; token: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const form = useForm({ initialValues: { password: '' }, validate: { password: accountRules(t).password } });
  const reset = useMutation({
    mutationFn: ({ password }: typeof form.values) =>
      apiAt('/api').post<void>('/session/reset', { token, password }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['session'] }),
    onError: (error) => {
      if (asProblem(error).code === 'gone') void client.invalidateQueries({ queryKey: ['link'] });
    },
  });
  if (reset.isSuccess) {
    return (
      <>
        <Text role="status">{t('reset/done')}</Text>
        <Button component={Go} href="/sign-in">
          {t('signIn/title')}
        </Button>
      </>
    );
  }
  return (
    <form onSubmit={form.onSubmit((values) => reset.mutate(values))} noValidate>
      <Stack>
        <Text c="dimmed">{t('reset/text')}</Text>
        {reset.error && <ProblemNote error={reset.error} />}
        <TextInput label={t('signIn/email')} value={email} readOnly autoComplete="username" />
        <PasswordInput
          label={t('account/newPassword')}
          description={t('setUp/passwordHelp', { count: shortestPassword })}
          autoComplete="new-password"
          {...form.getInputProps('password')}
        />
        <Button type="submit" loading={reset.isPending}>
          {t('reset/submit')}
        </Button>
      </Stack>
    </form>
  );
}
