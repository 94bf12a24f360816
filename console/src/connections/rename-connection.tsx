import { useState } from 'react';
import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../src/api/contract.ts';
import { useChange } from '../api/mutations.ts';

/** Another name for an account, as people call it. */
export function RenameConnection({ connection }: { connection: Connection }) {
  const { t } = useTranslation();
  const [opened, { open, close }] = useDisclosure(false);
  const [name, setName] = useState(connection.name);
  const rename = useChange<string, Connection>(
    (api, next) => api.patch(`/connections/${connection.id}`, { name: next }),
    { then: close },
  );
  return (
    <>
      <Button variant="subtle" onClick={open}>
        {t('connection/rename')}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={t('connection/rename')}
        closeButtonProps={{ 'aria-label': t('actions/close') }}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            rename.mutate(name.trim());
          }}
        >
          <TextInput
            label={t('connection/name')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            data-autofocus
          />
          <Group justify="flex-end" mt="md">
            <Button type="submit" loading={rename.isPending} disabled={name.trim() === ''}>
              {t('actions/save')}
            </Button>
          </Group>
        </form>
      </Modal>
    </>
  );
}
