import { useState } from 'react';
import { Button, Group, Stack, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Call } from '../../../src/api/contract.ts';
import { CallView } from './call-view.tsx';

/** The requests of an attempt; the last one is open, and all open and close together. */
export function CallList({ calls }: { calls: Call[] }) {
  const { t } = useTranslation();
  const [round, setRound] = useState<{ n: number; open: boolean | null }>({ n: 0, open: null });
  const all = (open: boolean) => setRound({ n: round.n + 1, open });
  return (
    <Stack gap="xs">
      <Group justify="space-between" gap="xs">
        <Title order={3}>{t('run/calls', { count: calls.length })}</Title>
        {calls.length > 1 && (
          <Group gap={4}>
            <Button size="compact-xs" variant="subtle" color="gray" onClick={() => all(true)}>
              {t('run/callsOpen')}
            </Button>
            <Button size="compact-xs" variant="subtle" color="gray" onClick={() => all(false)}>
              {t('run/callsClose')}
            </Button>
          </Group>
        )}
      </Group>
      {calls.map((call, index) => (
        // A new key draws it afresh, open or closed as asked.
        <CallView key={`${round.n}/${index}`} call={call} open={round.open ?? index === calls.length - 1} />
      ))}
    </Stack>
  );
}
