import { Group, List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../src/api/contract.ts';
import { useChange } from '../api/mutations.ts';
import { ConfirmButton } from '../parts/confirm.tsx';
import { useGo } from '../parts/go.tsx';
import { usePaths } from '../parts/paths.ts';

/** Removes an account after saying what stops with it. */
export function DeleteConnection({ connection }: { connection: Connection }) {
  const { t } = useTranslation();
  const go = useGo();
  const paths = usePaths();
  const remove = useChange<void, void>((api) => api.remove(`/connections/${connection.id}`), {
    done: t('connection/deleted', { name: connection.name }),
    then: () => go(paths.connections),
  });
  return (
    <Group>
      <ConfirmButton
        color="red"
        variant="subtle"
        label={t('connection/delete')}
        question={t('connection/deleteTitle', { name: connection.name })}
        confirm={t('connection/delete')}
        typeName={connection.name}
        onConfirm={() => remove.mutate()}
      >
        <Text>{t('connection/deleteText')}</Text>
        {connection.usedBy.length > 0 && (
          <>
            <Text>{t('connection/deleteStops', { count: connection.usedBy.length })}</Text>
            <List size="sm">
              {connection.usedBy.map((each) => (
                <List.Item key={each.id}>{each.name}</List.Item>
              ))}
            </List>
          </>
        )}
      </ConfirmButton>
    </Group>
  );
}
