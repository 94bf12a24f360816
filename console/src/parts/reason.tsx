import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Reason } from '../../../src/api/contract.ts';
import { reasonText } from '../i18n/reason-text.ts';

/** Why something is as it is: our words, and the vendor's own below where they say more. */
export function ReasonText({ reason, connector }: { reason: Reason; connector: string }) {
  const { i18n } = useTranslation();
  const text = reasonText(i18n, reason, connector);
  // What we ask ourselves is said above in the reader's language already.
  const ours = Array.isArray(reason.params?.['candidates']);
  return (
    <div>
      <Text size="sm">{text}</Text>
      {reason.message && reason.message !== text && !ours && (
        <Text size="xs" c="inherit" ff="monospace" mt={2} lang="en" style={{ overflowWrap: 'anywhere' }}>
          {reason.message}
        </Text>
      )}
    </div>
  );
}
