import { useState } from 'react';
import { ActionIcon, Badge, Button, Paper, Popover, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type {
  AssociatedRecord,
  AssociationOutcome,
  AssociationWrite,
  CrmObject,
  CrmRecord,
} from '../../../src/api/contract-records.ts';
import { explainProblem } from '../api/explain-problem.ts';
import { asProblem } from '../api/problem.ts';
import { refreshAround } from '../api/record-mutations.ts';
import { recordPath, useAssociations } from '../api/record-queries.ts';
import { useApi, useWorkspace } from '../api/workspace.ts';
import { Go } from '../parts/go.tsx';
import { Icon } from '../parts/icons.tsx';
import { usePaths } from '../parts/paths.ts';
import { Loaded } from '../parts/states.tsx';
import { RecordPicker } from './record-picker.tsx';
import { useSchema, type Schema } from './schema.ts';
import { usualColumns } from './view.ts';
import classes from './association-cards.module.css';

interface Props {
  schema: Schema;
  record: CrmRecord;
  mayWrite: boolean;
}

/** Notes and tasks are things of the timeline. */
const onTimeline = ['note', 'task'];

/** Records that this one belongs to, by object. */
export function AssociationCards({ schema, record, mayWrite }: Props) {
  const associated = useAssociations(schema.place, record.id);
  return (
    <Loaded query={associated} rows={3}>
      {(all) => (
        <Stack gap="sm">
          {schema.crm.objects
            .filter(({ name }) => !onTimeline.includes(name))
            .map((object) => ({ object, of: all.filter((one) => one.record.object === object.name) }))
            .filter(({ object, of }) => of.length > 0 || object.name !== 'line_item')
            .map(({ object, of }) => (
              <ObjectCard key={object.name} {...{ schema, record, object, mayWrite }} associated={of} />
            ))}
        </Stack>
      )}
    </Loaded>
  );
}

interface CardProps extends Props {
  object: CrmObject;
  associated: AssociatedRecord[];
}

function ObjectCard({ schema, record, object, associated, mayWrite }: CardProps) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const change = useAssociationChange(schema, record);
  const name = schema.words.object(object, 'many');
  return (
    <Paper p={0} component="section" aria-label={name}>
      <div className={classes.head}>
        <h2 className={classes.name}>
          {name} <span className={classes.count}>{associated.length}</span>
        </h2>
        {mayWrite && (
          <Popover
            opened={opened}
            onChange={setOpened}
            position="bottom-end"
            shadow="md"
            trapFocus
            width={320}
          >
            <Popover.Target>
              <Button
                size="compact-sm"
                variant="subtle"
                leftSection={<Icon name="plus" size={12} />}
                aria-label={t('records/addTo', { object: name })}
                onClick={() => setOpened((was) => !was)}
              >
                {t('records/add')}
              </Button>
            </Popover.Target>
            <Popover.Dropdown>
              <RecordPicker
                place={{ crm: schema.place.crm, object: object.name }}
                label={t('records/addTo', { object: name })}
                without={[record.id, ...associated.map((one) => one.record.id)]}
                beside={besideName}
                onPick={(other) => {
                  setOpened(false);
                  change.mutate({ other, add: true });
                }}
              />
            </Popover.Dropdown>
          </Popover>
        )}
      </div>
      {associated.length > 0 && (
        <ul className={classes.list}>
          {associated.map((one) => (
            <Card
              key={one.record.id}
              {...{ schema, object }}
              associated={one}
              onRemove={mayWrite ? () => change.mutate({ other: one.record, add: false }) : null}
            />
          ))}
        </ul>
      )}
    </Paper>
  );
}

/** What tells two people or companies of one name apart. */
const besideName = ({ values, externalId }: CrmRecord) =>
  values['email'] ?? values['domain'] ?? values['amount'] ?? externalId;

interface OneProps {
  schema: Schema;
  object: CrmObject;
  associated: AssociatedRecord;
  onRemove: (() => void) | null;
}

function Card({ schema, object, associated: { record, types }, onRemove }: OneProps) {
  const { t } = useTranslation();
  const paths = usePaths();
  const other = useSchema({ crm: schema.place.crm, object: object.name }).data;
  const labels = types.flatMap(({ label }) => (label === null ? [] : [schema.words.option(label)]));
  const facts = other
    ? usualColumns(other)
        .slice(0, 3)
        .flatMap((name) => {
          const property = other.byName.get(name);
          const text = property && other.show(property, record.values[name]);
          return text ? [text] : [];
        })
    : [];
  return (
    <li className={classes.card}>
      <div className={classes.what}>
        <Go className={classes.link} href={paths.record(schema.place.crm, record.object, record.id)}>
          {record.title}
        </Go>{' '}
        {labels.map((label) => (
          <Badge key={label} size="sm">
            {label}
          </Badge>
        ))}
        {facts.map((fact, index) => (
          <div key={index} className={classes.fact}>
            {fact}
          </div>
        ))}
      </div>
      {onRemove && (
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          aria-label={t('records/removeOne', { title: record.title })}
          title={t('records/removeOne', { title: record.title })}
          onClick={onRemove}
        >
          <Icon name="cross" size={12} />
        </ActionIcon>
      )}
    </li>
  );
}

/** Adds or takes away an association; both sides are read again. */
function useAssociationChange({ place }: Schema, record: CrmRecord) {
  const api = useApi();
  const client = useQueryClient();
  const { id } = useWorkspace();
  const { t, i18n } = useTranslation();
  return useMutation({
    mutationFn: async ({ other, add }: { other: CrmRecord; add: boolean }) => {
      const records: AssociationWrite[] = [{ record: other.id }];
      const path = `${recordPath(place, record.id)}/associations${add ? '' : '/remove'}`;
      const [outcome] = await api.post<AssociationOutcome[]>(path, { records });
      if (outcome?.error) throw new Error(outcome.error.detail);
    },
    onSuccess: (_, { other, add }) => {
      refreshAround(client, id, record.id);
      refreshAround(client, id, other.id);
      const key = add ? 'records/associated' : 'records/dissociated';
      notifications.show({ message: t(key, { title: other.title }), color: 'green' });
    },
    onError: (error) => {
      const { title, advice, detail } = explainProblem(i18n, asProblem(error));
      notifications.show({ title, message: [advice, detail].filter(Boolean).join(' '), color: 'red' });
    },
  });
}
