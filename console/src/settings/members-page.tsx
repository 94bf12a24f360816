import { BareList } from '../parts/bare-list.tsx';
import { Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useMembers } from '../api/queries.ts';
import { useMay } from '../api/workspace.ts';
import { Card } from '../connections/card.tsx';
import { Loaded } from '../parts/states.tsx';
import { InvitationsCard } from './invitations-card.tsx';
import { LeaveWorkspace } from './leave-workspace.tsx';
import { MemberRow } from './member-row.tsx';
import { RoleList } from './role-list.tsx';

/** Who belongs to the workspace, who is invited, and the way out. */
export function MembersPage() {
  const { t } = useTranslation();
  const members = useMembers();
  const may = useMay();
  return (
    <Stack>
      <Card title={t('members/title')} text={t(may('admin') ? 'members/text' : 'members/textReader')}>
        <Loaded query={members}>
          {(data) => (
            <BareList gap="md">
              {data.map((member) => (
                <MemberRow
                  key={member.id}
                  member={member}
                  lastOwner={
                    member.role === 'owner' && data.filter(({ role }) => role === 'owner').length === 1
                  }
                />
              ))}
            </BareList>
          )}
        </Loaded>
        <RoleList />
      </Card>
      {may('admin') && <InvitationsCard />}
      <LeaveWorkspace members={members.data ?? []} />
    </Stack>
  );
}
