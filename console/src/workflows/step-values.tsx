import type { Preview } from '../../../src/api/contract.ts';
import { ActionValues } from '../fields/action-values.tsx';
import { useGuide } from './guide-scope.ts';

/** What a previewed step would send. */
export function StepValues({ step }: { step: Preview['steps'][number] }) {
  const { definition, connectors } = useGuide();
  const used = definition.steps[step.id];
  const action = connectors
    .find((each) => each.key === step.connector)
    ?.actions.find((each) => each.key === step.action);
  if (used?.kind !== 'action' || !action) return null;
  return (
    <ActionValues
      connector={step.connector}
      action={action}
      connectionId={used.connectionId}
      input={step.input}
      shape={used.input}
      brief
    />
  );
}
