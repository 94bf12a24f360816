import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ConnectorInfo, Definition, Json } from '../../../src/api/contract.ts';
import { useConnections } from '../api/queries.ts';
import { wordsOf } from '../i18n/words.ts';
import { DifferenceValue, fieldAt } from './difference-value.tsx';
import { connectorAt, type Difference } from './differences.ts';
import classes from './rehearsal.module.css';

interface DifferenceTableProps {
  differences: Difference[];
  /** The definition on the right side: tells whose words to use. */
  definition: Definition;
  connectors: ConnectorInfo[];
  before: string;
  after: string;
}

/** Two drafts side by side, only where they differ. */
export function DifferenceTable({
  differences,
  definition,
  connectors,
  before,
  after,
}: DifferenceTableProps) {
  const { t } = useTranslation();
  const words = useDifferenceWords(definition, connectors);
  const cell = (one: Difference, side: 'before' | 'after') => {
    const at = fieldAt(one, definition, connectors);
    if (!at) return words.value(one, one[side]);
    const form = one.way.slice(0, -1).join('.');
    const beside = differences
      .filter(({ way }) => way.slice(0, -1).join('.') === form)
      .map((other) => [other.way.at(-1)!, other[side]] as const);
    return <DifferenceValue at={at} value={one[side]} beside={Object.fromEntries(beside)} />;
  };
  if (differences.length === 0) return <Text size="sm">{t('differences/none')}</Text>;
  return (
    <table className={classes.changes}>
      <thead>
        <tr>
          <th scope="col">{t('rehearsal/field')}</th>
          <th scope="col">{before}</th>
          <th scope="col">{after}</th>
        </tr>
      </thead>
      <tbody>
        {differences.map((one) => (
          <tr key={one.way.join('.')}>
            <th scope="row">{words.label(one)}</th>
            <td className={classes.before}>{cell(one, 'before')}</td>
            <td>{cell(one, 'after')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function useDifferenceWords(definition: Definition, connectors: ConnectorInfo[]) {
  const { t, i18n } = useTranslation();
  const connections = useConnections().data ?? [];
  const label = (one: Difference): string => {
    const { way } = one;
    const words = wordsOf(i18n, connectorAt(one, definition));
    const last = way.at(-1) ?? '';
    if (way[0] === 'name') return t('workflow/name');
    if (way[0] === 'filters') return t('filters/title');
    if (last === 'connectionId') return t('differences/account');
    if (way[0] === 'trigger') {
      return way[1] === 'key'
        ? t('guide/title/when')
        : words.label(['triggers', definition.trigger.key], last);
    }
    const step = definition.steps[way[1] ?? ''];
    if (way[2] === 'key' || step?.kind !== 'action') return t('guide/title/then');
    return words.label(['actions', step.key], last);
  };
  const value = ({ way }: Difference, given: Json): string => {
    if (typeof given === 'object' && given !== null) return JSON.stringify(given);
    if (given === null || given === '') return t('rehearsal/empty');
    if (way.at(-1) === 'connectionId') {
      return connections.find((each) => each.id === given)?.name ?? String(given);
    }
    if (way.at(-1) === 'key' && way.length < 4 && typeof given === 'string') {
      const [connector = '', key = ''] = given.split(':');
      const name = connectors.find((each) => each.key === connector)?.name ?? connector;
      const words = wordsOf(i18n, connector);
      return `${name}: ${way[0] === 'trigger' ? words.trigger(key) : words.action(key)}`;
    }
    return String(given);
  };
  return { label, value };
}
