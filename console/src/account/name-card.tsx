import { Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Account, AccountChange, Language } from '../../../src/api/contract.ts';
import { useOwnChange } from '../api/own.ts';
import { Card } from '../connections/card.tsx';
import { languages } from '../i18n/languages.ts';
import { Unsaved } from '../parts/unsaved.tsx';
import { LeaveGuard } from '../parts/leave-guard.tsx';
import { ProblemNote } from '../parts/states.tsx';
import { useUnsaved } from '../parts/use-unsaved.ts';

/** Name, and the language of mails. */
export function NameCard({ account }: { account: Account }) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const form = useForm({
    initialValues: { name: account.name, language: account.language ?? (i18n.language as Language) },
    validate: { name: (value) => (value.trim() ? null : t('form/required')) },
  });
  const save = useOwnChange<AccountChange, Account>((api, change) => api.patch('/account', change), {
    done: t('account/saved'),
    quiet: true,
    then: (saved) => {
      client.setQueryData(['account'], saved);
      form.resetDirty({ name: saved.name, language: saved.language ?? form.values.language });
    },
  });
  const dirty = form.isDirty();
  const blocker = useUnsaved(dirty);
  return (
    <Card title={t('account/who')}>
      <form
        onSubmit={form.onSubmit(({ name, language }) => save.mutate({ name: name.trim(), language }))}
        noValidate
      >
        <Stack gap="sm">
          {save.error && <ProblemNote error={save.error} />}
          <TextInput
            label={t('setUp/name')}
            autoComplete="name"
            maxLength={200}
            {...form.getInputProps('name')}
          />
          <TextInput
            label={t('signIn/email')}
            description={t('account/emailHelp')}
            value={account.email}
            readOnly
          />
          <NativeSelect
            label={t('account/language')}
            description={t('account/languageHelp')}
            data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
            {...form.getInputProps('language')}
          />
          <Group gap="xs">
            <Button type="submit" loading={save.isPending} disabled={!dirty}>
              {t('actions/save')}
            </Button>
            {dirty && <Unsaved onDiscard={() => form.reset()} />}
          </Group>
        </Stack>
      </form>
      <LeaveGuard blocker={blocker} text={t('account/leaveText')} />
    </Card>
  );
}
