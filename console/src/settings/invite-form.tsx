import { Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { InvitationLink, Role } from '../../../src/api/contract.ts';
import { useChange } from '../api/mutations.ts';
import { showFaults } from '../api/own.ts';
import { useWorkspace } from '../api/workspace.ts';
import { ProblemNote } from '../parts/states.tsx';
import { assignableRoles } from './roles.ts';

/** Email and role of somebody to invite. */
export function InviteForm({ onMade }: { onMade: (made: InvitationLink) => void }) {
  const { t } = useTranslation();
  const { role: own } = useWorkspace();
  const initialRole: Role = 'viewer';
  const form = useForm({
    initialValues: { email: '', role: initialRole },
    validate: { email: (value) => (value.includes('@') ? null : t('signIn/emailMissing')) },
  });
  const invite = useChange<typeof form.values, InvitationLink>(
    (api, values) => api.post('/invitations', { ...values, email: values.email.trim() }),
    { quiet: true, then: onMade },
  );
  const submit = (values: typeof form.values) =>
    invite.mutate(values, { onError: (error) => void showFaults(error, form, ['email'], t) });
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack>
        {invite.error && <ProblemNote error={invite.error} />}
        <TextInput
          label={t('signIn/email')}
          type="email"
          autoComplete="off"
          maxLength={320}
          data-autofocus
          {...form.getInputProps('email')}
        />
        <Select
          label={t('keys/role')}
          description={t(`members/may/${form.values.role}`)}
          data={assignableRoles(own).map((value) => ({ value, label: t(`role/${value}`) }))}
          allowDeselect={false}
          {...form.getInputProps('role')}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={invite.isPending}>
            {t('invitations/make')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
