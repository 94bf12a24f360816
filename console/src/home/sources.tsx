import { Anchor, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Home } from '../../../src/api/contract.ts';
import { Go } from '../parts/go.tsx';
import { Monogram } from '../parts/monogram.tsx';
import { usePaths } from '../parts/paths.ts';
import { EnvironmentBadge } from '../parts/status.tsx';
import { When } from '../parts/when.tsx';

/** Up to when each source is known to be complete: everything that happened there before is here. */
export function Sources({ sources, reachable }: Pick<Home, 'sources' | 'reachable'>) {
  const { t } = useTranslation();
  const paths = usePaths();
  return (
    <Stack gap="sm">
      {sources.map(({ connection, completeUpTo, checkedAt, foundLate }) => (
        <Group key={connection.id} gap="sm" wrap="nowrap" align="flex-start">
          <Monogram connector={connection.connector} />
          <div>
            <Group gap="xs">
              <Anchor component={Go} href={paths.connection(connection.id)}>
                {connection.name}
              </Anchor>
              <EnvironmentBadge kind={connection.environmentKind} />
            </Group>
            <Text size="sm" c="dimmed">
              {completeUpTo ? (
                <>
                  {t('home/completeUpTo')} <When at={completeUpTo} as="clock" />
                </>
              ) : (
                t('home/notChecked')
              )}
              {checkedAt && (
                <>
                  {' '}
                  · {t('home/checked')} <When at={checkedAt} />
                </>
              )}
              {foundLate > 0 && ` · ${t('home/foundLate', { count: foundLate })}`}
            </Text>
          </div>
        </Group>
      ))}
      {!reachable && (
        <Text size="sm" c="dimmed">
          {t('home/unreachable')}
        </Text>
      )}
    </Stack>
  );
}
