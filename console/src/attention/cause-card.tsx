import { BareList } from '../parts/bare-list.tsx';
import { Anchor, Box, Button, Group, Paper, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Cause, Reason } from '../../../src/api/contract.ts';
import { useMayEdit } from '../api/workspace.ts';
import { BulkButton } from '../bulk/bulk-button.tsx';
import { RunRow } from '../history/run-row.tsx';
import { reasonText } from '../i18n/reason-text.ts';
import { Go } from '../parts/go.tsx';
import { Monogram } from '../parts/monogram.tsx';
import { usePaths } from '../parts/paths.ts';
import { StatusMark } from '../parts/status.tsx';
import { When } from '../parts/when.tsx';

/** Runs that stopped for one reason in one workflow: why, the newest of them, and the one button that helps them all. */
export function CauseCard({ cause }: { cause: Cause }) {
  const { t, i18n } = useTranslation();
  const paths = usePaths();
  const first = cause.samples[0];
  const connector = first?.source?.connector ?? '';
  const reason: Reason = first?.reason ?? { code: cause.code };
  const more = cause.count - cause.samples.length;
  const list = paths.history({ status: cause.status, reason: cause.code, workflow: cause.workflow.id });
  return (
    <Paper
      component="section"
      aria-label={reasonText(i18n, reason, connector)}
      style={{ overflow: 'hidden' }}
    >
      <Group justify="space-between" gap="sm" p="sm" align="flex-start">
        <Group gap="sm" wrap="nowrap" align="flex-start" style={{ flex: '1 1 260px', minWidth: 0 }}>
          <Monogram connector={cause.connection?.connector ?? connector} />
          <Box style={{ minWidth: 0 }}>
            <Text fw={500}>{reasonText(i18n, reason, connector)}</Text>
            {reason.message && !asksWhich(cause) && (
              <Text size="xs" c="dimmed" ff="monospace" lineClamp={2} lang="en" title={reason.message}>
                {reason.message}
              </Text>
            )}
            <Group gap={8} c="dimmed" fz="sm">
              <StatusMark status={cause.status} bare />
              <Text size="sm">{t('attention/causeRuns', { count: cause.count })}</Text>
              <Anchor component={Go} href={paths.workflow(cause.workflow.id)} size="sm">
                {cause.workflow.name}
              </Anchor>
              <Text size="sm">
                {t('attention/since')} <When at={cause.since} as="clock" />
              </Text>
            </Group>
          </Box>
        </Group>
        <CauseButton cause={cause} />
      </Group>
      <BareList ruled>
        {cause.samples.map((run) => (
          <RunRow key={run.id} run={run} onSelect={null} brief />
        ))}
      </BareList>
      {more > 0 && (
        <Box p="sm" style={{ borderTop: '1px solid var(--line)' }}>
          <Anchor component={Go} href={list} size="sm">
            {t('attention/more', { count: more })}
          </Anchor>
        </Box>
      )}
    </Paper>
  );
}

/** The engine asks about records that may be meant: that is answered run by run. */
function asksWhich(cause: Cause): boolean {
  return cause.status === 'parked' && Array.isArray(cause.samples[0]?.reason?.params?.candidates);
}

function CauseButton({ cause }: { cause: Cause }) {
  const { t } = useTranslation();
  const paths = usePaths();
  const mayEdit = useMayEdit();
  const first = cause.samples[0];
  if (!mayEdit || !first) return null;
  if (asksWhich(cause) && !cause.code.startsWith('vendor_')) {
    return (
      <Button component={Go} href={paths.run(first.id)} size="xs">
        {t('attention/decide')}
      </Button>
    );
  }
  const filter = { status: cause.status, reason: cause.code, workflow: cause.workflow.id };
  return (
    <BulkButton action="retry" wanted={{ filter }} label={t('attention/retryAll', { count: cause.count })} />
  );
}
