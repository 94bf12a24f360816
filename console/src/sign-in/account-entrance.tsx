import { useEffect } from 'react';
import { useSession } from '../api/queries.ts';
import { useGo } from '../parts/go.tsx';
import { pathsOf } from '../parts/paths.ts';
import { Loaded } from '../parts/states.tsx';
import { Cover } from './cover.tsx';
import { lastWorkspace } from './entrance.tsx';

/** `/account`: one's own account, in the frame of the workspace last seen. */
export function AccountEntrance() {
  const session = useSession();
  const go = useGo();
  useEffect(() => {
    if (!session.data) return;
    const workspace = lastWorkspace(session.data);
    go(workspace ? pathsOf(workspace.id).account : '/sign-in', { replace: true });
  });
  return (
    <Cover>
      <Loaded query={session} rows={2}>
        {() => null}
      </Loaded>
    </Cover>
  );
}
