import { Button, Group, Paper, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { BulkButton } from '../bulk/bulk-button.tsx';

/** What can be done with the chosen runs at once. */
export function BulkBar({ ids, onDone }: { ids: string[]; onDone: () => void }) {
  const { t } = useTranslation();
  const about = { wanted: { ids }, onBegun: onDone };
  return (
    <Paper p="xs" mb="xs" shadow="md" pos="sticky" top={64} style={{ zIndex: 20 }}>
      <Group gap="xs">
        <Text size="sm" fw={500} px={4}>
          {t('bulk/selected', { count: ids.length })}
        </Text>
        <BulkButton {...about} action="retry" label={t('bulk/retry')} />
        <BulkButton {...about} action="cancel" label={t('bulk/cancel')} variant="default" />
        <BulkButton {...about} action="repeat" label={t('bulk/repeat')} variant="default" />
        <Button size="xs" variant="subtle" onClick={onDone}>
          {t('bulk/clear')}
        </Button>
      </Group>
    </Paper>
  );
}
