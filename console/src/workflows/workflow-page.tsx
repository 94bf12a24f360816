import { useState, type ReactNode } from 'react';
import type { ConnectorInfo } from '../../../src/api/contract.ts';
import { useConnections, useConnectors, useWorkflow } from '../api/queries.ts';
import { useAddress, useAddressPart } from '../parts/go.tsx';
import { Loaded } from '../parts/states.tsx';
import { Editor } from './editor.tsx';
import { emptyDefinition, withAction, withTrigger } from './guide.ts';

/**
 * A new workflow. `?trigger=clicksign:document.signed&action=rdstation:deal.upsert` chooses ahead. From the first change
 * on the hub keeps its draft, and `?draft=wfl_…` names it: the address then opens it again.
 */
export function NewWorkflowPage() {
  const [address] = useAddress();
  const [stored] = useState(address.draft ?? '');
  return (
    <Tools>
      {(connectors) =>
        stored ? (
          <Stored id={stored} connectors={connectors} />
        ) : (
          <Editor
            workflow={null}
            start={{ name: '', definition: chosenAhead(address, connectors) }}
            connectors={connectors}
          />
        )
      }
    </Tools>
  );
}

/** Connectors, once the accounts are known too: the guide chooses an only account by itself. */
function Tools({ children }: { children: (connectors: ConnectorInfo[]) => ReactNode }) {
  const connectors = useConnectors();
  const connections = useConnections();
  return (
    <Loaded query={connectors}>
      {(known) => <Loaded query={connections}>{() => children(known)}</Loaded>}
    </Loaded>
  );
}

function chosenAhead(address: Record<string, string>, connectors: ConnectorInfo[]) {
  const wanted = (text = '') => ({
    app: connectors.find((each) => each.key === text.split(':')[0]),
    key: text.split(':')[1],
  });
  const trigger = wanted(address.trigger);
  const action = wanted(address.action);
  const triggerInfo = trigger.app?.triggers.find((each) => each.key === trigger.key);
  const actionInfo = action.app?.actions.find((each) => each.key === action.key);
  let definition = emptyDefinition();
  if (trigger.app && triggerInfo) definition = withTrigger(definition, trigger.app.key, triggerInfo);
  if (action.app && actionInfo) definition = withAction(definition, action.app.key, actionInfo);
  return definition;
}

/** A stored workflow. */
export function WorkflowPage() {
  const id = useAddressPart('workflow');
  return <Tools>{(connectors) => <Stored id={id} connectors={connectors} />}</Tools>;
}

function Stored({ id, connectors }: { id: string; connectors: ConnectorInfo[] }) {
  return (
    <Loaded query={useWorkflow(id)}>
      {(workflow) => (
        <Editor
          key={workflow.id}
          workflow={workflow}
          start={{ name: workflow.name, definition: workflow.draft }}
          connectors={connectors}
        />
      )}
    </Loaded>
  );
}
