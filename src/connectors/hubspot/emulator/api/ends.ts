import type { Context } from 'hono';
import type { Hub } from '../model/hub.ts';
import type { RecordRow } from '../model/rows.ts';
import { mustType } from '../model/schemas.ts';
import type { ObjectType } from '../model/types.ts';
import { needScope, scopesFor, type ApiEnv, type Caller } from './caller.ts';
import { must } from './objects.ts';

/** Both object types of a path, and who asks. */
export interface Ends {
  caller: Caller;
  from: ObjectType;
  to: ObjectType;
}

/** The types of the path. @throws HubError 400 and 403 */
export function endsOf(c: Context<ApiEnv>, hub: Hub, right: 'read' | 'write'): Ends {
  const caller = c.get('caller');
  const from = mustType(hub, caller.portal, c.req.param('from') ?? '');
  const to = mustType(hub, caller.portal, c.req.param('to') ?? '');
  for (const type of [from, to]) needScope(caller, ...scopesFor(type.id, 'objects', right));
  return { caller, from, to };
}

/** The records of the path. @throws HubError 404 */
export function recordsOf(c: Context<ApiEnv>, hub: Hub, ends: Ends): [RecordRow, RecordRow] {
  return both(hub, ends, c.req.param('id') ?? '', c.req.param('toId') ?? '');
}

/** Two records by id. @throws HubError 404 */
export function both(
  hub: Hub,
  { caller, from, to }: Ends,
  fromId: string,
  toId: string,
): [RecordRow, RecordRow] {
  return [must(hub, caller.portal, from, fromId), must(hub, caller.portal, to, toId)];
}
