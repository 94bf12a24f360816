import type { ConnectionContext } from '#kit/connector.ts';
import type { CrmPort } from './port.ts';
import { v1Port } from './v1/adapter.ts';
import { v2Port } from './v2/adapter.ts';

/** The CRM behind a connection: API v2 when it was connected with OAuth2, v1 otherwise. */
export function openCrm(context: ConnectionContext): CrmPort {
  return context.connection.auth === 'oauth2' ? v2Port(context) : v1Port(context);
}
