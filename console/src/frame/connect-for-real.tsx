import { Button, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { NewWorkspace, Session } from '../../../src/api/contract.ts';
import { apiAt } from '../api/client.ts';
import { isDemoAccount } from '../api/demo-account.ts';
import { useSession } from '../api/queries.ts';
import { ProblemNote } from '../parts/states.tsx';
import { AccountFields, accountRules } from '../sign-in/account-fields.tsx';
import { ownTimeZone, useEnter } from '../sign-in/enter.ts';

/** The way out of the demo: a workspace and an account of one's own. */
export function ConnectForReal() {
  const { t } = useTranslation();
  const [opened, { open, close }] = useDisclosure(false);
  const enter = useEnter({ newest: true });
  const user = useSession().data?.user;
  // Whoever has an account only needs a workspace.
  const needsAccount = !user || isDemoAccount(user.email);
  const form = useForm({
    initialValues: { workspace: '', name: '', email: '', password: '' },
    validate: {
      ...(needsAccount && accountRules(t)),
      workspace: (value) => (value.trim() ? null : t('form/required')),
    },
  });
  const create = useMutation({
    mutationFn: ({ workspace, ...account }: typeof form.values) =>
      apiAt('/api').post<Session>('/workspaces', {
        name: workspace,
        timeZone: ownTimeZone(),
        ...(needsAccount && { account }),
      } satisfies NewWorkspace),
    onSuccess: (session) => {
      close();
      enter(session);
    },
  });
  return (
    <>
      <Button size="compact-sm" variant="light" fullWidth onClick={open}>
        {t('demo/connectForReal')}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={t('demo/connectForReal')}
        closeButtonProps={{ 'aria-label': t('actions/close') }}
      >
        <form onSubmit={form.onSubmit((values) => create.mutate(values))} noValidate>
          <Stack>
            {needsAccount && <Text c="dimmed">{t('demo/realText')}</Text>}
            {create.error && <ProblemNote error={create.error} />}
            <TextInput
              label={t('setUp/workspace')}
              description={t('setUp/workspaceHelp')}
              {...form.getInputProps('workspace')}
            />
            {needsAccount && <AccountFields inputProps={form.getInputProps} />}
            <Button type="submit" loading={create.isPending}>
              {t('demo/createWorkspace')}
            </Button>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
