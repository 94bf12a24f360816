import { useState } from 'react';
import { Anchor, Button, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Session } from '../../../src/api/contract.ts';
import { apiAt } from '../api/client.ts';
import { asProblem } from '../api/problem.ts';
import { Go } from '../parts/go.tsx';
import { ProblemNote } from '../parts/states.tsx';

interface SignInFormProps {
  /** The only email that makes sense here. */
  email?: string;
  /** Another button of the page is the one to press. */
  secondary?: boolean;
  onDone: (session: Session) => void;
}

/** Email and password, then a code where the account asks for one. */
export function SignInForm({ email, secondary = false, onDone }: SignInFormProps) {
  const [codeNeeded, setCodeNeeded] = useState(false);
  if (codeNeeded) return <CodeForm onDone={onDone} onBack={() => setCodeNeeded(false)} />;
  return (
    <PasswordForm
      {...(email !== undefined && { email })}
      secondary={secondary}
      onDone={(session) => (session.codeNeeded ? setCodeNeeded(true) : onDone(session))}
    />
  );
}

function PasswordForm({ email, secondary = false, onDone }: SignInFormProps) {
  const { t } = useTranslation();
  const form = useForm({
    initialValues: { email: email ?? '', password: '' },
    validate: {
      email: (value) => (value.includes('@') ? null : t('signIn/emailMissing')),
      password: (value) => (value ? null : t('signIn/passwordMissing')),
    },
  });
  const signIn = useMutation({
    mutationFn: (values: typeof form.values) => apiAt('/api').post<Session>('/session/sign-in', values),
    onSuccess: onDone,
  });
  return (
    <form onSubmit={form.onSubmit((values) => signIn.mutate(values))} noValidate>
      <Stack>
        {signIn.error && <ProblemNote error={signIn.error} />}
        <TextInput
          label={t('signIn/email')}
          type="email"
          autoComplete="username"
          readOnly={email !== undefined}
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label={t('signIn/password')}
          autoComplete="current-password"
          {...form.getInputProps('password')}
        />
        <Button type="submit" loading={signIn.isPending} variant={secondary ? 'default' : 'filled'}>
          {t('signIn/submit')}
        </Button>
        <Anchor component={Go} href="/forgot" size="sm" underline="always">
          {t('signIn/forgot')}
        </Anchor>
      </Stack>
    </form>
  );
}

/** The second step: what the app shows, or a backup code. */
function CodeForm({ onDone, onBack }: { onDone: (session: Session) => void; onBack: () => void }) {
  const { t } = useTranslation();
  const [backup, setBackup] = useState(false);
  const form = useForm({
    initialValues: { code: '' },
    validate: { code: (value) => (value.trim() ? null : t('form/required')) },
  });
  const confirm = useMutation({
    mutationFn: ({ code }: typeof form.values) =>
      apiAt('/api').post<Session>('/session/code', { code, backup }),
    onSuccess: onDone,
    onError: () => form.setValues({ code: '' }),
  });
  const over = confirm.error !== null && asProblem(confirm.error).code === 'gone';
  return (
    <form onSubmit={form.onSubmit((values) => confirm.mutate(values))} noValidate>
      <Stack>
        {confirm.error && <ProblemNote error={confirm.error} />}
        {!over && (
          <>
            <Text size="sm">{t(backup ? 'code/backupText' : 'code/text')}</Text>
            <TextInput
              key={String(backup)}
              label={t(backup ? 'code/backup' : 'code/code')}
              autoComplete="one-time-code"
              inputMode={backup ? 'text' : 'numeric'}
              maxLength={20}
              data-autofocus
              autoFocus
              {...form.getInputProps('code')}
            />
            <Button type="submit" loading={confirm.isPending}>
              {t('signIn/submit')}
            </Button>
          </>
        )}
        <Group justify="space-between" gap="xs">
          <Button size="compact-sm" variant="subtle" onClick={onBack}>
            {t('code/back')}
          </Button>
          {!over && (
            <Button
              size="compact-sm"
              variant="subtle"
              onClick={() => {
                setBackup(!backup);
                confirm.reset();
                form.reset();
              }}
            >
              {t(backup ? 'code/useApp' : 'code/useBackup')}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}
