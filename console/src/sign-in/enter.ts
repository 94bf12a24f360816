import { useQueryClient } from '@tanstack/react-query';
import type { Session } from '../../../src/api/contract.ts';
import { useGo } from '../parts/go.tsx';
import { pathsOf } from '../parts/paths.ts';
import { takePlace } from './place.ts';

/** Takes the session the hub answered with and goes in: to its newest workspace when asked, else back to where it ended. */
export function useEnter(options: { newest?: boolean } = {}): (session: Session) => void {
  const client = useQueryClient();
  const go = useGo();
  return (session) => {
    const before = client.getQueryData<Session>(['session'])?.workspaces.map((each) => each.id) ?? [];
    client.setQueryData(['session'], session);
    const fresh = options.newest && session.workspaces.find((each) => !before.includes(each.id));
    const place = takePlace();
    const known = session.workspaces.some(({ id }) => place?.startsWith(pathsOf(id).home));
    go(fresh ? pathsOf(fresh.id).home : known && place ? place : '/', { replace: true });
  };
}

/** The reader's own time zone (IANA name). */
export function ownTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
