import { Button, Group, PasswordInput, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { UseMutationResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { showFaults } from '../api/own.ts';
import { ProblemNote } from '../parts/states.tsx';

interface ProveFormProps<Answer> {
  /** What the password is asked for. */
  text: string;
  submit: string;
  danger?: boolean;
  change: UseMutationResult<Answer, Error, string>;
}

/** Asks for the password before something that a passer-by at an open screen must not do. */
export function ProveForm<Answer>({ text, submit, danger, change }: ProveFormProps<Answer>) {
  const { t } = useTranslation();
  const form = useForm({
    initialValues: { password: '' },
    validate: { password: (value) => (value ? null : t('signIn/passwordMissing')) },
  });
  const prove = ({ password }: typeof form.values) =>
    change.mutate(password, {
      onError: (error) => {
        if (showFaults(error, form, ['password'], t)) change.reset();
      },
    });
  return (
    <form onSubmit={form.onSubmit(prove)} noValidate>
      <Stack>
        <Text>{text}</Text>
        {change.error && <ProblemNote error={change.error} />}
        <PasswordInput
          label={t('signIn/password')}
          autoComplete="current-password"
          data-autofocus
          {...form.getInputProps('password')}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={change.isPending} {...(danger && { color: 'red' })}>
            {submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
