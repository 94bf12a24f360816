import { Button, Paper, SimpleGrid, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Home } from '../../../src/api/contract.ts';
import { useMayEdit } from '../api/workspace.ts';
import { Go } from '../parts/go.tsx';
import { Section } from '../parts/page.tsx';
import { usePaths } from '../parts/paths.ts';

/** Three things to try in a new workspace, each under three minutes. */
export function NextSteps({ home }: { home: Home }) {
  const { t } = useTranslation();
  const paths = usePaths();
  const mayEdit = useMayEdit();
  const emulator = home.emulators[0];
  if (!mayEdit) return null;
  const steps = [
    { key: 'connect', href: paths.newConnection(), external: false },
    { key: 'workflow', href: paths.newWorkflow(), external: false },
    emulator
      ? { key: 'emulator', href: emulator.url, external: true }
      : { key: 'history', href: paths.history(), external: false },
  ];
  return (
    <Section title={t('next/title')}>
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="md">
        {steps.map(({ key, href, external }) => (
          <Paper key={key} p="md">
            <Stack gap="xs" h="100%" justify="space-between" align="flex-start">
              <div>
                <Text fw={600}>{t(`next/${key}/title`)}</Text>
                <Text size="sm" c="dimmed">
                  {t(`next/${key}/text`)}
                </Text>
              </div>
              {external ? (
                <Button component="a" href={href} target="_blank" rel="noreferrer" variant="light" size="xs">
                  {t(`next/${key}/action`)}
                </Button>
              ) : (
                <Button component={Go} href={href} variant="light" size="xs">
                  {t(`next/${key}/action`)}
                </Button>
              )}
            </Stack>
          </Paper>
        ))}
      </SimpleGrid>
    </Section>
  );
}
