import { BareList } from '../parts/bare-list.tsx';
import { useState } from 'react';
import { Box, Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ConnectorInfo, Workflow } from '../../../src/api/contract.ts';
import { useVersions, type Version } from '../api/queries.ts';
import { Section } from '../parts/page.tsx';
import { Loaded } from '../parts/states.tsx';
import { When } from '../parts/when.tsx';
import { DifferenceTable } from './difference-table.tsx';
import { differencesOf } from './differences.ts';
import type { useDraft } from './draft.ts';
import { emptyDefinition } from './guide.ts';
import classes from './rehearsal.module.css';
import { useWhatItDoes } from './what-it-does.ts';

interface VersionsProps {
  workflow: Workflow;
  editing: ReturnType<typeof useDraft>;
  connectors: ConnectorInfo[];
  readOnly: boolean;
}

/** What was published, newest first. A run keeps the version it started with. */
export function Versions({ workflow, ...rest }: VersionsProps) {
  const { t } = useTranslation();
  const versions = useVersions(workflow.id);
  return (
    <Section title={t('versions/title')}>
      <Loaded query={versions} rows={2}>
        {(list) =>
          list.length === 0 ? (
            <Text c="dimmed">{t('versions/none')}</Text>
          ) : (
            <BareList maw={860}>
              {list.map((version, index) => (
                <VersionRow key={version.id} version={version} before={list[index + 1]} {...rest} />
              ))}
            </BareList>
          )
        }
      </Loaded>
    </Section>
  );
}

interface RowProps extends Omit<VersionsProps, 'workflow'> {
  version: Version;
  before: Version | undefined;
}

function VersionRow({ version, before, editing, connectors, readOnly }: RowProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const whatItDoes = useWhatItDoes();
  const { draft, setDraft } = editing;
  const number = { number: version.number };
  const isDraft = JSON.stringify(version.definition) === JSON.stringify(draft.definition);
  const differences = differencesOf(
    { name: '', definition: before?.definition ?? emptyDefinition() },
    { name: '', definition: version.definition },
  );
  return (
    <Box component="li" className={classes.item} py="xs">
      <Group justify="space-between" gap="xs">
        <Group gap="xs">
          <Text fw={500}>{t('versions/number', number)}</Text>
          {version.publishedBy && <Text c="dimmed">{t('versions/by', { name: version.publishedBy })}</Text>}
          <Text c="dimmed" size="sm">
            <When at={version.publishedAt} />
          </Text>
        </Group>
        <Group gap={4}>
          <Button
            size="compact-sm"
            variant="subtle"
            aria-expanded={open}
            aria-label={`${t(open ? 'versions/fold' : 'versions/look')}: ${t('versions/number', number)}`}
            onClick={() => setOpen(!open)}
          >
            {t(open ? 'versions/fold' : 'versions/look')}
          </Button>
          {!readOnly && (
            <Button
              size="compact-sm"
              variant="subtle"
              disabled={isDraft}
              aria-label={`${t('versions/bringBack')}: ${t('versions/number', number)}`}
              onClick={() => setDraft({ ...draft, definition: version.definition })}
            >
              {t('versions/bringBack')}
            </Button>
          )}
        </Group>
      </Group>
      {open && (
        <Stack gap="xs" mt="xs">
          <Text size="sm">{whatItDoes(version.definition)}</Text>
          <DifferenceTable
            differences={differences}
            definition={version.definition}
            connectors={connectors}
            before={before ? t('versions/number', { number: before.number }) : t('versions/nothingBefore')}
            after={t('versions/number', number)}
          />
        </Stack>
      )}
    </Box>
  );
}
