import { useState } from 'react';
import { Button, Group, PasswordInput, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Connection, Endpoint } from '../../../src/api/contract.ts';
import { useChange } from '../api/mutations.ts';
import { useMayConnect } from '../api/workspace.ts';
import { ConfirmButton } from '../parts/confirm.tsx';
import { When } from '../parts/when.tsx';

/** The keys signatures are checked with. Several may be active, so that one can be exchanged without a gap. */
export function Secrets({ connection, endpoint }: { connection: Connection; endpoint: Endpoint }) {
  const { t } = useTranslation();
  const mayConnect = useMayConnect();
  const [secret, setSecret] = useState('');
  const add = useChange<string, Connection>(
    (api, value) => api.post(`/connections/${connection.id}/secrets`, { secret: value }),
    { then: () => setSecret('') },
  );
  const remove = useChange<string, Connection>((api, id) =>
    api.remove(`/connections/${connection.id}/secrets/${id}`),
  );
  if (!endpoint.signed) {
    return (
      <Text size="sm" c="dimmed">
        {t('secrets/unsigned')}
      </Text>
    );
  }
  return (
    <Stack gap="xs">
      <Text size="sm" fw={600}>
        {t('secrets/title')}
      </Text>
      {endpoint.secrets.length === 0 && (
        <Text size="sm" c="var(--warn)">
          {t('secrets/none')}
        </Text>
      )}
      {endpoint.secrets.map((each) => (
        <Group key={each.id} justify="space-between" gap="xs">
          <Text size="sm">
            {t('secrets/added')} <When at={each.createdAt} />
          </Text>
          {mayConnect && (
            <ConfirmButton
              size="compact-sm"
              variant="subtle"
              color="red"
              label={t('actions/remove')}
              question={t('secrets/removeTitle')}
              confirm={t('secrets/remove')}
              onConfirm={() => remove.mutate(each.id)}
            >
              <Text>{t('secrets/removeText')}</Text>
            </ConfirmButton>
          )}
        </Group>
      ))}
      {mayConnect && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            add.mutate(secret.trim());
          }}
        >
          <Group align="flex-end" gap="xs">
            <PasswordInput
              size="xs"
              style={{ flex: '1 1 200px' }}
              label={t('secrets/new')}
              value={secret}
              onChange={(event) => setSecret(event.currentTarget.value)}
              autoComplete="off"
            />
            <Button
              size="xs"
              variant="default"
              type="submit"
              disabled={secret.trim() === ''}
              loading={add.isPending}
            >
              {t('secrets/add')}
            </Button>
          </Group>
        </form>
      )}
    </Stack>
  );
}
