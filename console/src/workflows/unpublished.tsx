import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ConnectorInfo, Workflow } from '../../../src/api/contract.ts';
import { Section } from '../parts/page.tsx';
import { DifferenceTable } from './difference-table.tsx';
import { differencesOf } from './differences.ts';
import type { useDraft } from './draft.ts';

interface UnpublishedProps {
  workflow: Workflow;
  editing: ReturnType<typeof useDraft>;
  connectors: ConnectorInfo[];
  readOnly: boolean;
}

/** What the draft would change about the version that runs. */
export function Unpublished({ workflow, editing, connectors, readOnly }: UnpublishedProps) {
  const { t } = useTranslation();
  const { published, version } = workflow;
  const { draft, setDraft } = editing;
  if (!published || version === null) return null;
  const differences = differencesOf(
    { name: draft.name, definition: published },
    { name: draft.name, definition: draft.definition },
  );
  if (differences.length === 0) return null;
  return (
    <Section
      title={t('workflow/unpublished')}
      aside={
        !readOnly && (
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={() => setDraft({ ...draft, definition: published })}
          >
            {t('workflow/discard', { version })}
          </Button>
        )
      }
    >
      <DifferenceTable
        differences={differences}
        definition={draft.definition}
        connectors={connectors}
        before={t('workflow/now', { version })}
        after={t('workflow/then')}
      />
    </Section>
  );
}
