import type { ConnectionView } from '#connections/view.ts';
import { showId } from '#std/id.ts';
import type { Id } from '#std/id.ts';
import type { Connection } from './contract.ts';

/** Which published workflows use which connection, by its bare id. */
export type Users = Map<Id, { id: string; name: string }[]>;

/**
 * A connection as the API shows it.
 * @param mayEdit without it the secret part of the endpoint's address stays hidden
 */
export function showOne(view: ConnectionView, users: Users, mayEdit: boolean): Connection {
  const { id, endpoint, ...rest } = view;
  return {
    ...rest,
    id: showId('connection', id),
    endpoint: endpoint && {
      url: mayEdit ? endpoint.url : endpoint.url.replace(/[^/]+$/, '•••'),
      registered: endpoint.registered,
      signed: endpoint.signed,
      secrets: endpoint.secrets,
      received: endpoint.received,
      refused: endpoint.refused,
      unrecognized: endpoint.unrecognized,
      lastReceivedAt: endpoint.lastReceivedAt,
      lastRefusedAt: endpoint.lastRefusedAt,
      lastRefusedReason: endpoint.lastRefusedReason,
    },
    usedBy: users.get(id) ?? [],
  };
}

/** Several of them. */
export function showConnections(views: ConnectionView[], users: Users, mayEdit: boolean): Connection[] {
  return views.map((view) => showOne(view, users, mayEdit));
}
