import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Run } from '../../../src/api/contract.ts';
import { useChange } from '../api/mutations.ts';
import { ConfirmButton } from '../parts/confirm.tsx';
import { useGo } from '../parts/go.tsx';
import { usePaths } from '../parts/paths.ts';

/** What can be done with a run beside what helps it on (`turn-panel.tsx`). */
export function RunActions({ run }: { run: Run }) {
  const { t } = useTranslation();
  const go = useGo();
  const paths = usePaths();
  const repeat = useChange<void, Run>((api) => api.post(`/runs/${run.id}/repeat`), {
    then: (fresh) => go(paths.run(fresh.id)),
  });
  const cancel = useChange<void, Run>((api) => api.post(`/runs/${run.id}/cancel`), {
    done: t('run/canceled'),
  });
  const open = ['pending', 'running', 'waiting', 'parked'].includes(run.status);
  return (
    <>
      {open && (
        <ConfirmButton
          label={t('run/cancel')}
          question={t('run/cancelTitle', { title: run.title })}
          confirm={t('run/cancel')}
          variant="subtle"
          color="red"
          onConfirm={() => cancel.mutate()}
        >
          <Text>{t('run/cancelText')}</Text>
        </ConfirmButton>
      )}
      {!open && (
        <ConfirmButton
          label={t('run/repeat')}
          question={t('run/repeatTitle', { title: run.title })}
          confirm={t('run/repeat')}
          loading={repeat.isPending}
          onConfirm={() => repeat.mutate()}
        >
          <Text>{t('run/repeatText')}</Text>
        </ConfirmButton>
      )}
    </>
  );
}
