import { createRootRoute, createRoute, createRouter, Outlet } from '@tanstack/react-router';
import { Entrance } from './sign-in/entrance.tsx';
import { SetUp } from './sign-in/set-up.tsx';
import { SignIn } from './sign-in/sign-in.tsx';
import { NotFound } from './sign-in/not-found.tsx';
import { WorkspaceFrame } from './frame/workspace-frame.tsx';
import { HomePage } from './home/home-page.tsx';
import { ConnectionsPage } from './connections/connections-page.tsx';
import { NewConnectionPage } from './connections/new-connection-page.tsx';
import { ConnectionPage } from './connections/connection-page.tsx';
import { WorkflowsPage } from './workflows/workflows-page.tsx';
import { NewWorkflowPage, WorkflowPage } from './workflows/workflow-page.tsx';
import { HistoryPage } from './history/history-page.tsx';
import { RunPage } from './run/run-page.tsx';
import { AttentionPage } from './attention/attention-page.tsx';
import { SettingsPage } from './settings/settings-page.tsx';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });
const workspace = createRoute({
  getParentRoute: () => root,
  path: '/w/$workspace',
  component: WorkspaceFrame,
});
const inside = { getParentRoute: () => workspace };

const routes = root.addChildren([
  createRoute({ getParentRoute: () => root, path: '/', component: Entrance }),
  createRoute({ getParentRoute: () => root, path: '/sign-in', component: SignIn }),
  createRoute({ getParentRoute: () => root, path: '/setup', component: SetUp }),
  workspace.addChildren([
    createRoute({ ...inside, path: '/', component: HomePage }),
    createRoute({ ...inside, path: '/connections', component: ConnectionsPage }),
    createRoute({ ...inside, path: '/connections/new', component: NewConnectionPage }),
    createRoute({ ...inside, path: '/connections/$connection', component: ConnectionPage }),
    createRoute({ ...inside, path: '/workflows', component: WorkflowsPage }),
    createRoute({ ...inside, path: '/workflows/new', component: NewWorkflowPage }),
    createRoute({ ...inside, path: '/workflows/$workflow', component: WorkflowPage }),
    createRoute({ ...inside, path: '/history', component: HistoryPage }),
    createRoute({ ...inside, path: '/runs/$run', component: RunPage }),
    createRoute({ ...inside, path: '/attention', component: AttentionPage }),
    createRoute({ ...inside, path: '/settings', component: SettingsPage }),
  ]),
]);

/** The console's addresses. Query values are plain text, never JSON, so that an address can be written by hand. */
export const router = createRouter({
  routeTree: routes,
  scrollRestoration: true,
  parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: (search) => {
    const query = new URLSearchParams(search as Record<string, string>).toString();
    return query ? `?${query}` : '';
  },
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
