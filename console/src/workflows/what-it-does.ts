import { useTranslation } from 'react-i18next';
import type { Definition } from '../../../src/api/contract.ts';
import { listOf } from '../i18n/format.ts';
import { useLocale } from '../i18n/locale.ts';
import { wordsOf } from '../i18n/words.ts';
import { useConnectorName } from '../parts/monogram.tsx';

/** What a workflow does, as far as lists tell it. */
export interface Doing {
  trigger: { connector: string; key: string } | null;
  actions: { connector: string; key: string }[];
}

/** Says what a workflow does in one sentence; empty while nothing is chosen. */
export function useWhatItDoes(): (of: Definition | Doing) => string {
  const { t, i18n } = useTranslation();
  const locale = useLocale();
  const name = useConnectorName();
  return (of) => {
    const { trigger, actions } = 'schema' in of ? doingOf(of) : of;
    if (!trigger) return '';
    const event = wordsOf(i18n, trigger.connector).trigger(trigger.key);
    const when = { app: name(trigger.connector), event };
    if (actions.length === 0) return t('workflow/doesStart', when);
    const done = actions.map(({ connector, key }) =>
      t('workflow/doesAction', { app: name(connector), action: wordsOf(i18n, connector).action(key) }),
    );
    return t('workflow/does', { ...when, actions: listOf(done, locale) });
  };
}

function doingOf({ trigger, start, steps }: Definition): Doing {
  const actions: Doing['actions'] = [];
  const seen = new Set<string>();
  let id: string | null = start;
  while (id !== null && !seen.has(id)) {
    seen.add(id);
    const step: Definition['steps'][string] | undefined = steps[id];
    if (step?.kind === 'action') actions.push({ connector: step.connector, key: step.key });
    id = step?.kind === 'action' ? step.next : null;
  }
  return { trigger: trigger.key ? trigger : null, actions };
}
