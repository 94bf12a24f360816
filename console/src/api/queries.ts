import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type {
  ApiKey,
  Attention,
  Connection,
  ConnectorInfo,
  EventDetail,
  EventSummary,
  Home,
  Option,
  Page,
  Run,
  RunSummary,
  Session,
  SigningSecret,
  Workflow,
  WorkflowSummary,
  WorkspaceSettings,
  Definition,
} from '../../../src/api/contract.ts';
import { useTranslation } from 'react-i18next';
import { wordsOf } from '../i18n/words.ts';
import { apiAt, type Params } from './client.ts';
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

/** Reads one thing of the workspace. `topic` is what a live update names. */
function useRead<Answer>(
  topic: string,
  path: string | null,
  params: Params = {},
  options: { staleTime?: number; placeholderData?: typeof keepPreviousData } = {},
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

/** A list read page by page. */
export function usePages<Item>(topic: string, path: string, params: Params) {
  const api = useApi();
  const { id } = useWorkspace();
  return useInfiniteQuery({
    queryKey: [id, topic, path, 'pages', params],
    queryFn: ({ pageParam, signal }) => api.get<Page<Item>>(path, { ...params, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
    // What is shown changes by hand or by the head below it, so that rows do not jump.
    staleTime: Infinity,
    gcTime: 0,
  });
}

/** The newest runs, read again at every live update; what is new waits until asked for. */
export const useRunsHead = (params: Params) =>
  useRead<Page<RunSummary>>('runs', '/runs', { ...params, limit: 50 }, { placeholderData: keepPreviousData });
