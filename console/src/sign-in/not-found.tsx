import { Button, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Go } from '../parts/go.tsx';
import { Cover } from './cover.tsx';

/** An address that leads nowhere. */
export function NotFound() {
  const { t } = useTranslation();
  return (
    <Cover>
      <Stack>
        <Title order={1}>{t('notFound/title')}</Title>
        <Text>{t('notFound/text')}</Text>
        <Button component={Go} href="/">
          {t('notFound/home')}
        </Button>
      </Stack>
    </Cover>
  );
}
