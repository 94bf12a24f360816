import { useEffect } from 'react';
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { checkReach } from './reach.ts';

/** Which reads are stale when a topic changed. */
const touched: Record<string, string[]> = {
  runs: ['runs', 'home', 'attention', 'events', 'workflows'],
  connections: ['connections', 'home', 'attention'],
  workflows: ['workflows', 'home'],
};

/** At most one reading round in this time, in milliseconds, however busy the engine is. */
const restMs = 2000;

/** How long after a refusal the stream is asked for again, in milliseconds. */
const againMs = 5000;

/** Reads again what changed, told by server-sent events, while a workspace is on screen. */
export function useLive(workspaceId: string): void {
  const client = useQueryClient();
  useEffect(() => {
    const topics = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | null = null;
    let again: ReturnType<typeof setTimeout> | null = null;
    let source: EventSource;
    const flush = () => {
      timer = null;
      refresh(client, workspaceId, topics);
      topics.clear();
    };
    const listen = () => {
      source = new EventSource(`/api/w/${encodeURIComponent(workspaceId)}/live`);
      source.addEventListener('changed', (event: MessageEvent<string>) => {
        for (const topic of topicsOf(event.data)) topics.add(topic);
        timer ??= setTimeout(flush, restMs);
      });
      source.addEventListener('error', () => {
        checkReach();
        // The stream broke off, or ended as it does every half hour: the browser opens it again by itself.
        if (source.readyState !== EventSource.CLOSED) return;
        // It was refused: by the hub, because the reader was removed or signed out, which the session tells; or by a
        // proxy while the hub was away.
        void client.invalidateQueries({ queryKey: ['session'] });
        again = setTimeout(listen, againMs);
      });
    };
    listen();
    return () => {
      source.close();
      if (timer) clearTimeout(timer);
      if (again) clearTimeout(again);
    };
  }, [client, workspaceId]);
}

function topicsOf(data: string): string[] {
  const message = JSON.parse(data) as { topics?: string[] };
  return message.topics ?? [];
}

function refresh(client: QueryClient, workspaceId: string, topics: Set<string>): void {
  const stale = new Set([...topics].flatMap((topic) => touched[topic] ?? []));
  void client.invalidateQueries({
    // Pages already on screen keep still: their head is read instead and new rows wait.
    predicate: ({ queryKey }) =>
      queryKey[0] === workspaceId && stale.has(String(queryKey[1])) && queryKey[3] !== 'pages',
  });
}
