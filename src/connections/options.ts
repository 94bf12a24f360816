import type { Option } from '../kit/field.ts';
import { AppError } from '../std/errors.ts';
import type { Id } from '../std/id.ts';
import { connectorOf } from './accounts.ts';
import { forPeople } from './explain.ts';
import type { Parts } from './parts.ts';

/**
 * Choices read live from a connection's account. Throws AppError: `not_found` for a loader the connector does not
 * have, `needs_reconnect`, `connection_unreachable`, `rate_limited`.
 */
export async function loadOptions(
  parts: Parts,
  { workspaceId, id }: { workspaceId: Id; id: Id },
  loader: string,
  params: Record<string, string>,
  search: string,
): Promise<Option[]> {
  const { connection } = await parts.accounts.open(workspaceId, id);
  const { options, name } = connectorOf(parts.connectors, connection.connector);
  const load = Object.hasOwn(options, loader) ? options[loader] : undefined;
  if (!load) throw new AppError('not_found', `${name} has no choices called "${loader.slice(0, 60)}".`);
  try {
    return await load(await parts.contexts.stored(workspaceId, id, { people: true }), params, search);
  } catch (error) {
    throw forPeople(error, 'needs_reconnect');
  }
}
