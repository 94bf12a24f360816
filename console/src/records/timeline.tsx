import { useState } from 'react';
import { Button, Group, Paper, Stack, Text, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { CrmRecord } from '../../../src/api/contract-records.ts';
import { refreshAround } from '../api/record-mutations.ts';
import { recordPath, useAssociations, useTimeline } from '../api/record-queries.ts';
import { useApi, useWorkspace } from '../api/workspace.ts';
import { humanise } from '../i18n/words.ts';
import { MoreRows } from '../history/more-rows.tsx';
import { Go } from '../parts/go.tsx';
import { Icon, type IconName } from '../parts/icons.tsx';
import { usePaths } from '../parts/paths.ts';
import { Loading, ProblemNote } from '../parts/states.tsx';
import { happeningsOf, type Happening } from './happenings.ts';
import type { Schema } from './schema.ts';
import { withoutTags } from './shown-value.ts';
import { WhoWhen } from './who.tsx';
import classes from './timeline.module.css';

interface Props {
  schema: Schema;
  record: CrmRecord;
  mayWrite: boolean;
}

/** What happened to a record, newest first, and a place to write a note. */
export function Timeline({ schema, record, mayWrite }: Props) {
  const { t } = useTranslation();
  const pages = useTimeline(schema.place, record.id);
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Stack gap="sm">
      {mayWrite && <NewNote schema={schema} record={record} />}
      {pages.error && <ProblemNote error={pages.error} retry={() => void pages.refetch()} />}
      {pages.isPending && <Loading rows={4} />}
      {pages.isSuccess && items.length === 0 && <Text c="dimmed">{t('records/nothingHappened')}</Text>}
      <ol className={classes.list}>
        {happeningsOf(items).map((one) => (
          <Entry key={one.key} schema={schema} record={record} happening={one} />
        ))}
      </ol>
      <MoreRows pages={pages} />
    </Stack>
  );
}

const icons: Record<string, IconName> = {
  note: 'mail',
  created: 'plus',
  archived: 'archive',
  restored: 'retry',
  merged: 'insert',
};
const known = ['created', 'changed', 'associated', 'dissociated', 'archived', 'restored', 'merged', 'note'];

function Entry({ schema, record, happening }: { schema: Schema; record: CrmRecord; happening: Happening }) {
  const { t } = useTranslation();
  const { kind, title, body, steps, others } = happening;
  const said = known.includes(kind) ? t(`records/happened/${kind}`) : title || humanise(kind);
  return (
    <li className={classes.entry} data-kind={kind}>
      <span className={classes.icon}>
        <Icon name={icons[kind] ?? 'history'} size={14} />
      </span>
      <div className={classes.what}>
        <div className={classes.head}>
          <span className={classes.said}>
            {said}
            {others.length > 0 && <Others schema={schema} record={record} ids={others} />}
          </span>
          <span className={classes.when}>
            <WhoWhen at={happening.at} source={happening.source} detail={happening.detail} />
          </span>
        </div>
        {title && known.includes(kind) && <div className={classes.title}>{title}</div>}
        {body && <div className={classes.body}>{withoutTags(body)}</div>}
        {steps.map((step, index) => {
          const property = schema.byName.get(step.property);
          const show = (value: string | null) => (property ? schema.show(property, value) : value) || '–';
          return (
            <div key={index} className={classes.step}>
              <span className={classes.property}>
                {property ? schema.words.label(property) : step.property}
              </span>{' '}
              <span className={classes.before}>{show(step.from)}</span> → <span>{show(step.to)}</span>
            </div>
          );
        })}
      </div>
    </li>
  );
}

/** Other records by name, as far as they still belong to this one. */
function Others({ schema: { place }, record, ids }: { schema: Schema; record: CrmRecord; ids: string[] }) {
  const { t } = useTranslation();
  const paths = usePaths();
  const associated = useAssociations(place, record.id).data ?? [];
  return (
    <>
      {': '}
      {ids.map((id, index) => {
        const other = associated.find((one) => one.record.id === id)?.record;
        return (
          <span key={id}>
            {index > 0 && ', '}
            {other ? (
              <Go className={classes.link} href={paths.record(place.crm, other.object, id)}>
                {other.title}
              </Go>
            ) : (
              t('records/anotherRecord')
            )}
          </span>
        );
      })}
    </>
  );
}

function NewNote({ schema: { place }, record }: { schema: Schema; record: CrmRecord }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const api = useApi();
  const client = useQueryClient();
  const { id } = useWorkspace();
  const add = useMutation({
    mutationFn: (body: string) => api.post(`${recordPath(place, record.id)}/timeline`, { body }),
    onSuccess: () => {
      setText('');
      refreshAround(client, id, record.id);
    },
  });
  return (
    <Paper
      p="sm"
      component="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim()) add.mutate(text.trim());
      }}
    >
      <Stack gap="xs">
        <Textarea
          aria-label={t('records/note')}
          placeholder={t('records/note')}
          autosize
          minRows={2}
          maxRows={12}
          maxLength={65_536}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') event.currentTarget.blur();
            if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) {
              event.currentTarget.form?.requestSubmit();
            }
          }}
        />
        {add.error && <ProblemNote error={add.error} />}
        <Group justify="flex-end">
          <Button size="xs" type="submit" disabled={!text.trim()} loading={add.isPending}>
            {t('records/addNote')}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}
