import { Badge, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { WorkflowSummary } from '../../../src/api/contract.ts';
import { useWorkflows } from '../api/queries.ts';
import { useMayEdit } from '../api/workspace.ts';
import { wordsOf } from '../i18n/words.ts';
import { Go } from '../parts/go.tsx';
import { Icon } from '../parts/icons.tsx';
import { Monogram, useConnectorName } from '../parts/monogram.tsx';
import { Page } from '../parts/page.tsx';
import { usePaths } from '../parts/paths.ts';
import { Empty, Loaded } from '../parts/states.tsx';
import { StatusMark } from '../parts/status.tsx';
import { When } from '../parts/when.tsx';

/** All workflows with how each stands. */
export function WorkflowsPage() {
  const { t } = useTranslation();
  const workflows = useWorkflows();
  const paths = usePaths();
  const mayEdit = useMayEdit();
  const running = workflows.data?.filter((each) => each.status === 'published').length ?? 0;
  const add = mayEdit && (
    <Button component={Go} href={paths.newWorkflow()} leftSection={<Icon name="plus" size={16} />}>
      {t('workflow/new')}
    </Button>
  );
  return (
    <Page
      title={t('nav/workflows')}
      sentence={workflows.data && t('workflows/sentence', { count: running })}
      actions={add}
    >
      <Loaded query={workflows}>
        {(list) =>
          list.length === 0 ? (
            <Empty title={t('workflows/emptyTitle')} text={t('workflows/emptyText')} action={add} />
          ) : (
            <Stack gap="xs">
              {list.map((workflow) => (
                <WorkflowRow key={workflow.id} workflow={workflow} />
              ))}
            </Stack>
          )
        }
      </Loaded>
    </Page>
  );
}

function WorkflowRow({ workflow }: { workflow: WorkflowSummary }) {
  const { t, i18n } = useTranslation();
  const paths = usePaths();
  const name = useConnectorName();
  const { trigger, actions } = workflow;
  const what = [
    trigger && `${name(trigger.connector)}: ${wordsOf(i18n, trigger.connector).trigger(trigger.key)}`,
    ...actions.map(
      (action) => `${name(action.connector)}: ${wordsOf(i18n, action.connector).action(action.key)}`,
    ),
  ].filter(Boolean);
  return (
    <Paper component={Go} href={paths.workflow(workflow.id)} className="row-link" p="sm">
      <Group gap="md" justify="space-between">
        <Group gap="sm" wrap="nowrap" style={{ flex: '1 1 280px', minWidth: 0 }}>
          <Group gap={4} wrap="nowrap">
            {trigger && <Monogram connector={trigger.connector} />}
            {actions.map((action, index) => (
              <Monogram key={index} connector={action.connector} />
            ))}
          </Group>
          <div style={{ minWidth: 0 }}>
            <Text fw={500}>{workflow.name}</Text>
            <Text size="sm" c="dimmed">
              {what.length > 0 ? what.join(' → ') : t('workflows/nothingChosen')}
            </Text>
          </div>
        </Group>
        <Group gap="md">
          {workflow.attention > 0 && (
            <Badge color="orange">{t('workflows/attention', { count: workflow.attention })}</Badge>
          )}
          {workflow.changed && workflow.status !== 'draft' && (
            <Badge color="gray">{t('workflows/changed')}</Badge>
          )}
          <Text size="sm" c="dimmed">
            {workflow.lastRunAt ? (
              <>
                {t('workflows/lastRun')} <When at={workflow.lastRunAt} />
              </>
            ) : (
              t('workflows/neverRan')
            )}
          </Text>
          <StatusMark status={workflow.status} />
        </Group>
      </Group>
    </Paper>
  );
}
