import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from '@tanstack/react-router';
import { AccountEntrance, HomeEntrance } from './sign-in/entrance.tsx';
import { NotFound } from './sign-in/not-found.tsx';
import { WorkspaceFrame } from './frame/workspace-frame.tsx';
import { FaultPage } from './parts/fault-page.tsx';
import { Loading } from './parts/states.tsx';

// Each screen is a file of its own, read when somebody goes there or is about to (`parts/go.tsx`).
const SetUp = lazyRouteComponent(() => import('./sign-in/set-up.tsx'), 'SetUp');
const SignIn = lazyRouteComponent(() => import('./sign-in/sign-in.tsx'), 'SignIn');
const Forgot = lazyRouteComponent(() => import('./sign-in/forgot.tsx'), 'Forgot');
const Reset = lazyRouteComponent(() => import('./sign-in/reset.tsx'), 'Reset');
const Invite = lazyRouteComponent(() => import('./sign-in/invite.tsx'), 'Invite');
const HomePage = lazyRouteComponent(() => import('./home/home-page.tsx'), 'HomePage');
const ConnectionsPage = lazyRouteComponent(
  () => import('./connections/connections-page.tsx'),
  'ConnectionsPage',
);
const NewConnectionPage = lazyRouteComponent(
  () => import('./connections/new-connection-page.tsx'),
  'NewConnectionPage',
);
const ConnectionPage = lazyRouteComponent(
  () => import('./connections/connection-page.tsx'),
  'ConnectionPage',
);
const WorkflowsPage = lazyRouteComponent(() => import('./workflows/workflows-page.tsx'), 'WorkflowsPage');
const NewWorkflowPage = lazyRouteComponent(() => import('./workflows/workflow-page.tsx'), 'NewWorkflowPage');
const WorkflowPage = lazyRouteComponent(() => import('./workflows/workflow-page.tsx'), 'WorkflowPage');
const HistoryPage = lazyRouteComponent(() => import('./history/history-page.tsx'), 'HistoryPage');
const RecordsEntrance = lazyRouteComponent(() => import('./records/records-entrance.tsx'), 'RecordsEntrance');
const RecordsPage = lazyRouteComponent(() => import('./records/records-page.tsx'), 'RecordsPage');
const RecordPage = lazyRouteComponent(() => import('./records/record-page.tsx'), 'RecordPage');
const RecordSchemaPage = lazyRouteComponent(() => import('./records/schema-page.tsx'), 'RecordSchemaPage');
const RunPage = lazyRouteComponent(() => import('./run/run-page.tsx'), 'RunPage');
const AttentionPage = lazyRouteComponent(() => import('./attention/attention-page.tsx'), 'AttentionPage');
const AccountPage = lazyRouteComponent(() => import('./settings/account-page.tsx'), 'AccountPage');
const AuditPage = lazyRouteComponent(() => import('./settings/audit/audit-page.tsx'), 'AuditPage');
const KeysPage = lazyRouteComponent(() => import('./settings/keys-page.tsx'), 'KeysPage');
const MembersPage = lazyRouteComponent(() => import('./settings/members-page.tsx'), 'MembersPage');
const NoticesPage = lazyRouteComponent(() => import('./settings/notices/notices-page.tsx'), 'NoticesPage');
const SettingsFrame = lazyRouteComponent(() => import('./settings/settings-frame.tsx'), 'SettingsFrame');
const WorkspacePage = lazyRouteComponent(() => import('./settings/workspace-page.tsx'), 'WorkspacePage');

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });
const workspace = createRoute({
  getParentRoute: () => root,
  path: '/w/$workspace',
  component: WorkspaceFrame,
});
const inside = { getParentRoute: () => workspace };
const settings = createRoute({ ...inside, path: '/settings', component: SettingsFrame });
const inSettings = { getParentRoute: () => settings };

const routes = root.addChildren([
  createRoute({ getParentRoute: () => root, path: '/', component: HomeEntrance }),
  createRoute({ getParentRoute: () => root, path: '/sign-in', component: SignIn }),
  createRoute({ getParentRoute: () => root, path: '/setup', component: SetUp }),
  createRoute({ getParentRoute: () => root, path: '/forgot', component: Forgot }),
  createRoute({ getParentRoute: () => root, path: '/reset', component: Reset }),
  createRoute({ getParentRoute: () => root, path: '/invite', component: Invite }),
  createRoute({ getParentRoute: () => root, path: '/account', component: AccountEntrance }),
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
    createRoute({ ...inside, path: '/records', component: RecordsEntrance }),
    createRoute({ ...inside, path: '/records/$crm/$object', component: RecordsPage }),
    createRoute({ ...inside, path: '/records/$crm/$object/schema', component: RecordSchemaPage }),
    createRoute({ ...inside, path: '/records/$crm/$object/$record', component: RecordPage }),
    createRoute({ ...inside, path: '/attention', component: AttentionPage }),
    settings.addChildren([
      createRoute({ ...inSettings, path: '/', component: WorkspacePage }),
      createRoute({ ...inSettings, path: '/members', component: MembersPage }),
      createRoute({ ...inSettings, path: '/keys', component: KeysPage }),
      createRoute({ ...inSettings, path: '/audit', component: AuditPage }),
      createRoute({ ...inSettings, path: '/notices', component: NoticesPage }),
      createRoute({ ...inSettings, path: '/account', component: AccountPage }),
    ]),
  ]),
]);

/** The console's addresses. Query values are plain text, never JSON, so that an address can be written by hand. */
export const router = createRouter({
  routeTree: routes,
  scrollRestoration: true,
  defaultErrorComponent: FaultPage,
  defaultPendingComponent: Loading,
  defaultPendingMs: 300,
  defaultPendingMinMs: 0,
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
