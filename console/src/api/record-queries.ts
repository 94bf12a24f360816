import {
  infiniteQueryOptions,
  keepPreviousData,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
  type InfiniteData,
} from '@tanstack/react-query';
import type {
  AssociatedRecord,
  Crm,
  CrmOwner,
  CrmRecord,
  PastValue,
  Pipeline,
  Property,
  RecordPage,
  RecordSearch,
  TimelineItem,
} from '../../../src/api/contract-records.ts';
import type { Page } from '../../../src/api/contract.ts';
import type { Api } from './client.ts';
import { useApi, useWorkspace } from './workspace.ts';

/** Records of one object of one CRM. */
export interface Place {
  /** Id of the connection. */
  crm: string;
  /** `contact`. */
  object: string;
}

/** Where an object of a CRM is in the API. */
export const objectPath = ({ crm, object }: Place) => `/crms/${crm}/objects/${object}`;
export const recordsPath = (place: Place) => `${objectPath(place)}/records`;
export const recordPath = (place: Place, id: string) => `${recordsPath(place)}/${id}`;

/** What a CRM is made of hardly ever changes: kept for five minutes. */
const schemaMs = 300_000;

function useRead<Answer>(key: unknown[], path: string | null, staleTime?: number) {
  const api = useApi();
  const { id } = useWorkspace();
  return useQuery({
    queryKey: [id, ...key],
    queryFn: ({ signal }) => api.get<Answer>(path ?? '', {}, signal),
    enabled: path !== null,
    ...(staleTime !== undefined && { staleTime }),
  });
}

export const useCrms = () => useRead<Crm[]>(['crms'], '/crms', 30_000);
export const useProperties = (place: Place | null) =>
  useRead<Property[]>(['schema', place, 'properties'], place && `${objectPath(place)}/properties`, schemaMs);
/** @param place null: the object has no stages */
export const usePipelines = (place: Place | null) =>
  useRead<Pipeline[]>(['schema', place, 'pipelines'], place && `${objectPath(place)}/pipelines`, schemaMs);
export const useOwners = (crm: string) =>
  useRead<CrmOwner[]>(['schema', crm, 'owners'], `/crms/${crm}/owners`, schemaMs);

/** Names under which what is known of records is kept, so that writes can bring it up to date. */
export const keys = {
  record: (workspace: string, place: Place, id: string) => [workspace, 'record', place, id],
  pages: (workspace: string, place: Place) => [workspace, 'records', place],
  of: (workspace: string, id: string, what: 'timeline' | 'associations' | 'history') => [
    workspace,
    'record-of',
    id,
    what,
  ],
};

/** One record; what a list holds of it is shown until it comes. */
export function useRecord(place: Place, recordId: string) {
  const api = useApi();
  const client = useQueryClient();
  const { id } = useWorkspace();
  const listed = () =>
    client
      .getQueriesData<InfiniteData<RecordPage>>({ queryKey: keys.pages(id, place) })
      .flatMap(([, data]) => data?.pages ?? [])
      .flatMap((page) => page.items)
      .find((one) => one.id === recordId);
  return useQuery<CrmRecord>({
    queryKey: keys.record(id, place, recordId),
    queryFn: ({ signal }) => api.get<CrmRecord>(recordPath(place, recordId), {}, signal),
    placeholderData: listed,
  });
}

export const useAssociations = (place: Place, recordId: string) => {
  const { id } = useWorkspace();
  return useRead<AssociatedRecord[]>(
    keys.of(id, recordId, 'associations').slice(1),
    `${recordPath(place, recordId)}/associations`,
  );
};

/** Rows a page of a list has. */
const pageSize = 50;

const searchOptions = (api: Api, id: string, place: Place, search: RecordSearch) =>
  infiniteQueryOptions({
    queryKey: [...keys.pages(id, place), search],
    queryFn: ({ pageParam, signal }) => {
      const { filterGroups, archived, q, sort, direction } = search;
      if (filterGroups) {
        const body = {
          limit: pageSize,
          ...search,
          count: !pageParam,
          ...(pageParam && { cursor: pageParam }),
        };
        return api.post<RecordPage>(`${recordsPath(place)}/search`, body);
      }
      // Plain lists by GET, whose answers a browser may give up waiting for.
      const flags = { archived: archived ? 'true' : null, count: pageParam ? null : 'true' };
      const params = { q, sort, direction: sort && direction, ...flags, limit: search.limit ?? pageSize };
      return api.get<RecordPage>(recordsPath(place), { ...params, cursor: pageParam }, signal);
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    gcTime: 600_000,
  });

/** A list of records, read page by page; its first page says how many there are. */
export function useRecordPages(place: Place, search: RecordSearch) {
  const api = useApi();
  const { id } = useWorkspace();
  return useInfiniteQuery(searchOptions(api, id, place, search));
}

/** The best few for what somebody types. @param text null: nobody looks yet */
export function useFoundRecords(place: Place, text: string | null) {
  const api = useApi();
  const { id } = useWorkspace();
  return useQuery({
    queryKey: [id, 'found', place, text],
    queryFn: ({ signal }) => api.get<RecordPage>(recordsPath(place), { q: text, limit: 8 }, signal),
    enabled: text !== null,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
}

function useListOf<Item>(
  recordId: string,
  what: 'timeline' | 'history',
  path: string,
  options: { limit: number; of?: string; enabled?: boolean },
) {
  const api = useApi();
  const { id } = useWorkspace();
  const { limit, of = '', enabled = true } = options;
  return useInfiniteQuery({
    queryKey: [...keys.of(id, recordId, what), of],
    queryFn: ({ pageParam, signal }) => api.get<Page<Item>>(path, { limit, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page: Page<Item>) => page.cursor,
    enabled,
  });
}

/** What happened to a record, newest first. */
export const useTimeline = (place: Place, recordId: string) =>
  useListOf<TimelineItem>(recordId, 'timeline', `${recordPath(place, recordId)}/timeline`, { limit: 30 });

/** Every value a property had. Read when somebody looks. */
export const usePastValues = (place: Place, recordId: string, property: string, wanted: boolean) =>
  useListOf<PastValue>(
    recordId,
    'history',
    `${recordPath(place, recordId)}/history/${encodeURIComponent(property)}`,
    { limit: 20, of: property, enabled: wanted },
  );
