import { useState } from 'react';
import { Alert, Anchor, Button, Group, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Choice, Run } from '../../../src/api/contract.ts';
import { useChange } from '../api/mutations.ts';
import { useMayEdit } from '../api/workspace.ts';
import { humanise, textAt } from '../i18n/words.ts';
import { ConfirmButton } from '../parts/confirm.tsx';
import { Icon } from '../parts/icons.tsx';

interface DecisionPanelProps {
  run: Run;
  decision: NonNullable<Run['decision']>;
}

/** A run that stopped because only a person can tell: it exists already, send again, or give up. */
export function DecisionPanel({ run, decision }: DecisionPanelProps) {
  const { t, i18n } = useTranslation();
  const mayEdit = useMayEdit();
  const [candidate, setCandidate] = useState(
    decision.candidates.length === 1 ? (decision.candidates[0]?.id ?? '') : '',
  );
  const decide = useChange<{ choice: Choice; externalId?: string }, Run>(
    (api, input) => api.post(`/runs/${run.id}/decide`, input),
    { done: t('decision/done') },
  );
  const connector =
    run.steps.find((step) => ['waiting', 'failed', 'running', 'pending'].includes(step.status))?.connector ??
    '';
  const title =
    (connector && textAt(i18n, connector, ['decisions', decision.code], decision.params)) ||
    textAt(i18n, 'console', ['decisions', decision.code], decision.params) ||
    humanise(decision.code);
  const can = (choice: Choice) => mayEdit && decision.choices.includes(choice);
  return (
    <Alert color="orange" title={title} icon={<Icon name="attention" />}>
      <Stack gap="sm">
        <Text size="sm">{t('decision/text')}</Text>
        {decision.candidates.length > 0 && (
          <Radio.Group
            label={t('decision/candidates', { count: decision.candidates.length })}
            value={candidate}
            onChange={setCandidate}
          >
            <Stack gap={6} mt={6}>
              {decision.candidates.map((each) => (
                <Group key={each.id} gap="xs">
                  <Radio value={each.id} label={each.title} disabled={!can('adopt')} />
                  <Text size="xs" c="dimmed" ff="monospace">
                    {each.id}
                  </Text>
                  {each.url && (
                    <Anchor href={each.url} target="_blank" rel="noreferrer" size="sm">
                      {t('run/openThere')}
                    </Anchor>
                  )}
                </Group>
              ))}
            </Stack>
          </Radio.Group>
        )}
        {decision.candidates.length === 0 && can('adopt') && (
          <TextInput
            size="xs"
            maw={320}
            label={t('decision/idThere')}
            value={candidate}
            onChange={(event) => setCandidate(event.currentTarget.value.trim())}
          />
        )}
        <Group gap="xs">
          {can('adopt') && (
            <Button
              disabled={!candidate}
              loading={decide.isPending}
              onClick={() => decide.mutate({ choice: 'adopt', externalId: candidate })}
            >
              {t('decision/adopt')}
            </Button>
          )}
          {can('retry') && (
            <Button loading={decide.isPending} onClick={() => decide.mutate({ choice: 'retry' })}>
              {t('decision/retry')}
            </Button>
          )}
          {can('send_again') && (
            <ConfirmButton
              label={t('decision/sendAgain')}
              question={t('decision/sendAgainTitle')}
              confirm={t('decision/sendAgain')}
              onConfirm={() => decide.mutate({ choice: 'send_again' })}
            >
              <Text>{t('decision/sendAgainText')}</Text>
            </ConfirmButton>
          )}
          {can('give_up') && (
            <ConfirmButton
              variant="subtle"
              color="red"
              label={t('decision/giveUp')}
              question={t('decision/giveUpTitle')}
              confirm={t('decision/giveUp')}
              onConfirm={() => decide.mutate({ choice: 'give_up' })}
            >
              <Text>{t('decision/giveUpText')}</Text>
            </ConfirmButton>
          )}
        </Group>
      </Stack>
    </Alert>
  );
}
