import { Button, Group, Paper, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/mutations.ts';
import { ConfirmButton } from '../parts/confirm.tsx';

type Verb = 'retry' | 'cancel';

/** What can be done with the chosen runs at once. */
export function BulkBar({ ids, onDone }: { ids: string[]; onDone: () => void }) {
  const { t } = useTranslation();
  const change = useChange<Verb, { changed: number }>(
    (api, action) => api.post('/runs/bulk', { action, ids }),
    {
      done: (answer) => t('bulk/done', { count: answer.changed }),
      then: onDone,
    },
  );
  const count = ids.length;
  return (
    <Paper p="xs" mb="xs" shadow="md" pos="sticky" top={64} style={{ zIndex: 20 }}>
      <Group gap="xs">
        <Text size="sm" fw={500} px={4}>
          {t('bulk/selected', { count })}
        </Text>
        <Button size="xs" loading={change.isPending} onClick={() => change.mutate('retry')}>
          {t('bulk/retry')}
        </Button>
        <ConfirmButton
          size="xs"
          label={t('bulk/cancel')}
          question={t('bulk/cancelTitle', { count })}
          confirm={t('bulk/cancel')}
          onConfirm={() => change.mutate('cancel')}
        >
          <Text>{t('bulk/cancelText')}</Text>
        </ConfirmButton>
        <Button size="xs" variant="subtle" onClick={onDone}>
          {t('bulk/none')}
        </Button>
      </Group>
    </Paper>
  );
}
