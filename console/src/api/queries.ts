import { infiniteQueryOptions, keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type {
  Account,
  ApiKey,
  Attention,
  Connection,
  ConnectionDeletion,
  ConnectorInfo,
  EventDetail,
  EventSummary,
  Home,
  NoticeRules,
  NoticeSource,
  Invitation,
  Member,
  Option,
  OwnSession,
  Page,
  Run,
  RunSummary,
  Session,
  SigningSecret,
  Workflow,
  WorkflowSummary,
  WorkspaceDeletion,
  WorkspaceSettings,
  Definition,
} from '../../../src/api/contract.ts';
import { useTranslation } from 'react-i18next';
import { wordsOf } from '../i18n/words.ts';
import { apiAt, type Api, type Params } from './client.ts';
import { useApi, useMayEdit, useWorkspace } from './workspace.ts';

/** One published version of a workflow. */
export interface Version {
  number: number;
  id: string;
  publishedAt: string;
  publishedBy: string | null;
  definition: Definition;
}

/** Who is here and which workspaces they have. */
export function useSession() {
  return useQuery({
    queryKey: ['session'],
    queryFn: () => apiAt('/api').get<Session>('/session'),
    staleTime: 60_000,
  });
}

/** The account of whoever is signed in, and where they are. */
export const useAccount = () =>
  useQuery({ queryKey: ['account'], queryFn: () => apiAt('/api').get<Account>('/account') });
export const useOwnSessions = () =>
  useQuery({
    queryKey: ['account', 'sessions'],
    queryFn: () => apiAt('/api').get<OwnSession[]>('/account/sessions'),
  });

/** Reads one thing of the workspace. `topic` is what a live update names. */
function useRead<Answer>(
  topic: string,
  path: string | null,
  params: Params = {},
  options: {
    staleTime?: number;
    placeholderData?: typeof keepPreviousData;
    initialData?: Answer;
    initialDataUpdatedAt?: number;
  } = {},
) {
  const api = useApi();
  const { id } = useWorkspace();
  return useQuery({
    queryKey: [id, topic, path, params],
    queryFn: ({ signal }) => api.get<Answer>(path ?? '', params, signal),
    enabled: path !== null,
    ...options,
  });
}

export const useHome = () => useRead<Home>('home', '/home');
export const useConnectors = () =>
  useRead<ConnectorInfo[]>('connectors', '/connectors', {}, { staleTime: Infinity });
export const useConnections = () => useRead<Connection[]>('connections', '/connections');
export const useConnection = (id: string) => useRead<Connection>('connections', `/connections/${id}`);
export const useWorkflows = () => useRead<WorkflowSummary[]>('workflows', '/workflows');
export const useWorkflow = (id: string | null) => useRead<Workflow>('workflows', id && `/workflows/${id}`);
export const useVersions = (id: string | null) =>
  useRead<Version[]>('workflows', id && `/workflows/${id}/versions`);
export const useRun = (id: string) => useRead<Run>('runs', `/runs/${id}`);
export const useAttention = () => useRead<Attention>('attention', '/attention');
export const useWorkspaceSettings = () => useRead<WorkspaceSettings>('workspace', '');
export const useMembers = () => useRead<Member[]>('members', '/members');
export const useInvitations = (wanted: boolean) =>
  useRead<Invitation[]>('invitations', wanted ? '/invitations' : null);
export const useNotices = () => useRead<NoticeRules>('notices', '/notices');
export const useNoticeSources = () => useRead<NoticeSource[]>('notices', '/notices/sources');
/** What is lost when an account, or the whole workspace, is deleted: read when somebody asks. */
export const useConnectionDeletion = (id: string) =>
  useRead<ConnectionDeletion>('deletion', `/connections/${id}/deletion`);
export const useWorkspaceDeletion = () => useRead<WorkspaceDeletion>('deletion', '/deletion');
export const useKeys = () => useRead<ApiKey[]>('keys', '/keys');
/** Read only when somebody wants to see it. */
export const useSigningSecret = (wanted: boolean) =>
  useRead<SigningSecret>('signing-secret', wanted ? '/signing-secret' : null);
export const useEvent = (id: string | null) => useRead<EventDetail>('events', id && `/events/${id}`);

/** Recent recognised events of a connection, to look at a workflow with. */
export const useRecentEvents = (connectionId: string | null) =>
  useRead<Page<EventSummary>>('events', connectionId && '/events', {
    connection: connectionId,
    outcome: 'recognized',
    limit: 20,
  });

/** Live choices of an account. `params` null: something they depend on is not chosen yet. */
export function useOptions(
  connectionId: string | null,
  loader: string | null,
  params: Record<string, string> | null,
) {
  // Reading an account is for those who edit; others see what was chosen by its id.
  const ready = useMayEdit() && connectionId && loader && params;
  return useRead<Option[]>(
    'options',
    ready ? `/connections/${connectionId}/options/${loader}` : null,
    params ?? {},
    { staleTime: 60_000 },
  );
}

/** The fields a mapping can fill, standard ones in our words, the account's own in its. */
export function useTargets(
  connector: string,
  connectionId: string | null,
  loader: string | null,
  params: Record<string, string> | null,
) {
  const { i18n } = useTranslation();
  const words = wordsOf(i18n, connector);
  const { data, error, isLoading } = useOptions(connectionId, loader, params);
  const options = data?.map((option): Option => ({
    ...option,
    label: words.target(option.value) ?? option.label,
    ...(option.group && { group: words.group(option.group) }),
  }));
  return { options: options ?? [], error, isLoading };
}

/** How a list is read page by page. */
export const pagesOf = <Item>(api: Api, id: string, topic: string, path: string, params: Params) =>
  infiniteQueryOptions({
    queryKey: [id, topic, path, 'pages', params],
    queryFn: ({ pageParam, signal }) => api.get<Page<Item>>(path, { ...params, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
    // What is shown changes by hand or by the head below it, so that rows do not jump. It is kept for the way back.
    staleTime: Infinity,
    gcTime: 600_000,
  });

/** A list read page by page. */
export function usePages<Item>(topic: string, path: string, params: Params) {
  const api = useApi();
  const { id } = useWorkspace();
  return useInfiniteQuery(pagesOf<Item>(api, id, topic, path, params));
}

/** The newest runs, read again at every live update. */
export const useNewestRuns = (params: Params) =>
  useRead<Page<RunSummary>>('runs', '/runs', params, { placeholderData: keepPreviousData });

/**
 * The newest runs beside a list of them that is read page by page: what is new waits until asked for. The list's first
 * page is where it begins, so that nothing is read twice.
 */
export function useRunsHead(params: Params, pages: ReturnType<typeof usePages<RunSummary>>) {
  const first = pages.data?.pages[0];
  return useRead<Page<RunSummary>>('runs', first ? '/runs' : null, params, {
    placeholderData: keepPreviousData,
    ...(first && { initialData: first, initialDataUpdatedAt: pages.dataUpdatedAt }),
  });
}
