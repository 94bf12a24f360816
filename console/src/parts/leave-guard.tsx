import { Button, Group, Modal, Text } from '@mantine/core';
import type { useBlocker } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

interface LeaveGuardProps {
  blocker: Extract<ReturnType<typeof useBlocker>, { status: string }>;
  /** What is lost. */
  text: string;
}

/** Asks before unsaved changes are left behind. */
export function LeaveGuard({ blocker, text }: LeaveGuardProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={blocker.status === 'blocked'}
      onClose={() => blocker.reset?.()}
      title={t('workflow/leaveTitle')}
      closeButtonProps={{ 'aria-label': t('actions/close') }}
    >
      <Text>{text}</Text>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={() => blocker.reset?.()} data-autofocus>
          {t('workflow/stay')}
        </Button>
        <Button color="red" onClick={() => blocker.proceed?.()}>
          {t('workflow/leave')}
        </Button>
      </Group>
    </Modal>
  );
}
