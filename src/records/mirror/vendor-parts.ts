import type { Pool } from 'pg';
import type { Connector, ConnectionContext } from '../../kit/connector.ts';
import type { ObjectVerbs } from '../../kit/objects.ts';
import type { Clock } from '../../std/clock.ts';
import { AppError } from '../../std/errors.ts';
import type { Id } from '../../std/id.ts';
import type { Crm } from '../crm.ts';

export interface VendorParts {
  pool: Pool;
  clock: Clock;
  connectors: Record<string, Connector>;
  /** A connection opened for calls that a person or a run waits for. */
  context(workspaceId: Id, connectionId: Id): Promise<ConnectionContext>;
}

/** What a CRM's vendor can be asked to write, and its connection opened for it. Throws AppError `unprocessable`. */
export async function verbsOf(parts: VendorParts, crm: Crm): Promise<[ObjectVerbs, ConnectionContext]> {
  const verbs = parts.connectors[crm.connector]?.objects?.verbs;
  if (!verbs) throw new AppError('unprocessable', 'Records of this connection can be read only.');
  return [verbs, await parts.context(crm.workspaceId, crm.connectionId)];
}
