import type { ReactNode } from 'react';
import { Center, Group, Paper, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { LanguageSelect } from '../frame/language-select.tsx';
import { Brand } from '../frame/brand.tsx';

/** The quiet page around sign-in and set-up. */
export function Cover({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Center component="main" mih="100dvh" p="md" bg="var(--soft)">
      <Stack w="100%" maw={420} gap="lg">
        <Group justify="center">
          <Brand />
        </Group>
        <Paper p={{ base: 'md', xs: 'xl' }} shadow="sm">
          {children}
        </Paper>
        <Stack gap="xs" align="center">
          <Text size="sm" c="dimmed">
            {t('signIn/promise')}
          </Text>
          <LanguageSelect />
        </Stack>
      </Stack>
    </Center>
  );
}
