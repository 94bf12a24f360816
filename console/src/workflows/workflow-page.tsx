import { useConnectors, useWorkflow } from '../api/queries.ts';
import { useAddress, useAddressPart } from '../parts/go.tsx';
import { Loaded } from '../parts/states.tsx';
import { Editor } from './editor.tsx';
import { emptyDefinition, withAction, withTrigger } from './guide.ts';

/** A new workflow. `?trigger=clicksign:document.signed&action=rdstation:deal.upsert` chooses ahead. */
export function NewWorkflowPage() {
  const [address] = useAddress();
  return (
    <Loaded query={useConnectors()}>
      {(connectors) => {
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
        return <Editor workflow={null} start={{ name: '', definition }} connectors={connectors} />;
      }}
    </Loaded>
  );
}

/** A stored workflow. */
export function WorkflowPage() {
  const id = useAddressPart('workflow');
  const workflow = useWorkflow(id);
  return (
    <Loaded query={useConnectors()}>
      {(connectors) => (
        <Loaded query={workflow}>
          {(data) => (
            <Editor
              key={data.id}
              workflow={data}
              start={{ name: data.name, definition: data.draft }}
              connectors={connectors}
            />
          )}
        </Loaded>
      )}
    </Loaded>
  );
}
