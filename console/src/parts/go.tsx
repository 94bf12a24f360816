import type { AnchorHTMLAttributes, MouseEvent } from 'react';
import { useParams, useRouter, useRouterState } from '@tanstack/react-router';

/** A link that stays inside the console; a new tab works as anywhere. For Mantine's `component`. */
export function Go({ href, onClick, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }) {
  const go = useGo();
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!plain || event.defaultPrevented) return;
    event.preventDefault();
    go(href);
  };
  return <a {...rest} href={href} onClick={follow} />;
}

/** Goes to an address inside the console; `replace` leaves no step back. */
export function useGo(): (href: string, options?: { replace?: boolean }) => void {
  const router = useRouter();
  return (href, options) => (options?.replace ? router.history.replace(href) : router.history.push(href));
}

/** A part of the address by its name in the route (`run` of `/runs/$run`); empty on routes without it. */
export function useAddressPart(name: 'workspace' | 'connection' | 'workflow' | 'run'): string {
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
