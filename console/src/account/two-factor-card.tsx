import { useState } from 'react';
import { Badge, Button, Group, Modal } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../../src/api/contract.ts';
import { useOwnChange } from '../api/own.ts';
import { Card } from '../connections/card.tsx';
import { BackupCodes } from './backup-codes.tsx';
import { ProveForm } from './prove-form.tsx';
import { TwoFactorSetUp } from './two-factor-set-up.tsx';

type Doing = 'on' | 'off' | 'codes';

/** A code at sign-in beside the password: on, off, and its backup codes. */
export function TwoFactorCard({ account }: { account: Account }) {
  const { t } = useTranslation();
  const [doing, setDoing] = useState<Doing | null>(null);
  // Codes that are shown once must not go away by a click beside them.
  const [held, setHeld] = useState(false);
  const close = () => {
    setDoing(null);
    setHeld(false);
  };
  return (
    <Card title={t('twoFactor/title')} text={t('twoFactor/text')}>
      <Group gap="sm">
        <Badge variant="light" color={account.twoFactor ? 'green' : 'gray'}>
          {t(account.twoFactor ? 'twoFactor/isOn' : 'twoFactor/isOff')}
        </Badge>
        {account.twoFactor ? (
          <>
            <Button size="compact-sm" variant="default" onClick={() => setDoing('codes')}>
              {t('twoFactor/newCodes')}
            </Button>
            <Button size="compact-sm" variant="subtle" color="red" onClick={() => setDoing('off')}>
              {t('twoFactor/turnOff')}
            </Button>
          </>
        ) : (
          <Button size="compact-sm" variant="default" onClick={() => setDoing('on')}>
            {t('twoFactor/turnOn')}
          </Button>
        )}
      </Group>
      <Modal
        opened={doing !== null}
        onClose={close}
        title={t(
          doing === 'off'
            ? 'twoFactor/turnOff'
            : doing === 'codes'
              ? 'twoFactor/newCodes'
              : 'twoFactor/turnOn',
        )}
        closeOnClickOutside={!held}
        closeOnEscape={!held}
        withCloseButton={!held}
        closeButtonProps={{ 'aria-label': t('actions/close') }}
      >
        {doing === 'on' && <TwoFactorSetUp onHeld={() => setHeld(true)} onDone={close} />}
        {doing === 'off' && <TurnOff onDone={close} />}
        {doing === 'codes' && <NewCodes onHeld={() => setHeld(true)} onDone={close} />}
      </Modal>
    </Card>
  );
}

function TurnOff({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const turnOff = useOwnChange<string, Account>(
    (api, password) => api.post('/account/two-factor/off', { password }),
    {
      quiet: true,
      done: t('twoFactor/turnedOff'),
      then: (account) => {
        client.setQueryData(['account'], account);
        onDone();
      },
    },
  );
  return <ProveForm text={t('twoFactor/offText')} submit={t('twoFactor/turnOff')} danger change={turnOff} />;
}

function NewCodes({ onHeld, onDone }: { onHeld: () => void; onDone: () => void }) {
  const { t } = useTranslation();
  const renew = useOwnChange<string, { backupCodes: string[] }>(
    (api, password) => api.post('/account/two-factor/backup-codes', { password }),
    { quiet: true, then: onHeld },
  );
  if (renew.data) return <BackupCodes codes={renew.data.backupCodes} onDone={onDone} />;
  return <ProveForm text={t('twoFactor/codesText')} submit={t('twoFactor/newCodes')} change={renew} />;
}
