import { Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Copyable } from '../parts/copy.tsx';

/** A link that is shown this once: closing it takes a button, so that a click beside it loses nothing. */
export function OnceLink({ link, text, onDone }: { link: string; text: string; onDone: () => void }) {
  const { t } = useTranslation();
  return (
    <Stack>
      <Text style={{ overflowWrap: 'anywhere' }}>{text}</Text>
      <Copyable value={link} label={t('link/copy')} />
      <Group justify="flex-end">
        <Button onClick={onDone}>{t('link/done')}</Button>
      </Group>
    </Stack>
  );
}
