import { useState } from 'react';
import { Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import type { ApiKey, NewApiKey } from '../../../src/api/contract.ts';
import { useChange } from '../api/mutations.ts';
import { Copyable } from '../parts/copy.tsx';
import { ProblemNote } from '../parts/states.tsx';

type KeyRole = ApiKey['role'];
const roles: KeyRole[] = ['viewer', 'editor', 'admin'];

/** Makes a key and shows it this once: closing it takes a button, so that a click beside it loses nothing. */
export function NewKey() {
  const { t } = useTranslation();
  const [opened, { open, close }] = useDisclosure(false);
  const [made, setMade] = useState<NewApiKey | null>(null);
  const end = () => {
    close();
    setMade(null);
  };
  return (
    <>
      <Group>
        <Button size="compact-sm" variant="default" onClick={open}>
          {t('keys/new')}
        </Button>
      </Group>
      <Modal
        opened={opened}
        onClose={end}
        title={made ? t('keys/madeTitle') : t('keys/new')}
        closeOnClickOutside={!made}
        closeOnEscape={!made}
        withCloseButton={!made}
        closeButtonProps={{ 'aria-label': t('actions/close') }}
      >
        {made ? <MadeKey made={made} onDone={end} /> : <KeyForm onMade={setMade} />}
      </Modal>
    </>
  );
}

function KeyForm({ onMade }: { onMade: (made: NewApiKey) => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [role, setRole] = useState<KeyRole>('viewer');
  const make = useChange<{ name: string; role: KeyRole }, NewApiKey>((api, key) => api.post('/keys', key), {
    quiet: true,
    then: onMade,
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate({ name: name.trim(), role });
      }}
    >
      <Stack>
        <TextInput
          label={t('keys/name')}
          description={t('keys/nameHelp')}
          value={name}
          maxLength={200}
          onChange={(event) => setName(event.currentTarget.value)}
          autoComplete="off"
          data-autofocus
        />
        <Select
          label={t('keys/role')}
          description={t(`keys/may/${role}`)}
          data={roles.map((value) => ({ value, label: t(`role/${value}`) }))}
          value={role}
          onChange={(value) => value && setRole(value)}
          allowDeselect={false}
        />
        {make.error && <ProblemNote error={make.error} />}
        <Group justify="flex-end">
          <Button type="submit" loading={make.isPending} disabled={name.trim() === ''}>
            {t('keys/make')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function MadeKey({ made, onDone }: { made: NewApiKey; onDone: () => void }) {
  const { t } = useTranslation();
  return (
    <Stack>
      <Text>{t('keys/madeText', { name: made.key.name })}</Text>
      <Copyable value={made.secret} label={t('keys/copy')} />
      <Text size="sm" c="dimmed">
        {t('keys/use')}
      </Text>
      <Group justify="flex-end">
        <Button onClick={onDone}>{t('keys/done')}</Button>
      </Group>
    </Stack>
  );
}
