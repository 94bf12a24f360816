import { Box, Text } from '@mantine/core';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Role } from '../../../src/api/contract.ts';
import { useMay, useWorkspace } from '../api/workspace.ts';
import { Go } from '../parts/go.tsx';
import { Page } from '../parts/page.tsx';
import { usePaths } from '../parts/paths.ts';
import classes from './settings-frame.module.css';

/** A page of the settings: its name (`settings/tabs/<key>`), where it is below `/settings`, and the role it needs. */
interface SettingsPlace {
  key: string;
  path: string;
  needs: Role;
}

const places: SettingsPlace[] = [
  { key: 'workspace', path: '', needs: 'viewer' },
  { key: 'members', path: '/members', needs: 'viewer' },
  { key: 'keys', path: '/keys', needs: 'admin' },
  { key: 'audit', path: '/audit', needs: 'admin' },
  { key: 'notices', path: '/notices', needs: 'viewer' },
  { key: 'account', path: '/account', needs: 'viewer' },
];

/** The frame of the settings: their pages side by side, and the one that is open. Every page of it is a route below. */
export function SettingsFrame() {
  const { t } = useTranslation();
  const { name } = useWorkspace();
  const { settings } = usePaths();
  const may = useMay();
  const at = useRouterState({ select: (state) => state.location.pathname.replace(/\/$/, '') });
  const open = places.find(({ path }) => at === settings + path);
  return (
    <Page
      title={t('nav/settings')}
      documentTitle={t(`settings/tabs/${open?.key ?? 'workspace'}`)}
      sentence={t('settings/sentence', { name })}
    >
      <nav aria-label={t('nav/settings')} className={classes.tabs}>
        {places
          .filter(({ needs }) => may(needs))
          .map(({ key, path }) => (
            <Go
              key={key}
              href={settings + path}
              className={classes.tab}
              {...(open?.key === key && { 'aria-current': 'page' as const })}
            >
              {t(`settings/tabs/${key}`)}
            </Go>
          ))}
      </nav>
      <Box maw={760} w="100%">
        {open && !may(open.needs) ? (
          <Text>{t('settings/needs', { role: t(`role/${open.needs}`) })}</Text>
        ) : (
          <Outlet />
        )}
      </Box>
    </Page>
  );
}
