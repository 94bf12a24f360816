import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Beside the button that saves a form: that it has changes, and the way back. */
export function Unsaved({ onDiscard }: { onDiscard: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      <Button variant="default" onClick={onDiscard}>
        {t('settings/discard')}
      </Button>
      <Text size="sm" c="dimmed" role="status">
        {t('settings/unsaved')}
      </Text>
    </>
  );
}
