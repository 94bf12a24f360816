import { Button, Group, PasswordInput, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { showFaults, useOwnChange } from '../api/own.ts';
import { Card } from '../connections/card.tsx';
import { LeaveGuard } from '../parts/leave-guard.tsx';
import { ProblemNote } from '../parts/states.tsx';
import { useUnsaved } from '../parts/use-unsaved.ts';
import { accountRules, shortestPassword } from '../sign-in/account-fields.tsx';

/** Another password, for whoever knows the old one. */
export function PasswordCard({ email }: { email: string }) {
  const { t } = useTranslation();
  const form = useForm({
    initialValues: { current: '', password: '' },
    validate: {
      current: (value) => (value ? null : t('signIn/passwordMissing')),
      password: accountRules(t).password,
    },
  });
  const change = useOwnChange<typeof form.values, void>(
    (api, values) => api.post('/account/password', values),
    {
      done: t('account/passwordChanged'),
      quiet: true,
      then: () => form.reset(),
    },
  );
  const blocker = useUnsaved(form.isDirty());
  const submit = (values: typeof form.values) =>
    change.mutate(values, {
      onError: (error) => {
        if (showFaults(error, form, ['current', 'password'], t)) change.reset();
      },
    });
  return (
    <Card title={t('signIn/password')} text={t('account/passwordText')}>
      <form onSubmit={form.onSubmit(submit)} noValidate>
        <Stack gap="sm">
          {change.error && <ProblemNote error={change.error} />}
          <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
          <PasswordInput
            label={t('account/current')}
            autoComplete="current-password"
            {...form.getInputProps('current')}
          />
          <PasswordInput
            label={t('account/newPassword')}
            description={t('setUp/passwordHelp', { count: shortestPassword })}
            autoComplete="new-password"
            {...form.getInputProps('password')}
          />
          <Group>
            <Button type="submit" variant="default" loading={change.isPending}>
              {t('account/changePassword')}
            </Button>
          </Group>
        </Stack>
      </form>
      <LeaveGuard blocker={blocker} text={t('account/leaveText')} />
    </Card>
  );
}
