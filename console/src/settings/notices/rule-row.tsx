import { Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { NoticeDelivery, NoticeRule } from '../../../../src/api/contract.ts';
import { useChange } from '../../api/mutations.ts';
import { useMay } from '../../api/workspace.ts';
import { useLocale } from '../../i18n/locale.ts';
import { ConfirmButton } from '../../parts/confirm.tsx';
import { Outcome } from './outcome.tsx';
import { ruleSentence } from './words.ts';

/** A rule as a sentence, with what can be done with it and what came of its test. */
export function RuleRow({ rule, onEdit }: { rule: NoticeRule; onEdit: () => void }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const may = useMay();
  const test = useChange<void, NoticeDelivery[]>((api) => api.post(`/notices/${rule.id}/test`));
  const remove = useChange<void, void>((api) => api.remove(`/notices/${rule.id}`), {
    done: t('notices/removed'),
  });
  const sentence = ruleSentence(t, rule, locale);
  return (
    <Stack component="li" gap={6}>
      <Text size="sm" style={{ overflowWrap: 'anywhere' }} {...(!rule.enabled && { c: 'dimmed' })}>
        {sentence} {!rule.enabled && t('notices/off')}
      </Text>
      {may('admin') && (
        <Group gap="xs">
          <Button size="compact-sm" variant="default" loading={test.isPending} onClick={() => test.mutate()}>
            {t('notices/test')}
          </Button>
          <Button size="compact-sm" variant="subtle" onClick={onEdit}>
            {t('notices/change')}
          </Button>
          <ConfirmButton
            size="compact-sm"
            variant="subtle"
            color="red"
            loading={remove.isPending}
            label={t('actions/remove')}
            question={t('notices/removeTitle')}
            confirm={t('notices/remove')}
            onConfirm={() => remove.mutate()}
          >
            <Text style={{ overflowWrap: 'anywhere' }}>{sentence}</Text>
            <Text mt="xs">{t('notices/removeText')}</Text>
          </ConfirmButton>
        </Group>
      )}
      <div role="status">
        {test.data?.map((delivery) => (
          <Group key={delivery.id} gap="xs">
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
              {delivery.target}
            </Text>
            <Outcome delivery={delivery} />
          </Group>
        ))}
      </div>
    </Stack>
  );
}
