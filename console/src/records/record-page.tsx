import { useState } from 'react';
import { Alert, Badge, Button, Group, SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CrmRecord } from '../../../src/api/contract-records.ts';
import { asProblem } from '../api/problem.ts';
import { useRecordWrite } from '../api/record-mutations.ts';
import { recordPath, useRecord } from '../api/record-queries.ts';
import { useMayEdit } from '../api/workspace.ts';
import { CopyIcon } from '../parts/copy.tsx';
import { Go, useAddressPart } from '../parts/go.tsx';
import { Monogram } from '../parts/monogram.tsx';
import { Page } from '../parts/page.tsx';
import { usePaths } from '../parts/paths.ts';
import { Loading, ProblemNote } from '../parts/states.tsx';
import { When } from '../parts/when.tsx';
import { NotFound } from '../sign-in/not-found.tsx';
import { AssociationCards } from './association-cards.tsx';
import { PropertyPanel } from './property-panel.tsx';
import { RecordMenu } from './record-menu.tsx';
import { usePlace, useSchema, type Schema } from './schema.ts';
import { Timeline } from './timeline.tsx';
import classes from './record-page.module.css';

/** One record: its properties, what happened, and what it belongs to. */
export function RecordPage() {
  const { t } = useTranslation();
  const place = usePlace();
  const id = useAddressPart('record');
  const schema = useSchema(place);
  const record = useRecord(place, id);
  const gone = record.error && [404, 400].includes(asProblem(record.error).status);
  if (schema.missing || gone) return <NotFound />;
  const error = schema.error ?? record.error;
  if (error && !(schema.data && record.data)) {
    return (
      <ProblemNote error={error} retry={() => (schema.error ? schema.retry() : void record.refetch())} />
    );
  }
  if (!schema.data || !record.data) {
    return (
      <Page title={record.data?.title ?? t('nav/records')} sentence={undefined} wide>
        <Loading rows={8} />
      </Page>
    );
  }
  return <Sheet key={record.data.id} schema={schema.data} record={record.data} />;
}

const parts = ['properties', 'timeline', 'associations'] as const;

function Sheet({ schema, record }: { schema: Schema; record: CrmRecord }) {
  const { t } = useTranslation();
  const paths = usePaths();
  const mayEdit = useMayEdit();
  const [part, setPart] = useState<(typeof parts)[number]>('properties');
  const { place, object, words } = schema;
  const mayWrite = mayEdit && record.archivedAt === null;
  return (
    <Page
      title={record.title}
      back={{ label: words.object(object, 'many'), href: paths.recordsOf(place.crm, place.object) }}
      mark={<Monogram connector={schema.crm.connection.connector} size={28} />}
      wide
      sentence={<Whereabouts schema={schema} record={record} />}
      actions={mayEdit && <RecordMenu schema={schema} record={record} />}
    >
      {record.archivedAt !== null && <ArchivedNote schema={schema} record={record} />}
      <SegmentedControl
        className={classes.parts}
        fullWidth
        aria-label={t('records/parts')}
        value={part}
        onChange={(value) => setPart(parts.find((one) => one === value) ?? 'properties')}
        data={parts.map((value) => ({ value, label: t(`records/part/${value}`) }))}
      />
      <div className={classes.columns} data-part={part}>
        <section aria-label={t('records/part/properties')} className={classes.column} data-is="properties">
          <PropertyPanel schema={schema} record={record} mayWrite={mayWrite} />
        </section>
        <section aria-label={t('records/part/timeline')} className={classes.column} data-is="timeline">
          <Timeline schema={schema} record={record} mayWrite={mayWrite} />
        </section>
        <section
          aria-label={t('records/part/associations')}
          className={classes.column}
          data-is="associations"
        >
          <AssociationCards schema={schema} record={record} mayWrite={mayWrite} />
        </section>
      </div>
    </Page>
  );
}

/** What it is, since when, and the CRM it lives in. */
function Whereabouts({ schema, record }: { schema: Schema; record: CrmRecord }) {
  const { t } = useTranslation();
  const paths = usePaths();
  const { crm, object, words } = schema;
  return (
    <Group gap={6} component="span">
      <span>
        {words.object(object, 'one')} · {t('records/changedAt')} <When at={record.updatedAt} /> ·{' '}
        {t('records/livesIn')}{' '}
        <Go href={paths.connection(crm.connection.id)} className={classes.plainLink}>
          {crm.connection.name}
        </Go>{' '}
        ({record.externalId})
      </span>
      <CopyIcon value={record.id} label={t('copy/id')} />
      {record.archivedAt !== null && (
        <Badge color="gray" size="sm">
          {t('records/archivedBadge')}
        </Badge>
      )}
    </Group>
  );
}

function ArchivedNote({ schema, record }: { schema: Schema; record: CrmRecord }) {
  const { t } = useTranslation();
  const paths = usePaths();
  const mayEdit = useMayEdit();
  const { place } = schema;
  const restore = useRecordWrite<void>(
    place,
    (api) => api.post(`${recordPath(place, record.id)}/restore`, {}),
    { lists: true, done: t('records/restored', { title: record.title }) },
  );
  return (
    <Alert color="gray" title={t('records/archivedTitle')}>
      <Group gap="xs">
        {record.mergedInto !== null ? (
          <Go href={paths.record(place.crm, place.object, record.mergedInto)} className={classes.plainLink}>
            {t('records/mergedInto')}
          </Go>
        ) : (
          mayEdit && (
            <Button size="xs" loading={restore.isPending} onClick={() => restore.mutate()}>
              {t('records/restore')}
            </Button>
          )
        )}
      </Group>
    </Alert>
  );
}
