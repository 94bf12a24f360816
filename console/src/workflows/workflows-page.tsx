import { Badge, Button, Group, List, Paper, Select, Stack, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { WorkflowSummary } from '../../../src/api/contract.ts';
import { useWorkflows } from '../api/queries.ts';
import { useMayEdit } from '../api/workspace.ts';
import { Go, useAddress } from '../parts/go.tsx';
import { Icon } from '../parts/icons.tsx';
import { Monogram } from '../parts/monogram.tsx';
import { Page } from '../parts/page.tsx';
import { usePaths } from '../parts/paths.ts';
import { Empty, Loaded } from '../parts/states.tsx';
import { StatusMark } from '../parts/status.tsx';
import { DayFigures } from './day-figures.tsx';
import { Tag } from './tags.tsx';
import { useWhatItDoes } from './what-it-does.ts';
import { narrowed, type ListFilter } from './workflow-list.ts';
import { WorkflowMenu } from './workflow-menu.tsx';
import classes from './workflows-page.module.css';

/** All workflows with how each stands. */
export function WorkflowsPage() {
  const { t } = useTranslation();
  const workflows = useWorkflows();
  const paths = usePaths();
  const mayEdit = useMayEdit();
  const running = workflows.data?.filter((each) => each.status === 'published').length ?? 0;
  const needing = workflows.data?.filter((each) => each.attention > 0).length ?? 0;
  const add = mayEdit && (
    <Button component={Go} href={paths.newWorkflow()} leftSection={<Icon name="plus" size={16} />}>
      {t('workflow/new')}
    </Button>
  );
  const sentence = [
    t('workflows/sentence', { count: running }),
    needing > 0 && t('workflows/needing', { count: needing }),
  ];
  return (
    <Page
      title={t('nav/workflows')}
      sentence={workflows.data && sentence.filter(Boolean).join(' ')}
      actions={add}
    >
      <Loaded query={workflows}>
        {(list) => (list.length === 0 ? <FirstWorkflow add={add} /> : <WorkflowList list={list} />)}
      </Loaded>
    </Page>
  );
}

/** Nothing there yet: what a workflow is, and the way to the first one. */
function FirstWorkflow({ add }: { add: React.ReactNode }) {
  const { t } = useTranslation();
  return (
    <Stack>
      <Empty title={t('workflows/emptyTitle')} text={t('workflows/emptyText')} action={add} />
      <Paper p="md">
        <Text fw={500}>{t('workflows/teachTitle')}</Text>
        <List type="ordered" size="sm" mt="xs" spacing={4}>
          {(['when', 'then', 'connect', 'details', 'fields'] as const).map((step) => (
            <List.Item key={step}>{t(`workflows/teach/${step}`)}</List.Item>
          ))}
        </List>
      </Paper>
    </Stack>
  );
}

function WorkflowList({ list }: { list: WorkflowSummary[] }) {
  const { t } = useTranslation();
  const [address, setAddress] = useAddress();
  const does = useWhatItDoes();
  const filter: ListFilter = {
    q: address.q ?? '',
    status: (address.status ?? '') as ListFilter['status'],
    tag: address.tag ?? '',
  };
  const found = narrowed(list, filter, does);
  const tags = [...new Set(list.flatMap((each) => each.tags))].sort((a, b) => a.localeCompare(b));
  const choice = (value: string) => ({ value, label: t(`workflows/only/${value}`) });
  return (
    <Stack gap="xs">
      <Group gap="xs" role="search" aria-label={t('workflows/find')}>
        <TextInput
          style={{ flex: '1 1 200px' }}
          aria-label={t('workflows/search')}
          placeholder={t('workflows/search')}
          leftSection={<Icon name="search" size={14} />}
          value={filter.q}
          onChange={(event) => setAddress({ q: event.currentTarget.value })}
        />
        <Select
          style={{ flex: '1 1 140px', maxWidth: 220 }}
          aria-label={t('workflows/byStatus')}
          placeholder={t('workflows/anyStatus')}
          clearable
          data={['published', 'paused', 'draft', 'attention'].map(choice)}
          value={filter.status || null}
          onChange={(status) => setAddress({ status: status ?? '' })}
        />
        {tags.length > 0 && (
          <Select
            style={{ flex: '1 1 140px', maxWidth: 220 }}
            aria-label={t('workflows/byTag')}
            placeholder={t('workflows/anyTag')}
            clearable
            searchable
            data={tags}
            value={filter.tag || null}
            onChange={(tag) => setAddress({ tag: tag ?? '' })}
          />
        )}
      </Group>
      <Text size="sm" c="dimmed" aria-live="polite">
        {found.length < list.length && t('workflows/found', { count: found.length, all: list.length })}
      </Text>
      {found.length === 0 && (
        <Empty
          title={t('workflows/noneFound')}
          text={t('workflows/noneFoundText')}
          action={
            <Button variant="default" onClick={() => setAddress({ q: '', status: '', tag: '' })}>
              {t('workflows/showAll')}
            </Button>
          }
        />
      )}
      <ul className={classes.list}>
        {found.map((workflow) => (
          <WorkflowRow key={workflow.id} workflow={workflow} does={does(workflow)} />
        ))}
      </ul>
    </Stack>
  );
}

function WorkflowRow({ workflow, does }: { workflow: WorkflowSummary; does: string }) {
  const { t } = useTranslation();
  const paths = usePaths();
  const mayEdit = useMayEdit();
  const { trigger, actions } = workflow;
  return (
    <Paper component="li" className={classes.row}>
      <Go href={paths.workflow(workflow.id)} className={classes.link}>
        <Group gap={4} wrap="nowrap" className={classes.marks}>
          {trigger && <Monogram connector={trigger.connector} />}
          {actions.slice(0, 2).map((action, index) => (
            <Monogram key={index} connector={action.connector} />
          ))}
        </Group>
        <div style={{ minWidth: 0, flex: 1 }}>
          <Text fw={500} lineClamp={2} title={workflow.name} style={{ overflowWrap: 'anywhere' }}>
            {workflow.name}
          </Text>
          <Text size="sm" c="dimmed">
            {does || t('workflows/nothingChosen')}
          </Text>
          {workflow.status !== 'draft' && <DayFigures workflow={workflow} />}
        </div>
      </Go>
      <Group gap="xs" className={classes.state}>
        {workflow.tags.map((tag) => (
          <Tag key={tag} name={tag} />
        ))}
        {workflow.attention > 0 && (
          <Badge color="orange">{t('workflows/attention', { count: workflow.attention })}</Badge>
        )}
        {workflow.changed && workflow.status !== 'draft' && (
          <Badge color="gray">{t('workflows/changed')}</Badge>
        )}
        <StatusMark status={workflow.status} />
        {mayEdit && <WorkflowMenu workflow={workflow} />}
      </Group>
    </Paper>
  );
}
