import { useState } from 'react';
import { Radio, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useConnections } from '../api/queries.ts';
import { wordsOf } from '../i18n/words.ts';
import { ChooseApp } from './choose-app.tsx';
import { changeAction, changeTrigger, withAction, withTrigger } from './guide.ts';
import { useGuide } from './guide-scope.ts';
import { WhichEvents } from './which-events.tsx';

/** Step 1: the tool, the thing that starts a run, and which of those things count. */
export function StepWhen() {
  const { i18n } = useTranslation();
  const { definition, setDefinition, connectors, parts, readOnly } = useGuide();
  const { connector, key } = definition.trigger;
  const [app, setApp] = useState(connector);
  const onlyAccount = useOnlyAccount();
  const infoOf = (of: string) => connectors.find((each) => each.key === of);
  const apps = connectors
    .filter((each) => each.triggers.length > 0)
    .map((each) => ({ key: each.key, name: each.name, items: itemsOf(each) }));
  const words = wordsOf(i18n, app);
  const asked = infoOf(app)?.questions ?? [];
  const question = asked.find((each) => app === connector && each.triggers.includes(key));
  const choose = (of: string, item: string) => {
    const trigger = asked.find((each) => each.key === item)?.triggers[0] ?? item;
    const info = infoOf(of)?.triggers.find((each) => each.key === trigger);
    if (!info) return;
    const next = withTrigger(definition, of, info);
    const account = next.trigger.connectionId || onlyAccount(of);
    setDefinition(changeTrigger(next, { connectionId: account }));
  };
  return (
    <Stack>
      <ChooseApp
        kind="triggers"
        apps={apps}
        app={app}
        item={app === connector ? (question?.key ?? key) : ''}
        nameOf={(item) => words.question(item) ?? words.trigger(item)}
        describe={(item) => words.questionHelp(item) ?? words.describe(['triggers', item])}
        readOnly={readOnly}
        onApp={setApp}
        onItem={choose}
      />
      {question && (
        <Radio.Group
          label={words.ask(question.key)}
          value={key}
          onChange={(trigger) => {
            const info = infoOf(app)?.triggers.find((each) => each.key === trigger);
            if (info) setDefinition(withTrigger(definition, app, info, { keep: true }));
          }}
        >
          <Stack gap="xs" mt="xs">
            {question.triggers.map((trigger) => (
              <Radio
                key={trigger}
                value={trigger}
                disabled={readOnly}
                label={words.answer(question.key, trigger)}
                description={words.describe(['triggers', trigger])}
              />
            ))}
          </Stack>
        </Radio.Group>
      )}
      {parts.trigger && app === connector && <WhichEvents key={connector} />}
    </Stack>
  );
}

/** Triggers as people choose them: those that answer one question are one. */
function itemsOf({ triggers, questions }: ReturnType<typeof useGuide>['connectors'][number]): string[] {
  const items = triggers.map(
    ({ key }) => questions.find((question) => question.triggers.includes(key))?.key ?? key,
  );
  return [...new Set(items)];
}

/** The account of a tool when there is no choice; empty otherwise. */
function useOnlyAccount(): (connector: string) => string {
  const connections = useConnections().data ?? [];
  return (connector) => {
    const own = connections.filter((each) => each.connector === connector && each.status === 'active');
    return own.length === 1 ? own[0]!.id : '';
  };
}

/** Step 2: the tool and what is done in it. */
export function StepThen() {
  const { i18n } = useTranslation();
  const { definition, setDefinition, connectors, action, readOnly } = useGuide();
  const [app, setApp] = useState(action?.connector ?? '');
  const onlyAccount = useOnlyAccount();
  const apps = connectors
    .filter((each) => each.actions.length > 0)
    .map((each) => ({ key: each.key, name: each.name, items: each.actions.map((item) => item.key) }));
  const words = wordsOf(i18n, app);
  const choose = (of: string, item: string) => {
    const info = connectors.find((each) => each.key === of)?.actions.find((each) => each.key === item);
    if (!info) return;
    const next = withAction(definition, of, info);
    const step = next.steps[next.start];
    const known = step?.kind === 'action' ? step.connectionId : null;
    const account = known || onlyAccount(of);
    setDefinition(info.needsConnection && account ? changeAction(next, { connectionId: account }) : next);
  };
  return (
    <ChooseApp
      kind="actions"
      apps={apps}
      app={app}
      item={app === action?.connector ? action.key : ''}
      nameOf={(item) => words.action(item)}
      describe={(item) => words.describe(['actions', item])}
      readOnly={readOnly}
      onApp={setApp}
      onItem={choose}
    />
  );
}
