import { Anchor, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Run, RunAction } from '../../../src/api/contract.ts';
import { wordsOf } from '../i18n/words.ts';
import { Go } from '../parts/go.tsx';
import { usePaths } from '../parts/paths.ts';

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

/** "Ana retried this", with a link to the other run where there is one. */
export function ActionText({ run, action }: { run: Run; action: RunAction }) {
  const { t, i18n } = useTranslation();
  const paths = usePaths();
  const { params, by } = action;
  const name = by.name ?? '';
  const who =
    by.kind === 'key' ? t('runActions/key', { name }) : by.kind === 'hub' ? t('runActions/nobody') : name;
  const step = run.steps.find((one) => one.id === params['stepId']);
  const values = {
    who,
    step: step ? wordsOf(i18n, step.connector).action(step.action) : textOf(params['stepId']),
    choice: t([`runActions/choice/${textOf(params['choice'])}`, 'runActions/choice/retry'], {
      externalId: textOf(params['externalId']),
    }),
  };
  const other = params['as'] ?? params['of'];
  const text = t(params['of'] === undefined ? `runActions/${action.action}` : 'runActions/repeated', values);
  return (
    <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
      {typeof other === 'string' ? (
        <Anchor component={Go} href={paths.run(other)} size="sm">
          {text}
        </Anchor>
      ) : (
        text
      )}
    </Text>
  );
}
