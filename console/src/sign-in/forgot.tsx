import { Anchor, Button, Stack, Text, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDocumentTitle } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { apiAt } from '../api/client.ts';
import { Go } from '../parts/go.tsx';
import { ProblemNote } from '../parts/states.tsx';
import { Cover } from './cover.tsx';

/** Asks for a link to a new password. What it says does not tell whether there is such an account. */
export function Forgot() {
  const { t, i18n } = useTranslation();
  useDocumentTitle(`${t('forgot/title')} · Countersign`);
  const form = useForm({
    initialValues: { email: '' },
    validate: { email: (value) => (value.includes('@') ? null : t('signIn/emailMissing')) },
  });
  const ask = useMutation({
    mutationFn: ({ email }: typeof form.values) =>
      apiAt('/api').post<void>('/session/forgot', { email, language: i18n.language }),
  });
  return (
    <Cover>
      <Stack>
        <Title order={1}>{t('forgot/title')}</Title>
        {ask.isSuccess ? (
          <div role="status">
            <Text>{t('forgot/asked', { email: form.values.email.trim() })}</Text>
            <Text mt="sm">{t('forgot/otherwise')}</Text>
          </div>
        ) : (
          <form onSubmit={form.onSubmit((values) => ask.mutate(values))} noValidate>
            <Stack>
              <Text c="dimmed">{t('forgot/text')}</Text>
              {ask.error && <ProblemNote error={ask.error} />}
              <TextInput
                label={t('signIn/email')}
                type="email"
                autoComplete="username"
                {...form.getInputProps('email')}
              />
              <Button type="submit" loading={ask.isPending}>
                {t('forgot/submit')}
              </Button>
            </Stack>
          </form>
        )}
        <Anchor component={Go} href="/sign-in" size="sm" underline="always">
          {t('forgot/back')}
        </Anchor>
      </Stack>
    </Cover>
  );
}
