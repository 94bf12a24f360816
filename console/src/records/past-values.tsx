import { ActionIcon, Button, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import type { CrmRecord, Property } from '../../../src/api/contract-records.ts';
import { usePastValues } from '../api/record-queries.ts';
import { Icon } from '../parts/icons.tsx';
import { Loading, ProblemNote } from '../parts/states.tsx';
import type { Schema } from './schema.ts';
import { WhoWhen } from './who.tsx';
import classes from './property-panel.module.css';

interface Props {
  schema: Schema;
  record: CrmRecord;
  property: Property;
}

/** The clock beside a value: every value it had, when, and who wrote it. */
export function PastValues({ schema, record, property }: Props) {
  const { t } = useTranslation();
  const [opened, { open, close }] = useDisclosure(false);
  const title = t('records/historyOf', { property: schema.words.label(property) });
  return (
    <>
      <ActionIcon size="sm" variant="subtle" color="gray" aria-label={title} title={title} onClick={open}>
        <Icon name="clock" size={14} />
      </ActionIcon>
      {opened && (
        <Modal opened onClose={close} title={title} closeButtonProps={{ 'aria-label': t('actions/close') }}>
          <Values schema={schema} record={record} property={property} />
        </Modal>
      )}
    </>
  );
}

function Values({ schema, record, property }: Props) {
  const { t } = useTranslation();
  const past = usePastValues(schema.place, record.id, property.name, true);
  if (past.error) return <ProblemNote error={past.error} retry={() => void past.refetch()} />;
  if (!past.data) return <Loading rows={3} />;
  const items = past.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <>{t('records/noHistory')}</>;
  return (
    <>
      <ol className={classes.history}>
        {items.map((one, index) => (
          <li key={index}>
            <div className={classes.was}>
              {schema.show(property, one.value) || (
                <span className={classes.empty}>{t('records/cleared')}</span>
              )}
            </div>
            <div className={classes.who}>
              <WhoWhen at={one.at} source={one.source} detail={one.detail} />
            </div>
          </li>
        ))}
      </ol>
      {past.hasNextPage && (
        <Button
          mt="sm"
          size="xs"
          variant="default"
          loading={past.isFetchingNextPage}
          onClick={() => void past.fetchNextPage()}
        >
          {t('history/more')}
        </Button>
      )}
    </>
  );
}
