import { useState } from 'react';
import { Badge, Box, Group, Modal, Button, Select, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Member, Role } from '../../../src/api/contract.ts';
import { isDemoAccount } from '../api/demo-account.ts';
import { useChange } from '../api/mutations.ts';
import { useWorkspace } from '../api/workspace.ts';
import { ConfirmButton } from '../parts/confirm.tsx';
import { When } from '../parts/when.tsx';
import { MakeResetLink } from './make-reset-link.tsx';
import { assignableRoles, mayManage } from './roles.ts';

/** A member: who, what they may do, when they were here, and what an admin does about it. */
export function MemberRow({ member, lastOwner }: { member: Member; lastOwner: boolean }) {
  const { t } = useTranslation();
  const { role: own } = useWorkspace();
  const manage = mayManage(own, member.role);
  const isDemo = isDemoAccount(member.email);
  return (
    <Group component="li" justify="space-between" gap="xs" align="flex-start">
      <Box style={{ flex: '1 1 240px', minWidth: 0 }}>
        <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
          {member.name}{' '}
          {member.you && (
            <Text span c="dimmed">
              {t('members/you')}
            </Text>
          )}
        </Text>
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {member.email}
        </Text>
        <Text size="sm" c="dimmed" component="div">
          {t('members/joined')} <When at={member.joinedAt} />
          {member.twoFactor !== null && (
            <>
              {' · '}
              {member.lastSeenAt ? (
                <>
                  {t('members/seen')} <When at={member.lastSeenAt} />
                </>
              ) : (
                t('members/neverSeen')
              )}
              {!isDemo && ` · ${t(member.twoFactor ? 'members/twoFactor' : 'members/noTwoFactor')}`}
            </>
          )}
        </Text>
      </Box>
      <Group gap="xs" align="center">
        {manage && !member.you && !isDemo && <MakeResetLink member={member} />}
        {manage && !member.you && <Remove member={member} />}
        {manage && !lastOwner ? (
          <RoleSelect member={member} />
        ) : (
          <Stack gap={0} align="flex-end">
            <Badge variant="default">{t(`role/${member.role}`)}</Badge>
            {manage && lastOwner && (
              <Text size="xs" c="dimmed" maw={220} ta="right">
                {t('members/lastOwner')}
              </Text>
            )}
          </Stack>
        )}
      </Group>
    </Group>
  );
}

/** Another role is given at once; making an owner, and lowering oneself, is asked first. */
function RoleSelect({ member }: { member: Member }) {
  const { t } = useTranslation();
  const { role: own } = useWorkspace();
  const [asked, setAsked] = useState<Role | null>(null);
  const change = useChange<Role, Member[]>((api, role) => api.patch(`/members/${member.id}`, { role }), {
    done: t('members/changed', { name: member.name }),
  });
  return (
    <>
      <Select
        aria-label={t('members/roleOf', { name: member.name })}
        size="xs"
        w={150}
        data={assignableRoles(own).map((value) => ({ value, label: t(`role/${value}`) }))}
        value={member.role}
        disabled={change.isPending}
        onChange={(role) => {
          if (!role || role === member.role) return;
          if (role === 'owner' || member.you) setAsked(role);
          else change.mutate(role);
        }}
        allowDeselect={false}
      />
      <Modal
        opened={asked !== null}
        onClose={() => setAsked(null)}
        title={t(member.you ? 'members/lowerYourself' : 'members/makeOwner', { name: member.name })}
        closeButtonProps={{ 'aria-label': t('actions/close') }}
      >
        <Text>{asked && t(`members/may/${asked}`)}</Text>
        {member.you && <Text mt="sm">{t('members/lowerText')}</Text>}
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={() => setAsked(null)} data-autofocus>
            {t('actions/keep')}
          </Button>
          <Button
            onClick={() => {
              if (asked) change.mutate(asked);
              setAsked(null);
            }}
          >
            {t('members/giveRole', { role: asked ? t(`role/${asked}`) : '' })}
          </Button>
        </Group>
      </Modal>
    </>
  );
}

function Remove({ member }: { member: Member }) {
  const { t } = useTranslation();
  const { name: workspace } = useWorkspace();
  const remove = useChange<void, void>((api) => api.remove(`/members/${member.id}`), {
    done: t('members/removed', { name: member.name }),
  });
  return (
    <ConfirmButton
      size="compact-sm"
      variant="subtle"
      color="red"
      loading={remove.isPending}
      label={t('actions/remove')}
      question={t('members/removeTitle', { name: member.name, workspace })}
      confirm={t('members/remove')}
      onConfirm={() => remove.mutate()}
    >
      <Text>{t('members/removeText')}</Text>
    </ConfirmButton>
  );
}
