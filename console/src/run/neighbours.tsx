import { useState } from 'react';
import { ActionIcon, Group, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { placeInTrail, readTrail } from '../history/trail.ts';
import { Go, useGo } from '../parts/go.tsx';
import { Icon } from '../parts/icons.tsx';
import { usePaths } from '../parts/paths.ts';

/** Where this run stands in the list somebody came from; null when they came from elsewhere. */
export function useTrailPlace(id: string) {
  const [trail] = useState(readTrail);
  return placeInTrail(trail, id);
}

/** The runs before and after this one in the list somebody came from, also by the keys k and j. */
export function Neighbours({ place }: { place: NonNullable<ReturnType<typeof useTrailPlace>> }) {
  const { t } = useTranslation();
  const paths = usePaths();
  const go = useGo();
  const follow = (id: string | null) => id && go(paths.run(id), { replace: true });
  useHotkeys([
    ['k', () => follow(place.previous)],
    ['j', () => follow(place.next)],
  ]);
  return (
    <Group gap={4} wrap="nowrap">
      <Text size="sm" c="dimmed" className="tabular" style={{ whiteSpace: 'nowrap' }}>
        {t('run/place', { number: place.number, total: place.of })}
      </Text>
      <Step id={place.previous} icon="back" label={t('run/previous')} />
      <Step id={place.next} icon="right" label={t('run/nextRun')} />
    </Group>
  );
}

function Step({ id, icon, label }: { id: string | null; icon: 'back' | 'right'; label: string }) {
  const paths = usePaths();
  if (!id) {
    return (
      <ActionIcon variant="default" size="md" disabled aria-label={label}>
        <Icon name={icon} size={14} />
      </ActionIcon>
    );
  }
  return (
    <ActionIcon component={Go} href={paths.run(id)} variant="default" size="md" aria-label={label}>
      <Icon name={icon} size={14} />
    </ActionIcon>
  );
}
