import type { i18n as I18n } from 'i18next';
import type { Connection, Definition } from '../../../src/api/contract.ts';
import { isBlank, shownFields, splitFields } from '../fields/model.ts';
import { wordsOf } from '../i18n/words.ts';
import { firstAction, type GuideStep, type Parts } from './guide.ts';
import { rowsOf } from './filter-rows.ts';

interface Known {
  i18n: I18n;
  definition: Definition;
  parts: Parts;
  connections: Connection[];
  appName: (key: string) => string;
}

/** What was chosen in a step of the guide, in one line; a hint while nothing is. */
export function summaryOf(step: GuideStep, { i18n, definition, parts, connections, appName }: Known): string {
  const t = (key: string, params?: Record<string, unknown>) => i18n.t(key, { ns: 'console', ...params });
  const action = firstAction(definition);
  const { trigger } = definition;
  const nameOf = (id: string | null) => connections.find((each) => each.id === id)?.name;
  switch (step) {
    case 1: {
      if (!trigger.key) return t('guide/hint/when');
      const { rows, nested } = rowsOf(definition.filters);
      const set = (parts.trigger?.fields ?? []).filter((field) => !isBlank(trigger.settings[field.key]));
      const count = rows.length + nested + set.length;
      const which = count > 0 ? t('guide/hint/filtered', { count }) : t('guide/hint/unfiltered');
      return [appName(trigger.connector), wordsOf(i18n, trigger.connector).trigger(trigger.key), which].join(
        ' · ',
      );
    }
    case 2:
      return action
        ? `${appName(action.connector)} · ${wordsOf(i18n, action.connector).action(action.key)}`
        : t('guide/hint/then');
    case 3: {
      const names = [nameOf(trigger.connectionId), nameOf(action?.connectionId ?? null)].filter(Boolean);
      return names.length > 0 ? names.join(' → ') : t('guide/hint/connect');
    }
    case 4:
      return t('guide/hint/details');
    case 5: {
      const fields = splitFields(parts.action?.fields ?? []).contents;
      const filled = shownFields(fields, action?.input ?? {}).filter(
        (field) => !isBlank(action?.input[field.key]),
      ).length;
      return filled > 0 ? t('guide/hint/filled', { count: filled }) : t('guide/hint/fields');
    }
  }
}
