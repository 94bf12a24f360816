import type { Context } from 'hono';
import { showId } from '#std/id.ts';
import type { Id } from '#std/id.ts';
import type { ApiParts } from '../rooms.ts';
import { clientAddress } from '../security.ts';

type Parts = Pick<ApiParts, 'audit' | 'auth' | 'config'>;

/** Notes that somebody came back from a vendor's consent page and made or renewed a connection: a change by GET. */
export async function noteConsent(
  parts: Parts,
  c: Context,
  workspaceId: Id,
  connectionId: Id,
): Promise<void> {
  const { audit, auth, config } = parts;
  const person = await auth.person(c.req.raw.headers);
  const portrait = await audit.portray('connection', workspaceId, connectionId);
  const actor = person
    ? { kind: 'person' as const, id: person.id, name: person.name || person.email }
    : { kind: 'nobody' as const, id: null, name: null };
  const subjects = [
    { kind: 'connection', id: showId('connection', connectionId), name: portrait?.name ?? null },
  ];
  const id = await audit.begin({
    ...{ workspaceId, actor, subjects, address: clientAddress(c, config.trustProxy) },
    ...{ route: 'GET /oauth/callback', noun: 'connections' },
  });
  await audit.end(id, { outcome: 'ok', actor, subjects, changes: [], params: {} });
}
