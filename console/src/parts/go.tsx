import { useRef, type AnchorHTMLAttributes, type MouseEvent } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useParams, useRouter, useRouterState } from '@tanstack/react-router';
import { prefetchPage } from '../api/prefetch.ts';

/** How long a pointer rests on a link before the page behind it is read ahead, in milliseconds. */
const intentMs = 60;

/** A link that stays inside the console; a new tab works as anywhere. For Mantine's `component`. */
export function Go({ href, onClick, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }) {
  const go = useGo();
  const intent = useIntent(href);
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!plain || event.defaultPrevented) return;
    event.preventDefault();
    go(href);
  };
  return <a {...intent} {...rest} href={href} onClick={follow} />;
}

/** Handlers that read the page behind a link ahead when somebody is about to follow it. */
function useIntent(href: string) {
  const router = useRouter();
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const cancel = () => clearTimeout(timer.current);
  const begin = () => {
    cancel();
    timer.current = setTimeout(() => {
      // The same routes by another name: `to` is typed by the route, and an address is what links hold.
      void router.preloadRoute({ to: href.replace(/[?#].*/, '') });
      prefetchPage(client, href);
    }, intentMs);
  };
  return { onMouseEnter: begin, onFocus: begin, onTouchStart: begin, onMouseLeave: cancel, onBlur: cancel };
}

/** Goes to an address inside the console; `replace` leaves no step back. */
export function useGo(): (href: string, options?: { replace?: boolean }) => void {
  const router = useRouter();
  return (href, options) => (options?.replace ? router.history.replace(href) : router.history.push(href));
}

/** A part of the address by its name in the route (`run` of `/runs/$run`); empty on routes without it. */
export function useAddressPart(
  name: 'workspace' | 'connection' | 'workflow' | 'run' | 'crm' | 'object' | 'record',
): string {
  const parts: Partial<Record<string, string>> = useParams({ strict: false });
  return parts[name] ?? '';
}

/** The address's query as text by key, and a way to change some of it. An empty value leaves the address. */
export function useAddress(): [Record<string, string>, (changes: Record<string, string>) => void] {
  const router = useRouter();
  const text = useRouterState({ select: (state): string => state.location.searchStr });
  const search: Record<string, string> = Object.fromEntries(new URLSearchParams(text));
  const change = (changes: Record<string, string>) => {
    const kept = Object.entries({ ...search, ...changes }).filter(([, value]) => value !== '');
    const query = new URLSearchParams(kept).toString();
    router.history.replace(router.history.location.pathname + (query ? `?${query}` : ''));
  };
  return [search, change];
}
