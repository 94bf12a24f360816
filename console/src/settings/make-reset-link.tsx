import { useState } from 'react';
import { Button, Modal, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Member, ResetLink } from '../../../src/api/contract.ts';
import { useChange } from '../api/mutations.ts';
import { ProblemNote } from '../parts/states.tsx';
import { OnceLink } from './once-link.tsx';

/** Makes a link to a new password for a member who is locked out, after saying what it opens. */
export function MakeResetLink({ member }: { member: Member }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const make = useChange<void, ResetLink>((api) => api.post(`/members/${member.id}/reset-link`), {
    quiet: true,
  });
  const close = () => {
    setOpened(false);
    make.reset();
  };
  return (
    <>
      <Button size="compact-sm" variant="subtle" onClick={() => setOpened(true)}>
        {t('members/resetLink')}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={t('members/resetTitle', { name: member.name })}
        closeOnClickOutside={!make.data}
        closeOnEscape={!make.data}
        withCloseButton={!make.data}
        closeButtonProps={{ 'aria-label': t('actions/close') }}
      >
        {make.data ? (
          <OnceLink
            link={make.data.link}
            text={t('members/resetMade', { name: member.name })}
            onDone={close}
          />
        ) : (
          <Stack>
            <Text>{t('members/resetText')}</Text>
            {make.error && <ProblemNote error={make.error} />}
            <Button loading={make.isPending} onClick={() => make.mutate()}>
              {t('members/resetMake')}
            </Button>
          </Stack>
        )}
      </Modal>
    </>
  );
}
