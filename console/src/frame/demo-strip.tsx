import { Anchor, Box, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useHome } from '../api/queries.ts';
import { Icon } from '../parts/icons.tsx';
import { ConnectForReal } from './connect-for-real.tsx';

/** Says that nothing here is real, and where the stand-ins are. */
export function DemoStrip() {
  const { t } = useTranslation();
  const emulators = useHome().data?.emulators ?? [];
  return (
    <Box
      component="aside"
      aria-label={t('demo/title')}
      p="sm"
      style={{ border: '1px solid var(--line)', borderRadius: 6, background: 'var(--mantine-color-body)' }}
    >
      <Text size="sm" fw={600}>
        {t('demo/title')}
      </Text>
      <Text size="xs" c="dimmed" mt={2}>
        {t('demo/text')}
      </Text>
      <Stack gap={4} mt={8}>
        {emulators.map((each) => (
          <Anchor
            key={each.key}
            href={each.url}
            target="_blank"
            rel="noreferrer"
            size="sm"
            style={{ display: 'inline-flex', gap: 6, alignItems: 'center' }}
          >
            {each.key === 'mailbox' ? t('demo/mailbox') : t('demo/open', { name: each.name })}
            <Icon name="external" size={14} />
          </Anchor>
        ))}
        <ConnectForReal />
      </Stack>
    </Box>
  );
}
