import { useState } from 'react';
import { Button, Divider, Stack, Text, TextInput, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Session } from '../../../src/api/contract.ts';
import { apiAt } from '../api/client.ts';
import { useSession } from '../api/queries.ts';
import { Loaded, ProblemNote } from '../parts/states.tsx';
import { Cover } from './cover.tsx';
import { ownTimeZone, useEnter } from './enter.ts';
import { SignInForm } from './password-form.tsx';

/** Email and password, and the demo with one click where it is offered. */
export function SignIn() {
  const { t } = useTranslation();
  useDocumentTitle(`${t('signIn/title')} · Countersign`);
  const session = useSession();
  const enter = useEnter();
  return (
    <Cover>
      <Loaded query={session} rows={3}>
        {({ demo, needsSetup, user, workspaces }) =>
          user && workspaces.length === 0 ? (
            <Stack>
              <Title order={1}>{t('signIn/noWorkspaceTitle')}</Title>
              <NoWorkspace email={user.email} />
            </Stack>
          ) : (
            <Stack>
              <Title order={1}>{demo ? t('signIn/demoTitle') : t('signIn/title')}</Title>
              {demo && <EnterDemo />}
              {demo && !needsSetup && <Divider label={t('signIn/or')} />}
              {needsSetup ? (
                !demo && <Text>{t('signIn/needsSetup')}</Text>
              ) : (
                <SignInForm secondary={demo} onDone={enter} />
              )}
            </Stack>
          )
        }
      </Loaded>
    </Cover>
  );
}

function EnterDemo() {
  const { t } = useTranslation();
  const enter = useEnter();
  const demo = useMutation({
    mutationFn: () => apiAt('/api').post<Session>('/session/demo'),
    onSuccess: enter,
  });
  return (
    <>
      <Text c="dimmed">{t('signIn/demoText')}</Text>
      {demo.error && <ProblemNote error={demo.error} />}
      <Button size="md" loading={demo.isPending} onClick={() => demo.mutate()}>
        {t('signIn/enterDemo')}
      </Button>
    </>
  );
}

/** Signed in, and a member of nothing: removed, or left. */
function NoWorkspace({ email }: { email: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const enter = useEnter();
  const [name, setName] = useState('');
  const make = useMutation({
    mutationFn: () =>
      apiAt('/api').post<Session>('/workspaces', { name: name.trim(), timeZone: ownTimeZone() }),
    onSuccess: enter,
  });
  const signOut = useMutation({
    mutationFn: () => apiAt('/api').post<Session>('/session/sign-out'),
    onSuccess: (session) => client.setQueryData(['session'], session),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim()) make.mutate();
      }}
    >
      <Stack>
        <Text style={{ overflowWrap: 'anywhere' }}>{t('signIn/noWorkspace', { email })}</Text>
        {make.error && <ProblemNote error={make.error} />}
        <TextInput
          label={t('setUp/workspace')}
          value={name}
          maxLength={200}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" loading={make.isPending} disabled={name.trim() === ''}>
          {t('setUp/submit')}
        </Button>
        <Button variant="default" loading={signOut.isPending} onClick={() => signOut.mutate()}>
          {t('userMenu/signOut')}
        </Button>
      </Stack>
    </form>
  );
}
