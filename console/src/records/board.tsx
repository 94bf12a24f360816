import { useState, type KeyboardEvent } from 'react';
import { NativeSelect, Text } from '@mantine/core';
import { useCallbackRef } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import type { CrmRecord, Pipeline, RecordWritten } from '../../../src/api/contract-records.ts';
import { useRecordWrite } from '../api/record-mutations.ts';
import { recordPath } from '../api/record-queries.ts';
import { useMayEdit } from '../api/workspace.ts';
import { useAddress } from '../parts/go.tsx';
import { Lane, type Move } from './board-lane.tsx';
import type { Schema } from './schema.ts';
import classes from './board.module.css';

/** Records as cards in the stages of a pipeline; a card is dragged, or moved by the keyboard. */
export function Board({ schema }: { schema: Schema }) {
  const { t } = useTranslation();
  const [address, change] = useAddress();
  const { pipelines, words } = schema;
  const pipeline = pipelines.find(({ id }) => id === address.pipeline) ?? pipelines[0];
  if (!pipeline) return null;
  return (
    <>
      {pipelines.length > 1 && (
        <NativeSelect
          size="xs"
          mb="xs"
          maw={280}
          aria-label={t('records/pipelines')}
          data={pipelines.map(({ id, label }) => ({ value: id, label: words.option(label) }))}
          value={pipeline.id}
          onChange={(event) => change({ pipeline: event.currentTarget.value })}
        />
      )}
      <Stages key={pipeline.id} schema={schema} pipeline={pipeline} />
    </>
  );
}

function Stages({ schema, pipeline }: { schema: Schema; pipeline: Pipeline }) {
  const { t } = useTranslation();
  const mayEdit = useMayEdit();
  const { place, object, words } = schema;
  const [dragged, setDragged] = useState<CrmRecord | null>(null);
  /** The card held by the keyboard, and the stage it is over. */
  const [held, setHeld] = useState<Move | null>(null);
  const stage = object.pipeline?.stage ?? '';
  const write = useRecordWrite<Move>(
    place,
    (api, { record, to }) =>
      api.patch<RecordWritten>(recordPath(place, record.id), {
        values: { [stage]: to },
        was: { [stage]: record.values[stage] ?? null },
      }),
    {
      lists: true,
      done: ({ record }) => {
        const now = pipeline.stages.find(({ id }) => id === record.values[stage]);
        return t('records/moved', { title: record.title, stage: now ? words.option(now.label) : '' });
      },
    },
  );
  const move = useCallbackRef((wish: Move) => {
    if (wish.record.values[stage] !== wish.to) write.mutate(wish);
  });
  const onKey = useCallbackRef((event: KeyboardEvent, record: CrmRecord) => {
    const at = held ?? { record, to: record.values[stage] ?? '' };
    const index = pipeline.stages.findIndex(({ id }) => id === at.to);
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (event.key === ' ') {
      if (held) move(held);
      setHeld(held ? null : at);
    } else if (held && by !== undefined) {
      const next = pipeline.stages[index + by];
      if (next) setHeld({ ...held, to: next.id });
    } else if (held && event.key === 'Escape') setHeld(null);
    else return;
    event.preventDefault();
  });
  const over = held && pipeline.stages.find(({ id }) => id === held.to);
  return (
    <>
      {mayEdit && (
        <Text size="sm" c="dimmed" mb="xs" id="board-help" visibleFrom="sm">
          {t('records/boardHelp')}
        </Text>
      )}
      <div role="status" style={hidden}>
        {held && over && t('records/over', { title: held.record.title, stage: words.option(over.label) })}
      </div>
      <div className={classes.board}>
        {pipeline.stages.map((one) => (
          <Lane
            key={one.id}
            {...{ schema, pipeline, stage: one, mayEdit }}
            moving={write.isPending ? write.variables : null}
            held={held}
            onDrag={setDragged}
            onDrop={() => {
              if (dragged) move({ record: dragged, to: one.id });
              setDragged(null);
            }}
            onKey={onKey}
            onBlur={() => setHeld(null)}
            onMove={move}
          />
        ))}
      </div>
    </>
  );
}

/** Only heard. */
const hidden = {
  position: 'absolute',
  width: 1,
  height: 1,
  overflow: 'hidden',
  clipPath: 'inset(50%)',
} as const;
