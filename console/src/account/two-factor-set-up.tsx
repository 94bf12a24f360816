import { useState } from 'react';
import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Account, TwoFactorSecret } from '../../../src/api/contract.ts';
import { showFaults, useOwnChange } from '../api/own.ts';
import { Copyable } from '../parts/copy.tsx';
import { ProblemNote } from '../parts/states.tsx';
import { BackupCodes } from './backup-codes.tsx';
import { ProveForm } from './prove-form.tsx';
import { QrCode } from './qr-code.tsx';

interface SetUpProps {
  /** Backup codes are on screen, which are shown this once. */
  onHeld: () => void;
  onDone: () => void;
}

/** Password, then the app's first code, then the backup codes. */
export function TwoFactorSetUp({ onHeld, onDone }: SetUpProps) {
  const { t } = useTranslation();
  const [confirmed, setConfirmed] = useState(false);
  const start = useOwnChange<string, TwoFactorSecret>(
    (api, password) => api.post('/account/two-factor', { password }),
    { quiet: true },
  );
  if (!start.data) {
    return <ProveForm text={t('twoFactor/onText')} submit={t('twoFactor/next')} change={start} />;
  }
  if (confirmed) return <BackupCodes codes={start.data.backupCodes} onDone={onDone} />;
  return (
    <Scan
      secret={start.data}
      onConfirmed={() => {
        setConfirmed(true);
        onHeld();
      }}
    />
  );
}

function Scan({ secret, onConfirmed }: { secret: TwoFactorSecret; onConfirmed: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const form = useForm({
    initialValues: { code: '' },
    validate: { code: (value) => (value.trim() ? null : t('form/required')) },
  });
  const confirm = useOwnChange<string, Account>(
    (api, code) => api.post('/account/two-factor/confirm', { code }),
    {
      quiet: true,
      done: t('twoFactor/turnedOn'),
      then: (account) => {
        client.setQueryData(['account'], account);
        onConfirmed();
      },
    },
  );
  const submit = ({ code }: typeof form.values) =>
    confirm.mutate(code, {
      onError: (error) => {
        if (showFaults(error, form, ['code'], t)) confirm.reset();
      },
    });
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack>
        <Text>{t('twoFactor/scan')}</Text>
        <QrCode text={secret.uri} label={t('twoFactor/qr')} />
        <Text size="sm">{t('twoFactor/type')}</Text>
        <Copyable value={secret.secret} label={t('twoFactor/copySecret')} />
        {confirm.error && <ProblemNote error={confirm.error} />}
        <TextInput
          label={t('code/code')}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={20}
          {...form.getInputProps('code')}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={confirm.isPending}>
            {t('twoFactor/turnOn')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
