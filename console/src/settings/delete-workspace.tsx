import { Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { WorkspaceDeleted, WorkspaceDeletion } from '../../../src/api/contract.ts';
import { useChange } from '../api/mutations.ts';
import { useWorkspaceDeletion } from '../api/queries.ts';
import { useWorkspace } from '../api/workspace.ts';
import { Card, Fact } from '../connections/card.tsx';
import classes from '../connections/card.module.css';
import { listOf } from '../i18n/format.ts';
import { useLocale } from '../i18n/locale.ts';
import { ConfirmButton } from '../parts/confirm.tsx';
import { useGo } from '../parts/go.tsx';
import { Loaded } from '../parts/states.tsx';

/** Deletes the workspace on screen after saying what is lost. For owners. */
export function DeleteWorkspace() {
  const { t } = useTranslation();
  const { name } = useWorkspace();
  const go = useGo();
  const client = useQueryClient();
  const locale = useLocale();
  const remove = useChange<void, WorkspaceDeleted>((api) => api.remove('', { name }), {
    done: t('deletion/workspaceDone', { name }),
    then: ({ leftAtVendor }) => {
      if (leftAtVendor.length > 0) {
        const names = listOf(
          leftAtVendor.map((one) => one.name),
          locale,
        );
        notifications.show({
          message: t('deletion/workspaceLeft', { names }),
          color: 'orange',
          autoClose: false,
        });
      }
      void client.invalidateQueries({ queryKey: ['session'] });
      go('/');
    },
  });
  return (
    <Card title={t('deletion/workspaceTitle')} text={t('deletion/workspaceText')}>
      <ConfirmButton
        color="red"
        variant="subtle"
        w="fit-content"
        label={t('deletion/workspaceTitle')}
        question={t('deletion/workspaceQuestion', { name })}
        confirm={t('deletion/workspaceTitle')}
        typeName={name}
        onConfirm={() => remove.mutate()}
      >
        <WhatIsLost />
      </ConfirmButton>
    </Card>
  );
}

/** The hub counts up to here. */
const mostCounted = 10_000;
const rows = [
  ['members', 'deletion/members'],
  ['connections', 'deletion/connections'],
  ['workflows', 'deletion/allWorkflows'],
  ['runs', 'deletion/allRuns'],
  ['events', 'deletion/allEvents'],
] as const;

function WhatIsLost() {
  const { t } = useTranslation();
  const locale = useLocale();
  const shown = (value: number) => {
    const number = new Intl.NumberFormat(locale).format(value);
    return value >= mostCounted ? t('deletion/atLeast', { number }) : number;
  };
  return (
    <Loaded query={useWorkspaceDeletion()}>
      {(lost: WorkspaceDeletion) => (
        <Stack gap="xs">
          <Text size="sm">{t('deletion/workspaceText')}</Text>
          <Text size="sm" fw={600}>
            {t('deletion/lost')}
          </Text>
          <dl className={classes.facts}>
            {rows.map(([key, label]) => (
              <Fact key={key} name={t(label)}>
                {shown(lost[key])}
              </Fact>
            ))}
          </dl>
        </Stack>
      )}
    </Loaded>
  );
}
