import { NavLink, Stack } from '@mantine/core';
import { useRouterState } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Go } from '../parts/go.tsx';
import { Icon, type IconName } from '../parts/icons.tsx';
import { usePaths } from '../parts/paths.ts';

/** The places of a workspace. */
export function Navigation() {
  const { t } = useTranslation();
  const paths = usePaths();
  const at = useRouterState({ select: (state) => state.location.pathname });
  const places: { key: string; href: string; icon: IconName; also?: string }[] = [
    { key: 'home', href: paths.home, icon: 'home' },
    { key: 'records', href: paths.records, icon: 'records' },
    { key: 'workflows', href: paths.workflows, icon: 'workflow' },
    { key: 'history', href: paths.history(), icon: 'history', also: `${paths.home}/runs` },
    { key: 'attention', href: paths.attention, icon: 'attention' },
    { key: 'connections', href: paths.connections, icon: 'plug' },
    { key: 'settings', href: paths.settings, icon: 'gear' },
  ];
  const here = (place: (typeof places)[number]) =>
    place.key === 'home'
      ? at.replace(/\/$/, '') === place.href
      : at.startsWith(place.href) || (place.also !== undefined && at.startsWith(place.also));
  return (
    <Stack component="nav" aria-label={t('frame/navigation')} gap={2} style={{ flex: 1 }}>
      {places.map((place) => (
        <NavLink
          key={place.key}
          component={Go}
          href={place.href}
          active={here(place)}
          {...(here(place) && { 'aria-current': 'page' as const })}
          label={t(`nav/${place.key}`)}
          leftSection={<Icon name={place.icon} />}
          style={{ borderRadius: 6 }}
          py={8}
        />
      ))}
    </Stack>
  );
}
