import { Alert, Anchor, List } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Fault } from '../../../src/api/contract.ts';
import { wayOf } from '../fields/model.ts';
import { faultText } from '../i18n/fault-text.ts';
import { wordsOf } from '../i18n/words.ts';
import { useGuide } from './guide-scope.ts';
import { stepOfFault, type GuideStep } from './guide.ts';

/** What stands in the way of publishing; each one leads to its place. */
export function FaultList({ faults, onOpen }: { faults: Fault[]; onOpen: (step: GuideStep) => void }) {
  const { t, i18n } = useTranslation();
  const { definition, parts, action } = useGuide();
  if (faults.length === 0) return null;
  const labelOf = (fault: Fault) => {
    const way = wayOf(fault);
    if (way[0] === 'steps' && way[2] === 'input' && way[3] && action) {
      return wordsOf(i18n, action.connector).label(['actions', action.key], way[3]);
    }
    if (way[0] === 'trigger' && way[1] === 'settings' && way[2]) {
      return wordsOf(i18n, definition.trigger.connector).label(['triggers', definition.trigger.key], way[2]);
    }
    return t(
      `guide/title/${['when', 'then', 'connect', 'details', 'fields'][stepOfFault(fault, definition, parts.action) - 1]}`,
    );
  };
  return (
    <Alert color="orange" title={t('workflow/faults', { count: faults.length })}>
      <List size="sm">
        {faults.map((fault, index) => (
          <List.Item key={index}>
            <Anchor
              component="button"
              type="button"
              size="sm"
              onClick={() => onOpen(stepOfFault(fault, definition, parts.action))}
            >
              {labelOf(fault)}
            </Anchor>
            {`: ${faultText(i18n, fault)}`}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
