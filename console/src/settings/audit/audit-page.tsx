import { BareList } from '../../parts/bare-list.tsx';
import { useState } from 'react';
import { Button, Checkbox, Group, Select, Stack, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '../../../../src/api/contract.ts';
import { queryOf, type Params } from '../../api/client.ts';
import { pagesOf } from '../../api/queries.ts';
import { useApi, useWorkspace } from '../../api/workspace.ts';
import { Card } from '../../connections/card.tsx';
import { endOfDay, startOfDay } from '../../i18n/days.ts';
import { Empty, Loading, ProblemNote } from '../../parts/states.tsx';
import { AuditRow } from './audit-row.tsx';

const nouns = [
  'session',
  'account',
  'members',
  'invitations',
  'keys',
  'connections',
  'workflows',
  'runs',
  'home',
  'notices',
  'crms',
  'records',
  'workspace',
] as const;

interface Filter {
  who: string;
  noun: string;
  from: string;
  to: string;
  refused: boolean;
}

/** Who changed what and from where, with filters, and the same as a file. */
export function AuditPage() {
  const { t } = useTranslation();
  const api = useApi();
  const { id, timeZone } = useWorkspace();
  const [filter, setFilter] = useState<Filter>({ who: '', noun: '', from: '', to: '', refused: false });
  const [who] = useDebouncedValue(filter.who.trim(), 300);
  const params = paramsOf({ ...filter, who }, timeZone);
  const pages = useInfiniteQuery({
    ...pagesOf<AuditEntry>(api, id, 'audit', '/audit', params),
    staleTime: 0,
  });
  const entries = pages.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Card title={t('audit/title')} text={t('audit/text')}>
      <Filters filter={filter} onChange={(change) => setFilter({ ...filter, ...change })} />
      <Button
        component="a"
        href={`/api/w/${id}/audit.csv${queryOf(params)}`}
        download
        variant="default"
        size="xs"
        w="fit-content"
      >
        {t('audit/file')}
      </Button>
      {pages.error && <ProblemNote error={pages.error} retry={() => void pages.refetch()} />}
      {pages.isPending && <Loading rows={6} />}
      {pages.isSuccess && entries.length === 0 && (
        <Empty title={t('audit/emptyTitle')} text={t('audit/emptyText')} />
      )}
      {entries.length > 0 && (
        <BareList>
          {entries.map((entry) => (
            <AuditRow key={entry.id} entry={entry} />
          ))}
        </BareList>
      )}
      {pages.hasNextPage && (
        <Button
          variant="default"
          loading={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
          w="fit-content"
        >
          {t('audit/more')}
        </Button>
      )}
    </Card>
  );
}

/** Days are meant in the workspace's zone: from its first moment to its last. */
function paramsOf({ who, noun, from, to, refused }: Filter, timeZone: string): Params {
  return {
    who,
    noun,
    from: from && new Date(startOfDay(from, timeZone)).toISOString(),
    to: to && new Date(endOfDay(to, timeZone)).toISOString(),
    refused: refused ? 'true' : '',
  };
}

function Filters({ filter, onChange }: { filter: Filter; onChange: (change: Partial<Filter>) => void }) {
  const { t } = useTranslation();
  return (
    <Stack gap="xs">
      <Group gap="sm" align="end">
        <TextInput
          label={t('audit/who')}
          value={filter.who}
          onChange={(event) => onChange({ who: event.currentTarget.value })}
          style={{ flex: '1 1 180px' }}
        />
        <Select
          label={t('audit/what')}
          value={filter.noun}
          data={[
            { value: '', label: t('audit/everything') },
            ...nouns.map((noun) => ({ value: noun, label: t(`audit/nouns/${noun}`) })),
          ]}
          allowDeselect={false}
          onChange={(noun) => onChange({ noun: noun ?? '' })}
          style={{ flex: '1 1 160px' }}
        />
        {(['from', 'to'] as const).map((end) => (
          <TextInput
            key={end}
            type="date"
            label={t(`audit/${end}`)}
            value={filter[end]}
            onChange={(event) => onChange({ [end]: event.currentTarget.value })}
            style={{ flex: '1 1 130px' }}
          />
        ))}
      </Group>
      <Checkbox
        label={t('audit/refused')}
        checked={filter.refused}
        onChange={(event) => onChange({ refused: event.currentTarget.checked })}
      />
    </Stack>
  );
}
