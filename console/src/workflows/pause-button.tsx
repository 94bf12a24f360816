import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Workflow, WorkflowSummary } from '../../../src/api/contract.ts';
import { useChange } from '../api/mutations.ts';
import { Icon } from '../parts/icons.tsx';

/** Pauses a running workflow, resumes a paused one. Nothing for a draft. */
export function PauseButton({ workflow }: { workflow: WorkflowSummary }) {
  const { t } = useTranslation();
  const change = useChange<'pause' | 'resume', Workflow>((api, verb) =>
    api.post(`/workflows/${workflow.id}/${verb}`),
  );
  if (workflow.status === 'draft') return null;
  const verb = workflow.status === 'published' ? 'pause' : 'resume';
  return (
    <Button
      variant="default"
      leftSection={<Icon name={verb === 'pause' ? 'pause' : 'play'} size={14} />}
      loading={change.isPending}
      onClick={() => change.mutate(verb)}
    >
      {t(`workflow/${verb}`)}
    </Button>
  );
}
