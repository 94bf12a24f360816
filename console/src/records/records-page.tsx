import { useEffect } from 'react';
import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useMayEdit } from '../api/workspace.ts';
import { Go, useAddress } from '../parts/go.tsx';
import { Icon } from '../parts/icons.tsx';
import { Page } from '../parts/page.tsx';
import { usePaths } from '../parts/paths.ts';
import { Loading, ProblemNote } from '../parts/states.tsx';
import { NotFound } from '../sign-in/not-found.tsx';
import { Board } from './board.tsx';
import { CreateButton } from './create-record.tsx';
import { ObjectTabs } from './object-tabs.tsx';
import { useOwnStore } from './own-store.ts';
import { RecordList } from './record-list.tsx';
import { usePlace, useSchema, type Schema } from './schema.ts';
import classes from './records.module.css';

/** Records of one object: as a table, or, where they go through stages, as a board. */
export function RecordsPage() {
  const { t } = useTranslation();
  const place = usePlace();
  const { data, error, missing, retry } = useSchema(place);
  if (missing) return <NotFound />;
  if (error && !data) return <ProblemNote error={error} retry={retry} />;
  if (!data) {
    return (
      <Page title={t('nav/records')} sentence={undefined} wide>
        <Loading rows={8} />
      </Page>
    );
  }
  return <Objects key={`${place.crm} ${place.object}`} schema={data} />;
}

function Objects({ schema }: { schema: Schema }) {
  const { t } = useTranslation();
  const paths = usePaths();
  const mayEdit = useMayEdit();
  const { place, object, words, crm } = schema;
  const [last, keepLast] = useOwnStore<string>('records.last', '');
  const here = `${place.crm}/${place.object}`;
  useEffect(() => {
    if (last !== here) keepLast(here);
  }, [here]);
  const [{ as }] = useAddress();
  const board = as === 'board' && object.pipeline !== null;
  const many = words.object(object, 'many');
  return (
    <Page
      title={many}
      documentTitle={many}
      sentence={
        <>
          {t('records/sentence')}{' '}
          <Go className={classes.plainLink} href={paths.connection(crm.connection.id)}>
            {crm.connection.name}
          </Go>
        </>
      }
      wide
      actions={
        <Group gap="xs">
          {object.pipeline && <Ways board={board} />}
          <Button
            variant="default"
            component={Go}
            href={paths.recordSchema(place.crm, place.object)}
            leftSection={<Icon name="gear" size={16} />}
          >
            {t('records/schema')}
          </Button>
          {mayEdit && <CreateButton schema={schema} />}
        </Group>
      }
    >
      <div>
        <ObjectTabs schema={schema} />
        {board ? <Board schema={schema} /> : <RecordList schema={schema} />}
      </div>
    </Page>
  );
}

/** Table or board. */
function Ways({ board }: { board: boolean }) {
  const { t } = useTranslation();
  const [, change] = useAddress();
  return (
    <Button.Group>
      {(['table', 'board'] as const).map((way) => (
        <Button
          key={way}
          variant="default"
          aria-pressed={board === (way === 'board')}
          className={classes.way}
          onClick={() => change({ as: way === 'board' ? 'board' : '' })}
        >
          {t(`records/as/${way}`)}
        </Button>
      ))}
    </Button.Group>
  );
}
