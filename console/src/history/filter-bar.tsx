import { useEffect, useState } from 'react';
import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { useConnections, useWorkflows } from '../api/queries.ts';
import { reasonText } from '../i18n/reason-text.ts';
import { useAddress } from '../parts/go.tsx';
import { Icon } from '../parts/icons.tsx';
import { periods } from './periods.ts';

const statuses = ['running', 'pending', 'waiting', 'completed', 'failed', 'parked', 'canceled'] as const;
const outcomes = ['recognized', 'ignored', 'unrecognized'] as const;

/** Narrows a list; everything is kept in the address. */
export function FilterBar({ of }: { of: 'runs' | 'events' }) {
  const { t, i18n } = useTranslation();
  const [address, change] = useAddress();
  const workflows = useWorkflows().data ?? [];
  const connections = useConnections().data ?? [];
  const keys =
    of === 'runs'
      ? ['q', 'status', 'reason', 'workflow', 'connection', 'period']
      : ['outcome', 'connection', 'period'];
  const narrowed = keys.some((key) => address[key]);
  const select = (key: string, all: string, options: { value: string; label: string }[]) => (
    <NativeSelect
      size="xs"
      aria-label={t(`filterBar/${key}`)}
      data={[{ value: '', label: all }, ...options]}
      value={address[key] ?? ''}
      onChange={(event) => change({ [key]: event.currentTarget.value })}
      style={{ flex: '0 1 auto', maxWidth: 200 }}
    />
  );
  return (
    <Group gap="xs" mb="sm">
      {of === 'runs' && <SearchInput value={address.q ?? ''} onChange={(q) => change({ q })} />}
      {of === 'runs' &&
        select(
          'status',
          t('filterBar/allStatuses'),
          statuses.map((value) => ({ value, label: t(`status/${value}`) })),
        )}
      {of === 'events' &&
        select(
          'outcome',
          t('filterBar/allOutcomes'),
          outcomes.map((value) => ({ value, label: t(`outcome/${value}`) })),
        )}
      {of === 'runs' &&
        select(
          'workflow',
          t('filterBar/allWorkflows'),
          workflows.map(({ id, name }) => ({ value: id, label: name })),
        )}
      {select(
        'connection',
        t('filterBar/allConnections'),
        connections.map(({ id, name }) => ({ value: id, label: name })),
      )}
      {select(
        'period',
        t('filterBar/allTime'),
        Object.keys(periods).map((value) => ({ value, label: t(`filterBar/last/${value}`) })),
      )}
      {of === 'runs' && address.reason && (
        <Button
          size="xs"
          variant="light"
          rightSection={<Icon name="cross" size={12} />}
          aria-label={t('filterBar/clearReason', { reason: reasonText(i18n, { code: address.reason }, '') })}
          onClick={() => change({ reason: '' })}
        >
          {reasonText(i18n, { code: address.reason }, '')}
        </Button>
      )}
      {narrowed && (
        <Button
          size="xs"
          variant="subtle"
          onClick={() => change(Object.fromEntries(keys.map((key) => [key, ''])))}
        >
          {t('filterBar/clear')}
        </Button>
      )}
    </Group>
  );
}

/** Searches as one types, shortly after the last letter. */
function SearchInput({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  const [settled] = useDebouncedValue(text, 300);
  const [sent, setSent] = useState(value);
  // The address changed from elsewhere (the search box on top, the back button).
  if (value !== sent) {
    setSent(value);
    if (value !== settled) setText(value);
  }
  useEffect(() => {
    if (settled === text && settled !== value) onChange(settled);
  });
  return (
    <TextInput
      size="xs"
      type="search"
      style={{ flex: '1 1 220px' }}
      leftSection={<Icon name="search" size={14} />}
      placeholder={t('filterBar/search')}
      aria-label={t('filterBar/search')}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
    />
  );
}
