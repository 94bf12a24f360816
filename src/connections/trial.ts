import type { Id } from '../std/id.ts';
import { forPeople } from './explain.ts';
import type { CheckedInput } from './input.ts';
import type { Credentials, OpenConnection } from './open-connection.ts';
import type { Parts } from './parts.ts';

/**
 * Asks the vendor whether credentials work before they are stored. Gives the account they open. Throws AppError:
 * `connection_refused_credentials`, `connection_unreachable`, `rate_limited`.
 */
export async function tryCredentials(
  parts: Parts,
  workspaceId: Id,
  id: Id,
  input: CheckedInput,
  credentials: Credentials,
): Promise<string> {
  const { connector, environment } = input;
  const connection: OpenConnection = {
    workspaceId,
    id,
    connector: connector.key,
    name: input.name,
    environment,
    authMethod: input.method.key,
    settings: input.settings,
    status: 'active',
    credentials,
    revision: 0,
    expiresInMs: null,
    lifetimeMs: null,
    // One budget for all that a workspace tries out: nobody guesses credentials through us at speed.
    accountKey: ['trial', connector.key, environment.key, workspaceId].join(' '),
    masked: Object.values(credentials),
  };
  try {
    const { account } = await connector.test(parts.contexts.trial(connection, { people: true }));
    return account;
  } catch (error) {
    throw forPeople(error, 'connection_refused_credentials');
  } finally {
    parts.memory.forget(id);
  }
}
