import { useEffect } from 'react';
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
    const last = localStorage.getItem('countersign.workspace');
    const workspace = session.data.workspaces.find((each) => each.id === last) ?? session.data.workspaces[0];
    go(session.data.user && workspace ? pathsOf(workspace.id).home : '/sign-in', { replace: true });
  });
  return (
    <Cover>
      <Loaded query={session} rows={2}>
        {() => null}
      </Loaded>
    </Cover>
  );
}
