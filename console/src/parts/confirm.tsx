import { useState, type ReactNode } from 'react';
import { Button, Group, Modal, Stack, TextInput, type ButtonProps } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';

interface ConfirmProps extends ButtonProps {
  /** What the opening button says. */
  label: string;
  /** The question, naming the thing. */
  question: string;
  /** What is lost. */
  children: ReactNode;
  /** What the confirming button says. */
  confirm: string;
  /** A name to be typed before something that cannot be undone. */
  typeName?: string;
  onConfirm: () => void;
}

/** A button that asks before it destroys: names the thing, says what is lost. */
export function ConfirmButton({
  label,
  question,
  children,
  confirm,
  typeName,
  onConfirm,
  ...button
}: ConfirmProps) {
  const { t } = useTranslation();
  const [opened, { open, close }] = useDisclosure(false);
  const [typed, setTyped] = useState('');
  return (
    <>
      <Button variant="default" {...button} onClick={open}>
        {label}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={question}
        closeButtonProps={{ 'aria-label': t('actions/close') }}
      >
        <Stack>
          {children}
          {typeName && (
            <TextInput
              label={t('confirm/typeName', { name: typeName })}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              data-autofocus
            />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('actions/keep')}
            </Button>
            <Button
              color="red"
              disabled={typeName !== undefined && typed.trim() !== typeName}
              onClick={() => {
                close();
                onConfirm();
              }}
            >
              {confirm}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
