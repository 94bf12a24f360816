import { useEffect } from 'react';
import { AppShell, Burger, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useSession } from '../api/queries.ts';
import { useLive } from '../api/live.ts';
import { WorkspaceContext, type Workspace } from '../api/workspace.ts';
import { useGo, useAddressPart } from '../parts/go.tsx';
import { Loading, ProblemNote } from '../parts/states.tsx';
import { rememberPlace } from '../sign-in/place.ts';
import { NotFound } from '../sign-in/not-found.tsx';
import { AttentionCount } from './attention-count.tsx';
import { AwayStrip } from './away-strip.tsx';
import { DemoStrip } from './demo-strip.tsx';
import { HelpButton } from './help.tsx';
import { Navigation } from './navigation.tsx';
import { SearchBox } from './search-box.tsx';
import { UserMenu } from './user-menu.tsx';
import { WorkspaceMenu } from './workspace-menu.tsx';
import { useShortcuts } from './shortcuts.ts';

/** The frame around every screen of a workspace; without a session it leads to the sign-in. */
export function WorkspaceFrame() {
  const id = useAddressPart('workspace');
  const session = useSession();
  const go = useGo();
  const signedOut = session.data && !session.data.user;
  useEffect(() => {
    if (!signedOut) return;
    rememberPlace();
    go('/sign-in', { replace: true });
  });
  if (session.error && !session.data) {
    return <ProblemNote error={session.error} retry={() => void session.refetch()} />;
  }
  if (!session.data || signedOut) return <Loading />;
  const workspace = session.data.workspaces.find((each) => each.id === id);
  if (!workspace) return <NotFound />;
  return (
    <WorkspaceContext value={workspace}>
      <Frame key={id} workspace={workspace} />
    </WorkspaceContext>
  );
}

function Frame({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation();
  const [opened, { toggle, close }] = useDisclosure(false);
  const place = useRouterState({ select: (state) => state.location.pathname });
  const address = useRouterState({ select: (state) => state.location.href });
  useEffect(close, [place, close]);
  // What was pressed went away with its page: the keyboard goes on in the new one, not at the top of the frame.
  useEffect(() => {
    if (document.activeElement === document.body) document.getElementById('content')?.focus();
  }, [address]);
  useEffect(() => localStorage.setItem('countersign.workspace', workspace.id), [workspace.id]);
  useLive(workspace.id);
  useShortcuts();
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 216, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding={{ base: 'md', sm: 'lg' }}
    >
      <a className="skip" href="#content">
        {t('frame/skip')}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" gap="sm" wrap="nowrap" justify="space-between">
          <Group gap="xs" wrap="nowrap" style={{ minWidth: 0 }}>
            <Burger
              opened={opened}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={t(opened ? 'frame/closeMenu' : 'frame/openMenu')}
            />
            <WorkspaceMenu />
          </Group>
          <SearchBox />
          <Group gap={4} wrap="nowrap">
            <AttentionCount />
            <HelpButton />
            <UserMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" bg="var(--soft)">
        <Navigation />
        {workspace.demo && <DemoStrip />}
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1} style={{ outline: 'none' }}>
        <AwayStrip />
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
}
