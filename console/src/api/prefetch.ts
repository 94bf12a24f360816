import type { QueryClient } from '@tanstack/react-query';
import { apiAt, type Params } from './client.ts';
import { pagesOf } from './queries.ts';

/** What a screen reads first: topic, path and parameters, as its queries name them. */
type Read = [topic: string, path: string, params?: Params];

const staleMs = 5000;

/** Reads ahead what the screen at an address of the console will ask for, while the pointer is still on its way. */
export function prefetchPage(client: QueryClient, href: string): void {
  const { pathname, searchParams } = new URL(href, window.location.origin);
  const [, base, workspace, place = '', thing] = pathname.split('/');
  if (base !== 'w' || !workspace) return;
  const id = decodeURIComponent(workspace);
  const api = apiAt(`/api/w/${workspace}`);
  for (const [topic, path, params = {}] of readsOf(place, thing)) {
    void client.prefetchQuery({
      queryKey: [id, topic, path, params],
      queryFn: () => api.get(path, params),
      staleTime: staleMs,
    });
  }
  if (place === 'history' && searchParams.size === 0) {
    void client.prefetchInfiniteQuery(pagesOf(api, id, 'runs', '/runs', { from: null }));
  }
}

function readsOf(place: string, thing: string | undefined): Read[] {
  const named = thing !== undefined && thing !== 'new';
  switch (place) {
    case '':
      return [['home', '/home']];
    case 'runs':
      return named ? [['runs', `/runs/${thing}`]] : [];
    case 'connections':
      return [named ? ['connections', `/connections/${thing}`] : ['connections', '/connections']];
    case 'workflows':
      return [named ? ['workflows', `/workflows/${thing}`] : ['workflows', '/workflows']];
    case 'attention':
      return [['attention', '/attention']];
    case 'history':
      return [
        ['workflows', '/workflows'],
        ['connections', '/connections'],
      ];
    default:
      return [];
  }
}
