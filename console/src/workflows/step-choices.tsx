import { useState } from 'react';
import { ChooseApp } from './choose-app.tsx';
import { withAction, withTrigger } from './guide.ts';
import { useGuide } from './guide-scope.ts';

/** Step 1: the tool and the thing that starts a run. */
export function StepWhen() {
  const { definition, setDefinition, connectors, readOnly } = useGuide();
  const { connector, key } = definition.trigger;
  const [app, setApp] = useState(connector);
  const apps = connectors
    .filter((each) => each.triggers.length > 0)
    .map((each) => ({ key: each.key, name: each.name, items: each.triggers.map((trigger) => trigger.key) }));
  const choose = (of: string, item: string) => {
    const info = connectors.find((each) => each.key === of)?.triggers.find((each) => each.key === item);
    if (info) setDefinition(withTrigger(definition, of, info));
  };
  return (
    <ChooseApp
      kind="triggers"
      apps={apps}
      app={app}
      item={app === connector ? key : ''}
      readOnly={readOnly}
      onApp={setApp}
      onItem={choose}
    />
  );
}

/** Step 2: the tool and what is done in it. */
export function StepThen() {
  const { definition, setDefinition, connectors, action, readOnly } = useGuide();
  const [app, setApp] = useState(action?.connector ?? '');
  const apps = connectors
    .filter((each) => each.actions.length > 0)
    .map((each) => ({ key: each.key, name: each.name, items: each.actions.map((item) => item.key) }));
  const choose = (of: string, item: string) => {
    const info = connectors.find((each) => each.key === of)?.actions.find((each) => each.key === item);
    if (info) setDefinition(withAction(definition, of, info));
  };
  return (
    <ChooseApp
      kind="actions"
      apps={apps}
      app={app}
      item={app === action?.connector ? action.key : ''}
      readOnly={readOnly}
      onApp={setApp}
      onItem={choose}
    />
  );
}
