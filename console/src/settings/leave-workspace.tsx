import { Group, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Member } from '../../../src/api/contract.ts';
import { useChange } from '../api/mutations.ts';
import { useWorkspace } from '../api/workspace.ts';
import { Card } from '../connections/card.tsx';
import { ConfirmButton } from '../parts/confirm.tsx';
import { useGo } from '../parts/go.tsx';

/** The way out of a workspace; for its last owner, why there is none. */
export function LeaveWorkspace({ members }: { members: Member[] }) {
  const { t } = useTranslation();
  const { name, role } = useWorkspace();
  const client = useQueryClient();
  const go = useGo();
  const leave = useChange<void, void>((api) => api.post('/members/leave'), {
    done: t('members/left', { name }),
    then: () => {
      void client.invalidateQueries({ queryKey: ['session'] }).then(() => go('/', { replace: true }));
    },
  });
  const last = role === 'owner' && members.filter((each) => each.role === 'owner').length <= 1;
  return (
    <Card title={t('members/leaveTitle')}>
      <Text size="sm">{t(last ? 'members/leaveLast' : 'members/leaveText')}</Text>
      {!last && (
        <Group>
          <ConfirmButton
            size="compact-sm"
            color="red"
            loading={leave.isPending}
            label={t('members/leave')}
            question={t('members/leaveQuestion', { name })}
            confirm={t('members/leave')}
            onConfirm={() => leave.mutate()}
          >
            <Text>{t('members/leaveText')}</Text>
          </ConfirmButton>
        </Group>
      )}
    </Card>
  );
}
