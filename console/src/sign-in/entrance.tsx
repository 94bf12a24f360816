import { useEffect } from 'react';
import type { Session } from '../../../src/api/contract.ts';
import { useSession } from '../api/queries.ts';
import { useGo } from '../parts/go.tsx';
import { pathsOf } from '../parts/paths.ts';
import { Loaded } from '../parts/states.tsx';
import { Cover } from './cover.tsx';

/** The bare address: leads to the workspace last seen, or to the sign-in. */
export function Entrance() {
  const session = useSession();
  const go = useGo();
  useEffect(() => {
    if (!session.data) return;
    const workspace = lastWorkspace(session.data);
    go(workspace ? pathsOf(workspace.id).home : '/sign-in', { replace: true });
  });
  return (
    <Cover>
      <Loaded query={session} rows={2}>
        {() => null}
      </Loaded>
    </Cover>
  );
}

/** The workspace last seen in this browser, else the first; undefined for nobody, and for whoever belongs to none. */
export function lastWorkspace({ user, workspaces }: Session): Session['workspaces'][number] | undefined {
  const last = localStorage.getItem('countersign.workspace');
  return user ? (workspaces.find((each) => each.id === last) ?? workspaces[0]) : undefined;
}
