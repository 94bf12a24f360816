import { Badge, Button, Group, List, Paper, SimpleGrid, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ConnectorInfo } from '../../../src/api/contract.ts';
import { listOf } from '../i18n/format.ts';
import { useLocale } from '../i18n/locale.ts';
import { wordsOf } from '../i18n/words.ts';
import { Go } from '../parts/go.tsx';
import { Monogram } from '../parts/monogram.tsx';
import { usePaths } from '../parts/paths.ts';

/** Tools an account of which can be connected; the others need none. */
export function connectable(connectors: ConnectorInfo[]): ConnectorInfo[] {
  return connectors.filter((each) => each.auth.some((method) => method.kind !== 'none'));
}

/** The tools that can be connected, each with what it can do and what one needs before one starts. */
export function Directory({ connectors }: { connectors: ConnectorInfo[] }) {
  return (
    <SimpleGrid
      cols={{ base: 1, md: 2 }}
      spacing="md"
      component="ul"
      p={0}
      m={0}
      style={{ listStyle: 'none' }}
    >
      {connectors.map((info) => (
        <li key={info.key}>
          <Tool info={info} />
        </li>
      ))}
    </SimpleGrid>
  );
}

function Tool({ info }: { info: ConnectorInfo }) {
  const { t, i18n } = useTranslation();
  const locale = useLocale();
  const paths = usePaths();
  const words = wordsOf(i18n, info.key);
  const starts = info.triggers.length > 0 && t('directory/starts', { count: info.triggers.length });
  const does = info.actions.length > 0 && t('directory/does', { count: info.actions.length });
  return (
    <Paper p="md" h="100%">
      <Stack gap="xs" h="100%">
        <Group gap="sm" wrap="nowrap">
          <Monogram connector={info.key} size={32} />
          <div>
            <Text fw={600}>{info.name}</Text>
            <Text size="sm" c="dimmed">
              {[starts, does].filter(Boolean).join(' · ')}
            </Text>
          </div>
        </Group>
        <Text size="sm" fw={500}>
          {t('directory/needs')}
        </Text>
        <List size="sm" spacing={4}>
          {info.auth.map((method) => {
            const fields = method.fields.map((field) => words.label(['auth', method.key], field.key));
            const about = words.describe(['auth', method.key]);
            return (
              <List.Item key={method.key}>
                {fields.length > 0 ? listOf(fields, locale) : words.auth(method.key)}
                {about && (
                  <Text size="sm" c="dimmed">
                    {about}
                  </Text>
                )}
              </List.Item>
            );
          })}
        </List>
        <Group gap="xs">
          {info.webhooks && <Badge color="gray">{t('directory/webhooks')}</Badge>}
          {info.readsChanges && <Badge color="gray">{t('directory/readsChanges')}</Badge>}
        </Group>
        <Group mt="auto">
          <Button
            component={Go}
            href={paths.newConnection({ connector: info.key })}
            variant="light"
            size="xs"
          >
            {t('connection/addTo', { app: info.name })}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}
