import { useState, type DragEvent, type KeyboardEvent } from 'react';
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CrmRecord, Pipeline } from '../../../src/api/contract-records.ts';
import { useRecordPages } from '../api/record-queries.ts';
import { Go } from '../parts/go.tsx';
import { usePaths } from '../parts/paths.ts';
import { ProblemNote } from '../parts/states.tsx';
import type { Schema } from './schema.ts';
import classes from './board.module.css';

type Stage = Pipeline['stages'][number];

/** A card on its way to another stage. */
export interface Move {
  record: CrmRecord;
  /** Id of the stage it goes to. */
  to: string;
}

interface LaneProps {
  schema: Schema;
  pipeline: Pipeline;
  stage: Stage;
  mayEdit: boolean;
  /** On its way to the hub: shown where it goes to. */
  moving: Move | null;
  held: Move | null;
  onDrag: (record: CrmRecord | null) => void;
  onDrop: () => void;
  onKey: (event: KeyboardEvent, record: CrmRecord) => void;
  onBlur: () => void;
  onMove: (move: Move) => void;
}

/** One stage with its cards, read page by page. */
export function Lane(props: LaneProps) {
  const { schema, pipeline, stage, mayEdit, moving, held, onDrag, onDrop, onKey, onBlur, onMove } = props;
  const { t } = useTranslation();
  const paths = usePaths();
  const { object, place, words } = schema;
  const [over, setOver] = useState(false);
  const names = object.pipeline;
  const filters = names
    ? [
        { property: names.pipeline, operator: 'EQ' as const, value: pipeline.id },
        { property: names.stage, operator: 'EQ' as const, value: stage.id },
      ]
    : [];
  const pages = useRecordPages(place, { filterGroups: [{ filters }], limit: 25 });
  const read = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const stay = read.filter((one) => one.id !== moving?.record.id);
  const cards = moving?.to === stage.id ? [moving.record, ...stay] : moving ? stay : read;
  const count = pages.data?.pages[0]?.count;
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    onDrop();
  };
  return (
    <section
      className={classes.lane}
      aria-label={words.option(stage.label)}
      data-over={over || held?.to === stage.id || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <h2 className={classes.name}>
        {words.option(stage.label)}{' '}
        <span className={classes.count}>
          {count && count.count}
          {count?.more && '+'}
        </span>
      </h2>
      {pages.error && <ProblemNote error={pages.error} retry={() => void pages.refetch()} />}
      <ul className={classes.cards}>
        {cards.map((record) => (
          <li
            key={record.id}
            className={classes.card}
            draggable={mayEdit}
            data-held={held?.record.id === record.id || undefined}
            onDragStart={(event) => {
              event.dataTransfer.setData('text/plain', record.title);
              event.dataTransfer.effectAllowed = 'move';
              onDrag(record);
            }}
            onDragEnd={() => onDrag(null)}
          >
            <Go
              className={classes.link}
              href={paths.record(place.crm, place.object, record.id)}
              draggable={false}
              {...(mayEdit && {
                'aria-describedby': 'board-help',
                onKeyDown: (event: KeyboardEvent) => onKey(event, record),
                onBlurCapture: onBlur,
              })}
            >
              {record.title}
            </Go>
            <Facts schema={schema} record={record} />
            {mayEdit && (
              <select
                className={classes.move}
                aria-label={t('records/moveTo', { title: record.title })}
                value={stage.id}
                onChange={(event) => onMove({ record, to: event.currentTarget.value })}
              >
                {pipeline.stages.map(({ id, label }) => (
                  <option key={id} value={id}>
                    {words.option(label)}
                  </option>
                ))}
              </select>
            )}
          </li>
        ))}
      </ul>
      {pages.hasNextPage && (
        <Button
          size="compact-sm"
          variant="subtle"
          loading={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
        >
          {t('records/showMore')}
        </Button>
      )}
    </section>
  );
}

/** What one wants to know of a card without opening it. */
function Facts({ schema, record }: { schema: Schema; record: CrmRecord }) {
  const names = ['amount', 'closedate', 'hs_ticket_priority', 'hubspot_owner_id'];
  const facts = names.flatMap((name) => {
    const property = schema.byName.get(name);
    const text = property && schema.show(property, record.values[name]);
    if (!property || !text) return [];
    return [name === 'amount' ? `${text} ${record.values['deal_currency_code'] ?? ''}` : text];
  });
  return facts.map((fact, index) => (
    <div key={index} className={classes.fact}>
      {fact}
    </div>
  ));
}
