import { BareList } from '../parts/bare-list.tsx';
import { useState } from 'react';
import { Button, Group, Modal, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Invitation, InvitationLink } from '../../../src/api/contract.ts';
import { isDemoAccount } from '../api/demo-account.ts';
import { useChange } from '../api/mutations.ts';
import { useInvitations, useSession } from '../api/queries.ts';
import { useWorkspace } from '../api/workspace.ts';
import { Card } from '../connections/card.tsx';
import { ConfirmButton } from '../parts/confirm.tsx';
import { Loaded } from '../parts/states.tsx';
import { When } from '../parts/when.tsx';
import { InviteForm } from './invite-form.tsx';
import { OnceLink } from './once-link.tsx';
import { mayManage } from './roles.ts';

/** Who is invited and has not come yet, and inviting somebody. */
export function InvitationsCard() {
  const { t } = useTranslation();
  const invitations = useInvitations(true);
  const user = useSession().data?.user;
  const [inviting, setInviting] = useState(false);
  const [made, setMade] = useState<InvitationLink | null>(null);
  const close = () => {
    setInviting(false);
    setMade(null);
  };
  const isDemo = user ? isDemoAccount(user.email) : false;
  return (
    <Card title={t('invitations/title')} text={t('invitations/text')}>
      <Loaded query={invitations} rows={1}>
        {(data) =>
          data.length === 0 ? (
            <Text size="sm">{t('invitations/none')}</Text>
          ) : (
            <BareList gap="sm">
              {data.map((invitation) => (
                <InvitationRow key={invitation.id} invitation={invitation} onMade={setMade} />
              ))}
            </BareList>
          )
        }
      </Loaded>
      {isDemo ? (
        <Text size="sm" c="dimmed">
          {t('invitations/demo')}
        </Text>
      ) : (
        <Group>
          <Button size="compact-sm" variant="default" onClick={() => setInviting(true)}>
            {t('invitations/new')}
          </Button>
        </Group>
      )}
      <Modal
        opened={inviting || made !== null}
        onClose={close}
        title={t(made ? 'invitations/madeTitle' : 'invitations/new')}
        closeOnClickOutside={!made}
        closeOnEscape={!made}
        withCloseButton={!made}
        closeButtonProps={{ 'aria-label': t('actions/close') }}
      >
        {made ? (
          <OnceLink
            link={made.link}
            text={t(`invitations/made/${made.mail}`, { email: made.invitation.email })}
            onDone={close}
          />
        ) : (
          <InviteForm onMade={setMade} />
        )}
      </Modal>
    </Card>
  );
}

interface RowProps {
  invitation: Invitation;
  onMade: (made: InvitationLink) => void;
}

function InvitationRow({ invitation, onMade }: RowProps) {
  const { t } = useTranslation();
  const { role: own } = useWorkspace();
  const { id, email, role, inviter, expiresAt, expired } = invitation;
  const renew = useChange<void, InvitationLink>((api) => api.post(`/invitations/${id}/renew`), {
    then: onMade,
  });
  const revoke = useChange<void, void>((api) => api.remove(`/invitations/${id}`), {
    done: t('invitations/revoked', { email }),
  });
  return (
    <Group component="li" justify="space-between" gap="xs" align="flex-start">
      <div style={{ minWidth: 0, flex: '1 1 240px' }}>
        <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
          {email}
        </Text>
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {t(`role/${role}`)} · {t('invitations/by', { name: inviter })} ·{' '}
          {t(expired ? 'invitations/expired' : 'invitations/expires')} <When at={expiresAt} />
        </Text>
      </div>
      {mayManage(own, role) && (
        <Group gap="xs">
          <Button size="compact-sm" variant="subtle" loading={renew.isPending} onClick={() => renew.mutate()}>
            {t('invitations/renew')}
          </Button>
          <ConfirmButton
            size="compact-sm"
            variant="subtle"
            color="red"
            loading={revoke.isPending}
            label={t('invitations/revoke')}
            question={t('invitations/revokeTitle', { email })}
            confirm={t('invitations/revoke')}
            onConfirm={() => revoke.mutate()}
          >
            <Text>{t('invitations/revokeText')}</Text>
          </ConfirmButton>
        </Group>
      )}
    </Group>
  );
}
