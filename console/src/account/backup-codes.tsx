import { Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Copyable } from '../parts/copy.tsx';

/** Backup codes, this once. */
export function BackupCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const { t } = useTranslation();
  return (
    <Stack>
      <Text>{t('twoFactor/keepCodes')}</Text>
      <Copyable value={codes.join('\n')} label={t('twoFactor/copyCodes')} />
      <Group justify="flex-end">
        <Button onClick={onDone}>{t('twoFactor/kept')}</Button>
      </Group>
    </Stack>
  );
}
