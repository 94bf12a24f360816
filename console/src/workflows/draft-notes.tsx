import { Alert, Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ConnectorInfo } from '../../../src/api/contract.ts';
import { explainProblem } from '../api/explain-problem.ts';
import { clockTime } from '../i18n/format.ts';
import { useLocale, useTimeZone } from '../i18n/locale.ts';
import { useNow } from '../parts/now.ts';
import { DifferenceTable } from './difference-table.tsx';
import { differencesOf } from './differences.ts';
import type { useDraft } from './draft.ts';
import type { useOneTab } from './tabs.ts';

type Editing = ReturnType<typeof useDraft>;

interface DraftNotesProps {
  editing: Editing;
  tab: ReturnType<typeof useOneTab>;
  connectors: ConnectorInfo[];
}

/** What a reader has to know about the draft before going on: another tab, two versions, something restored. */
export function DraftNotes({ editing, tab, connectors }: DraftNotesProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const timeZone = useTimeZone();
  const now = useNow();
  const { conflict, choose, restoredAt, startAfresh } = editing;
  return (
    <>
      {!tab.holds && (
        <Alert color="orange" title={t('draft/otherTab')}>
          <Text size="sm">{t('draft/otherTabText')}</Text>
          <Button mt="sm" size="xs" loading={tab.waiting} onClick={tab.take}>
            {t('draft/editHere')}
          </Button>
        </Alert>
      )}
      {conflict && (
        <Alert color="orange" title={t('draft/conflict')}>
          <Text size="sm" mb="sm">
            {t('draft/conflictText', {
              mine: clockTime(conflict.mineAt, now, locale, timeZone),
              theirs: clockTime(Date.parse(conflict.theirsAt), now, locale, timeZone),
            })}
          </Text>
          <DifferenceTable
            differences={differencesOf(conflict.theirs, conflict.mine)}
            definition={conflict.mine.definition}
            connectors={connectors}
            before={t('draft/theirs')}
            after={t('draft/mine')}
          />
          <Group gap="xs" mt="sm">
            <Button size="xs" onClick={() => choose('mine')}>
              {t('draft/keepMine')}
            </Button>
            <Button size="xs" variant="default" onClick={() => choose('theirs')}>
              {t('draft/takeTheirs')}
            </Button>
          </Group>
        </Alert>
      )}
      {restoredAt !== null && !conflict && (
        <Alert>
          <Group justify="space-between" gap="xs">
            <Text size="sm">
              {t('draft/restored', { time: clockTime(restoredAt, now, locale, timeZone) })}
            </Text>
            <Button size="compact-sm" variant="subtle" onClick={startAfresh}>
              {t('draft/startAfresh')}
            </Button>
          </Group>
        </Alert>
      )}
    </>
  );
}

/** How the draft is stored, in a word or two: quiet while all is well. */
export function SaveNote({ editing }: { editing: Editing }) {
  const { t, i18n } = useTranslation();
  const { state, retry } = editing;
  if (state.kind !== 'failed') {
    return (
      <Text span size="sm" c="dimmed" role="status" data-save={state.kind}>
        {t(`draft/state/${state.kind}`)}
      </Text>
    );
  }
  const { title } = explainProblem(i18n, state.problem);
  return (
    <Text span size="sm" c="var(--bad)" role="status" data-save="failed">
      {t(state.kept ? 'draft/state/failed' : 'draft/state/lost', { why: title })}{' '}
      <Button size="compact-xs" variant="subtle" onClick={retry}>
        {t('draft/tryAgain')}
      </Button>
    </Text>
  );
}
