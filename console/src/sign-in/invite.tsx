import { Alert, Button, Divider, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDocumentTitle } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Acceptance, Invited, Language, Session } from '../../../src/api/contract.ts';
import { apiAt } from '../api/client.ts';
import { isDemoAccount } from '../api/demo-account.ts';
import { asProblem } from '../api/problem.ts';
import { useSession } from '../api/queries.ts';
import { useAddress } from '../parts/go.tsx';
import { Loaded, ProblemNote } from '../parts/states.tsx';
import { accountRules, shortestPassword } from './account-fields.tsx';
import { useEnter } from './enter.ts';
import { LinkPage, useLink } from './link.tsx';
import { SignInForm } from './password-form.tsx';

/** An invitation's page: who invites to what, and the one step that is left for this reader. */
export function Invite() {
  const { t } = useTranslation();
  useDocumentTitle(`${t('invite/title')} · Countersign`);
  const [{ token = '' }] = useAddress();
  const link = useLink<Invited>('invitation', token);
  return (
    <LinkPage title={t('invite/title')} query={link} gone={t('invite/gone')}>
      {(invited) => (
        <>
          <Text style={{ overflowWrap: 'anywhere' }}>
            {t('invite/text', {
              inviter: invited.inviter,
              workspace: invited.workspace,
              role: t(`role/${invited.role}`),
            })}
          </Text>
          <Text size="sm" c="dimmed">
            {t(`members/may/${invited.role}`)}
          </Text>
          <Divider />
          <Answer invited={invited} token={token} />
        </>
      )}
    </LinkPage>
  );
}

/** What is left depends on who reads: the invited one, somebody new, or somebody else. */
function Answer({ invited, token }: { invited: Invited; token: string }) {
  const session = useSession();
  const client = useQueryClient();
  return (
    <Loaded query={session} rows={2}>
      {({ user }) => {
        // The demo's account is nobody in particular.
        const somebody = user !== null && !isDemoAccount(user.email);
        if (somebody && user.email === invited.email) return <Accept token={token} />;
        if (somebody) return <SomebodyElse invited={invited} signedIn={user.email} />;
        if (!invited.hasAccount) return <NewPerson invited={invited} token={token} />;
        return (
          <SignInForm
            email={invited.email}
            onDone={(signedIn) => client.setQueryData(['session'], signedIn)}
          />
        );
      }}
    </Loaded>
  );
}

function useAccept(token: string) {
  const client = useQueryClient();
  const enter = useEnter({ newest: true });
  return useMutation({
    mutationFn: (account: Acceptance['account'] | null) =>
      apiAt('/api').post<Session>('/session/invitation/accept', {
        token,
        ...(account && { account }),
      } satisfies Acceptance),
    onSuccess: enter,
    onError: (error) => {
      if (asProblem(error).code === 'gone') void client.invalidateQueries({ queryKey: ['link'] });
    },
  });
}

function Accept({ token }: { token: string }) {
  const { t } = useTranslation();
  const accept = useAccept(token);
  return (
    <>
      {accept.error && <ProblemNote error={accept.error} />}
      <Button loading={accept.isPending} onClick={() => accept.mutate(null)}>
        {t('invite/accept')}
      </Button>
    </>
  );
}

function SomebodyElse({ invited, signedIn }: { invited: Invited; signedIn: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const signOut = useMutation({
    mutationFn: () => apiAt('/api').post<Session>('/session/sign-out'),
    onSuccess: (session) => {
      client.setQueryData(['session'], session);
      client.removeQueries({
        predicate: ({ queryKey }) => !['session', 'link'].includes(String(queryKey[0])),
      });
    },
  });
  return (
    <>
      <Alert color="orange" title={t('invite/otherTitle')}>
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {t('invite/otherText', { email: invited.email, signedIn })}
        </Text>
      </Alert>
      {signOut.error && <ProblemNote error={signOut.error} />}
      <Button variant="default" loading={signOut.isPending} onClick={() => signOut.mutate()}>
        {t('userMenu/signOut')}
      </Button>
    </>
  );
}

function NewPerson({ invited, token }: { invited: Invited; token: string }) {
  const { t, i18n } = useTranslation();
  const accept = useAccept(token);
  const { name, password } = accountRules(t);
  const form = useForm({ initialValues: { name: '', password: '' }, validate: { name, password } });
  return (
    <form
      onSubmit={form.onSubmit((values) => accept.mutate({ ...values, language: i18n.language as Language }))}
      noValidate
    >
      <Stack>
        {accept.error && <ProblemNote error={accept.error} />}
        <TextInput label={t('signIn/email')} value={invited.email} readOnly autoComplete="username" />
        <TextInput
          label={t('setUp/name')}
          autoComplete="name"
          maxLength={200}
          {...form.getInputProps('name')}
        />
        <PasswordInput
          label={t('signIn/password')}
          description={t('setUp/passwordHelp', { count: shortestPassword })}
          autoComplete="new-password"
          {...form.getInputProps('password')}
        />
        <Button type="submit" loading={accept.isPending}>
          {t('invite/join')}
        </Button>
      </Stack>
    </form>
  );
}
