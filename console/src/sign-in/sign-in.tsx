import { Button, Divider, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDocumentTitle } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Session } from '../../../src/api/contract.ts';
import { apiAt } from '../api/client.ts';
import { useSession } from '../api/queries.ts';
import { Loaded, ProblemNote } from '../parts/states.tsx';
import { Cover } from './cover.tsx';
import { useEnter } from './enter.ts';

/** Email and password, and the demo with one click where it is offered. */
export function SignIn() {
  const { t } = useTranslation();
  useDocumentTitle(`${t('signIn/title')} · Countersign`);
  const session = useSession();
  return (
    <Cover>
      <Loaded query={session} rows={3}>
        {({ demo, needsSetup }) => (
          <Stack>
            <Title order={1}>{demo ? t('signIn/demoTitle') : t('signIn/title')}</Title>
            {demo && <EnterDemo />}
            {demo && !needsSetup && <Divider label={t('signIn/or')} />}
            {needsSetup ? !demo && <Text>{t('signIn/needsSetup')}</Text> : <PasswordForm />}
          </Stack>
        )}
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

function PasswordForm() {
  const { t } = useTranslation();
  const enter = useEnter();
  const form = useForm({
    initialValues: { email: '', password: '' },
    validate: {
      email: (value) => (value.includes('@') ? null : t('signIn/emailMissing')),
      password: (value) => (value ? null : t('signIn/passwordMissing')),
    },
  });
  const signIn = useMutation({
    mutationFn: (values: typeof form.values) => apiAt('/api').post<Session>('/session/sign-in', values),
    onSuccess: enter,
  });
  return (
    <form onSubmit={form.onSubmit((values) => signIn.mutate(values))} noValidate>
      <Stack>
        {signIn.error && <ProblemNote error={signIn.error} />}
        <TextInput
          label={t('signIn/email')}
          type="email"
          autoComplete="username"
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label={t('signIn/password')}
          autoComplete="current-password"
          {...form.getInputProps('password')}
        />
        <Button type="submit" variant="default" loading={signIn.isPending}>
          {t('signIn/submit')}
        </Button>
      </Stack>
    </form>
  );
}
