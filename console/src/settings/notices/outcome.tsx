import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { NoticeDelivery } from '../../../../src/api/contract.ts';
import { reasonText } from '../../i18n/reason-text.ts';
import { When } from '../../parts/when.tsx';

const tones = {
  sent: 'var(--good)',
  failed: 'var(--bad)',
  pending: 'var(--warn)',
  canceled: 'var(--calm)',
} as const;

/** What became of a message, and why, when it did not arrive. */
export function Outcome({ delivery }: { delivery: NoticeDelivery }) {
  const { t, i18n } = useTranslation();
  const { status, error, nextAt } = delivery;
  return (
    <div>
      <Text size="sm" style={{ color: tones[status] }}>
        {t(`notices/status/${status}`)}
      </Text>
      {error && (
        <Text size="xs" style={{ overflowWrap: 'anywhere' }}>
          {reasonText(i18n, error, '')}
          {error.message && (
            <Text span inherit ff="monospace">
              {' '}
              {error.message}
            </Text>
          )}
        </Text>
      )}
      {status === 'pending' && error && nextAt && (
        <Text size="xs" c="dimmed">
          {t('notices/nextTry')} <When at={nextAt} />
        </Text>
      )}
    </div>
  );
}
