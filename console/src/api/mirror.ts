import { useQuery } from '@tanstack/react-query';
import type { MirrorProgress } from '../../../src/api/contract-records.ts';
import { useApi, useWorkspace } from './workspace.ts';

const lookEveryMs = 2_000;

/** How far a connection's mirror is; read again every two seconds while its first import goes on. */
export function useMirror(connectionId: string) {
  const api = useApi();
  const { id } = useWorkspace();
  return useQuery({
    queryKey: [id, 'mirror', connectionId],
    queryFn: ({ signal }) => api.get<MirrorProgress>(`/crms/${connectionId}/mirror`, {}, signal),
    refetchInterval: ({ state }) =>
      state.data?.objects.some((one) => one.state === 'importing') ? lookEveryMs : 60_000,
  });
}
