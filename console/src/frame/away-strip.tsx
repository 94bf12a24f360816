import { Box, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useHubAway } from '../api/reach.ts';

/** Says that the hub does not answer, for as long as it does not. What is on screen stays there. */
export function AwayStrip() {
  const { t } = useTranslation();
  const away = useHubAway();
  return (
    <div role="status">
      {away && (
        <Box
          px="md"
          py={8}
          mb="md"
          bg="light-dark(var(--mantine-color-orange-1), var(--mantine-color-orange-9))"
          c="light-dark(var(--mantine-color-orange-9), var(--mantine-color-orange-0))"
          style={{ borderRadius: 6 }}
        >
          <Text size="sm" fw={500}>
            {t('frame/away')}
          </Text>
          <Text size="xs">{t('frame/awayText')}</Text>
        </Box>
      )}
    </div>
  );
}
