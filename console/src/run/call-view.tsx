import { useState } from 'react';
import { Badge, Box, Group, Paper, Tabs, Text, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Call } from '../../../src/api/contract.ts';
import { duration } from '../i18n/format.ts';
import { CopyText } from '../parts/copy.tsx';
import { Icon } from '../parts/icons.tsx';
import { BodyView, HeaderTable } from './captured.tsx';
import { curlOf } from './curl.ts';
import { useLocale } from '../i18n/locale.ts';

/** One request to a vendor with its answer. Secrets are masked by the hub. */
export function CallView({ call, open: start }: { call: Call; open: boolean }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const [open, setOpen] = useState(start);
  const good = call.status !== null && call.status < 400;
  return (
    <Paper>
      <UnstyledButton w="100%" p="sm" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Group gap="xs" wrap="nowrap">
          <Icon name={open ? 'down' : 'right'} size={14} />
          <Badge color={good ? 'green' : 'red'} className="tabular">
            {call.status ?? t('call/noAnswer')}
          </Badge>
          <Text size="sm" ff="monospace" fw={600}>
            {call.method}
          </Text>
          <Text size="sm" ff="monospace" truncate style={{ flex: 1 }} title={pathOf(call.url)}>
            {pathOf(call.url)}
          </Text>
          <Text size="sm" c="dimmed" className="tabular" style={{ whiteSpace: 'nowrap' }}>
            {duration(call.ms, locale)}
          </Text>
        </Group>
      </UnstyledButton>
      {open && (
        <Box px="sm" pb="sm">
          <Group justify="space-between" gap="xs" mb="xs">
            <Text size="xs" ff="monospace" c="dimmed">
              {call.url}
            </Text>
            <CopyText value={curlOf(call)}>{t('call/copyCurl')}</CopyText>
          </Group>
          <Tabs defaultValue="response" keepMounted={false}>
            <Tabs.List>
              <Tabs.Tab value="request">{t('call/request')}</Tabs.Tab>
              <Tabs.Tab value="response">{t('call/response')}</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="request" pt="sm">
              <HeaderTable headers={call.requestHeaders} />
              {call.requestBody && (
                <BodyView
                  text={call.requestBody.text}
                  bytes={call.requestBody.bytes}
                  cut={call.requestBody.cut}
                />
              )}
            </Tabs.Panel>
            <Tabs.Panel value="response" pt="sm">
              {call.error && (
                <Text size="sm" c="var(--bad)">
                  {call.error}
                </Text>
              )}
              <HeaderTable headers={call.responseHeaders} />
              {call.responseBody && (
                <BodyView
                  text={call.responseBody.text}
                  bytes={call.responseBody.bytes}
                  cut={call.responseBody.cut}
                />
              )}
            </Tabs.Panel>
          </Tabs>
        </Box>
      )}
    </Paper>
  );
}

/** The address without its origin; as it is when it cannot be read. */
function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}
