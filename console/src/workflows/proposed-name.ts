import { useTranslation } from 'react-i18next';
import type { ConnectorInfo } from '../../../src/api/contract.ts';
import { wordsOf } from '../i18n/words.ts';
import type { Draft } from './draft.ts';
import { firstAction, partsOf } from './guide.ts';

const longest = 200;

/** Gives a draft's name; one without a name of the reader's own is called by what it does. */
export function useProposedName(connectors: ConnectorInfo[]): (draft: Draft) => string {
  const { t, i18n } = useTranslation();
  return ({ name, definition }) => {
    if (name.trim()) return name.trim().slice(0, longest);
    const parts = partsOf(definition, connectors);
    const action = firstAction(definition);
    if (!parts.trigger) return t('workflow/untitled');
    const { trigger } = definition;
    const names = [wordsOf(i18n, trigger.connector).trigger(trigger.key)];
    if (parts.action && action) names.push(wordsOf(i18n, action.connector).action(action.key));
    return names.join(' → ').slice(0, longest);
  };
}
