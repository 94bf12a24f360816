import { Alert, Button, Group, Progress, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { MirrorObject, MirrorProgress } from '../../../src/api/contract-records.ts';
import type { Connection } from '../../../src/api/contract.ts';
import { useChange } from '../api/mutations.ts';
import { useMirror } from '../api/mirror.ts';
import { useMayConnect } from '../api/workspace.ts';
import { duration } from '../i18n/format.ts';
import { useLocale } from '../i18n/locale.ts';
import { BareList } from '../parts/bare-list.tsx';
import { useNow } from '../parts/now.ts';
import { When } from '../parts/when.tsx';
import { useCrmWords } from '../records/words.ts';
import { Card } from './card.tsx';

/** How far the mirror of a connected CRM is; nothing for other connections. */
export function MirrorCard({ connection }: { connection: Connection }) {
  const { t } = useTranslation();
  const mirror = useMirror(connection.id).data;
  if (!mirror || mirror.objects.length === 0) return null;
  const busy = mirror.objects.some(({ state }) => state !== 'live');
  return (
    <Card title={t('mirror/title')}>
      <Text size="sm" c="dimmed">
        {t(busy ? 'mirror/importing' : 'mirror/live')}
      </Text>
      {mirror.error && (
        <Alert color="orange" title={t('mirror/stuck')}>
          <Text size="xs" ff="monospace" lang="en" style={{ overflowWrap: 'anywhere' }}>
            {mirror.error}
          </Text>
        </Alert>
      )}
      <BareList gap="xs">
        {mirror.objects.map((one) => (
          <ObjectLine key={one.object} of={one} />
        ))}
      </BareList>
      {busy && <PauseButton connection={connection} mirror={mirror} />}
    </Card>
  );
}

function ObjectLine({ of }: { of: MirrorObject }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const words = useCrmWords();
  const name = words.object({ name: of.object, plural: of.object, label: null }, 'many');
  const number = new Intl.NumberFormat(locale);
  const share = of.total ? Math.min(100, (of.imported / of.total) * 100) : 0;
  return (
    <li>
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Text size="sm">{name}</Text>
        <Text size="sm" className="tabular" c="dimmed">
          {of.state === 'live' || of.total === null
            ? number.format(of.imported)
            : t('mirror/of', { done: number.format(of.imported), total: number.format(of.total) })}
        </Text>
      </Group>
      {of.state === 'live' ? (
        <Text size="xs" c="dimmed">
          {t('mirror/completeUpTo')} <When at={of.completeUntil} as="clock" />
          {of.foundLate > 0 && ` · ${t('home/foundLate', { count: of.foundLate })}`}
        </Text>
      ) : (
        <>
          <Progress value={share} size="sm" mt={4} aria-label={name} animated={of.state === 'importing'} />
          <TimeLeft of={of} />
        </>
      )}
    </li>
  );
}

/** By how fast it went until now. */
function TimeLeft({ of }: { of: MirrorObject }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const now = useNow();
  if (of.state === 'paused') return <Text size="xs">{t('mirror/paused')}</Text>;
  const passed = now - Date.parse(of.beganAt);
  if (!of.total || of.imported === 0 || passed <= 0) return null;
  const left = ((of.total - of.imported) / of.imported) * passed;
  return (
    <Text size="xs" c="dimmed">
      {t('mirror/left', { time: duration(left, locale) })}
    </Text>
  );
}

function PauseButton({ connection, mirror }: { connection: Connection; mirror: MirrorProgress }) {
  const { t } = useTranslation();
  const mayConnect = useMayConnect();
  const paused = mirror.objects.some(({ state }) => state === 'paused');
  const change = useChange<void, MirrorProgress>(
    (api) => api.patch(`/crms/${connection.id}/mirror`, { paused: !paused }),
    { done: t(paused ? 'mirror/goesOn' : 'mirror/rests') },
  );
  if (!mayConnect) return null;
  return (
    <Button
      size="compact-sm"
      variant="default"
      w="fit-content"
      loading={change.isPending}
      onClick={() => change.mutate()}
    >
      {t(paused ? 'mirror/resume' : 'mirror/pause')}
    </Button>
  );
}
