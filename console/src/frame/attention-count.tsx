import { Badge, Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useHome } from '../api/queries.ts';
import { Go } from '../parts/go.tsx';
import { Icon } from '../parts/icons.tsx';
import { usePaths } from '../parts/paths.ts';

/** How much waits for a person, one click away. */
export function AttentionCount() {
  const { t } = useTranslation();
  const paths = usePaths();
  const count = useHome().data?.attention ?? 0;
  const shown = count > 99 ? '99' : String(count);
  return (
    <Button
      component={Go}
      href={paths.attention}
      variant={count > 0 ? 'light' : 'subtle'}
      color={count > 0 ? 'orange' : 'gray'}
      size="compact-md"
      px={8}
      aria-label={`${t('frame/needsYouShort')} ${count > 0 ? shown : ''}, ${t('frame/needsYou', { count })}`}
    >
      <Icon name="attention" size={16} />
      <Text span inherit visibleFrom="md" ml={6}>
        {t('frame/needsYouShort')}{' '}
      </Text>
      {count > 0 && (
        <Badge size="sm" circle variant="filled" color="orange.9" ml={6}>
          {shown}
        </Badge>
      )}
    </Button>
  );
}
