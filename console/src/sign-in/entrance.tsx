import { useEffect } from 'react';
import type { Session } from '../../../src/api/contract.ts';
import { useSession } from '../api/queries.ts';
import { useGo } from '../parts/go.tsx';
import { pathsOf } from '../parts/paths.ts';
import { Loaded } from '../parts/states.tsx';
import { Cover } from './cover.tsx';

/** An address without a workspace: leads to a page of the workspace last seen, or to the sign-in. */
function Entrance({ to }: { to: 'home' | 'account' }) {
  const session = useSession();
  const go = useGo();
  useEffect(() => {
    if (!session.data) return;
    const workspace = lastWorkspace(session.data);
    go(workspace ? pathsOf(workspace.id)[to] : '/sign-in', { replace: true });
  });
  return (
    <Cover>
      <Loaded query={session} rows={2}>
        {() => null}
      </Loaded>
    </Cover>
  );
}

/** The bare address. */
export const HomeEntrance = () => <Entrance to="home" />;

/** `/account`: one's own account, in the frame of the workspace last seen. */
export const AccountEntrance = () => <Entrance to="account" />;

/** The workspace last seen in this browser, else the first; undefined for nobody, and for whoever belongs to none. */
export function lastWorkspace({ user, workspaces }: Session): Session['workspaces'][number] | undefined {
  const last = localStorage.getItem('countersign.workspace');
  return user ? (workspaces.find((each) => each.id === last) ?? workspaces[0]) : undefined;
}
