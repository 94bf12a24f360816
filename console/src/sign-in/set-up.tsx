import { Button, Stack, Text, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDocumentTitle } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Session, Setup } from '../../../src/api/contract.ts';
import { apiAt } from '../api/client.ts';
import { useAddress } from '../parts/go.tsx';
import { ProblemNote } from '../parts/states.tsx';
import { AccountFields, accountRules } from './account-fields.tsx';
import { Cover } from './cover.tsx';
import { ownTimeZone, useEnter } from './enter.ts';

/** The first account and its workspace, by the one-time link the hub printed. */
export function SetUp() {
  const { t } = useTranslation();
  useDocumentTitle(`${t('setUp/title')} · Countersign`);
  const [{ token = '' }] = useAddress();
  const form = useForm({
    initialValues: { name: '', email: '', password: '', workspace: '' },
    validate: { ...accountRules(t), workspace: (value) => (value.trim() ? null : t('form/required')) },
  });
  const setUp = useMutation({
    mutationFn: (values: typeof form.values) =>
      apiAt('/api').post<Session>('/session/setup', {
        token,
        ...values,
        timeZone: ownTimeZone(),
      } satisfies Setup),
    onSuccess: useEnter(),
  });
  if (!token) {
    return (
      <Cover>
        <Title order={1}>{t('setUp/title')}</Title>
        <Text mt="sm">{t('setUp/noToken')}</Text>
      </Cover>
    );
  }
  return (
    <Cover>
      <form onSubmit={form.onSubmit((values) => setUp.mutate(values))} noValidate>
        <Stack>
          <Title order={1}>{t('setUp/title')}</Title>
          <Text c="dimmed">{t('setUp/text')}</Text>
          {setUp.error && <ProblemNote error={setUp.error} />}
          <AccountFields inputProps={form.getInputProps} />
          <TextInput
            label={t('setUp/workspace')}
            description={t('setUp/workspaceHelp')}
            {...form.getInputProps('workspace')}
          />
          <Button type="submit" loading={setUp.isPending}>
            {t('setUp/submit')}
          </Button>
        </Stack>
      </form>
    </Cover>
  );
}
