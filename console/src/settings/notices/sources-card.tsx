import { BareList } from '../../parts/bare-list.tsx';
import { useState } from 'react';
import { Button, Group, NumberInput, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { NoticeSource } from '../../../../src/api/contract.ts';
import { useChange } from '../../api/mutations.ts';
import { useNoticeSources } from '../../api/queries.ts';
import { useMay } from '../../api/workspace.ts';
import { Card } from '../../connections/card.tsx';
import { Loaded } from '../../parts/states.tsx';
import { When } from '../../parts/when.tsx';

/** How long each source may be silent before it counts as trouble. */
export function SourcesCard() {
  const { t } = useTranslation();
  const sources = useNoticeSources();
  return (
    <Card title={t('notices/silenceTitle')} text={t('notices/silenceText')}>
      <Loaded query={sources} rows={1}>
        {(data) =>
          data.length === 0 ? (
            <Text size="sm">{t('notices/noSources')}</Text>
          ) : (
            <BareList gap="sm">
              {data.map((source) => (
                <SourceRow key={source.connection.id} source={source} />
              ))}
            </BareList>
          )
        }
      </Loaded>
    </Card>
  );
}

function SourceRow({ source }: { source: NoticeSource }) {
  const { t } = useTranslation();
  const may = useMay();
  const { connection, limitHours, usualHours, lastEventAt } = source;
  const [hours, setHours] = useState<number | null>(limitHours);
  const save = useChange<void, void>((api) => api.put(`/notices/sources/${connection.id}`, { hours }), {
    done: t('notices/limitSaved'),
  });
  return (
    <Group component="li" justify="space-between" align="flex-end" gap="xs">
      <div style={{ minWidth: 0, flex: '1 1 220px' }}>
        <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
          {connection.name}
        </Text>
        <Text size="xs" c="dimmed">
          {usualHours === null
            ? t('notices/usualUnknown')
            : t('notices/usual', { count: Math.round(usualHours) })}
          {lastEventAt && (
            <>
              {' · '}
              {t('notices/lastEvent')} <When at={lastEventAt} />
            </>
          )}
        </Text>
      </div>
      <NumberInput
        label={t('notices/limit')}
        aria-label={`${connection.name}: ${t('notices/limit')}`}
        placeholder={t('notices/automatic')}
        value={hours ?? ''}
        min={1}
        max={8760}
        allowDecimal={false}
        disabled={!may('admin')}
        onChange={(value) => setHours(typeof value === 'number' ? value : null)}
        w={150}
      />
      {may('admin') && (
        <Button
          variant="default"
          disabled={hours === limitHours}
          loading={save.isPending}
          onClick={() => save.mutate()}
        >
          {t('actions/save')}
        </Button>
      )}
    </Group>
  );
}
