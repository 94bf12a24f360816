import type { Connector, Environment } from '../kit/connector.ts';
import type { Reason } from '../domain/status.ts';
import { bumpEpoch } from '../db/epoch.ts';
import { transaction } from '../db/pool.ts';
import { AppError } from '../std/errors.ts';
import type { Id } from '../std/id.ts';
import { hashUrl } from './addresses.ts';
import { connectionNotFound, connectorOf } from './accounts.ts';
import { storeSecret } from './endpoint-secrets.ts';
import { storeSubscription } from './endpoint-store.ts';
import { environmentOf } from './environments.ts';
import { forPeople, reasonOf } from './explain.ts';
import type { Parts } from './parts.ts';
import type { ConnectionDetails, EndpointRow, Subscription } from './rows.ts';
import { endpointUrlRow } from './sealed-rows.ts';
import { findConnection, noteReason } from './store.ts';

/** What the connection's reason says when it works but the vendor does not post to us. */
const NOT_REGISTERED = 'webhooks_not_registered';

interface Registrable {
  connection: ConnectionDetails;
  connector: Connector;
  environment: Environment;
  endpoint: EndpointRow;
  url: string;
}

/**
 * Registers the endpoint at the vendor; again when our address changed. Throws AppError: `unprocessable` when the
 * vendor cannot reach us or this connection has no webhooks, else the vendor's failure.
 */
export async function register(parts: Parts, workspaceId: Id, id: Id): Promise<void> {
  const found = await findRegistrable(parts, workspaceId, id);
  if (!found) throw new AppError('unprocessable', 'This connector has no webhooks to register.');
  if (!parts.addresses.reachable(found.environment)) {
    throw new AppError(
      'unprocessable',
      `${found.connector.name} cannot reach this hub. Set PUBLIC_URL to an address the internet can reach, or register the webhook by hand through a tunnel.`,
    );
  }
  try {
    await subscribe(parts, found);
  } catch (error) {
    throw forPeople(error, 'needs_reconnect');
  }
}

/** Registers where that is possible. A refusal does not undo the connection: it is noted on it and shown. */
export async function registerQuietly(parts: Parts, workspaceId: Id, id: Id): Promise<void> {
  const found = await findRegistrable(parts, workspaceId, id);
  if (!found || found.endpoint.subscription?.urlHash === hashUrl(found.url)) return;
  if (!parts.addresses.reachable(found.environment)) return;
  try {
    await subscribe(parts, found);
  } catch (error) {
    const reason = reasonOf(error);
    if (!reason) throw error;
    await noteReason(parts.pool, workspaceId, id, { ...reason, code: NOT_REGISTERED });
  }
}

/** Takes our address off the vendor's list. Gives why it is still there when the vendor could not be asked. */
export async function unregister(parts: Parts, workspaceId: Id, id: Id): Promise<Reason | null> {
  const connection = await findConnection(parts.pool, workspaceId, id);
  if (!connection) throw connectionNotFound();
  const { endpoint } = connection;
  const webhooks = parts.connectors[connection.connector]?.webhooks;
  if (!endpoint?.subscription || !webhooks) return null;
  try {
    const context = await parts.contexts.stored(workspaceId, id, { people: true });
    await webhooks.unsubscribe(context, endpoint.subscription.ids);
    await storeSubscription(parts.pool, workspaceId, endpoint.id, null);
    return null;
  } catch (error) {
    // An emulator that is not running, a connector that is gone: nobody can be asked, and the person wants it away.
    const reason = error instanceof AppError ? { code: error.code, message: error.message } : reasonOf(error);
    if (!reason) throw error;
    return reason;
  }
}

async function findRegistrable(parts: Parts, workspaceId: Id, id: Id): Promise<Registrable | null> {
  const connection = await findConnection(parts.pool, workspaceId, id);
  if (!connection) throw connectionNotFound();
  const connector = connectorOf(parts.connectors, connection.connector);
  const { endpoint } = connection;
  if (!connector.webhooks || !endpoint) return null;
  const environment = environmentOf(connector, connection.environment, parts.emulatorOrigin);
  const urlSecret = parts.secrets.open(endpoint.urlSecretSealed, endpointUrlRow(workspaceId, endpoint.id));
  const url = parts.addresses.endpointUrl(environment, endpoint.id, urlSecret);
  return { connection, connector, environment, endpoint, url };
}

async function subscribe(parts: Parts, found: Registrable): Promise<void> {
  const { connection, connector, endpoint, url } = found;
  const { workspaceId, id } = connection;
  const events = [...new Set(connector.triggers.flatMap((trigger) => trigger.subscribes))].sort();
  const context = await parts.contexts.stored(workspaceId, id, { people: true });
  const webhooks = connector.webhooks!;
  const given = await webhooks.subscribe(context, { url, events });
  // A connector that gives no ids leaves registering to a person.
  const subscription: Subscription | null =
    given.ids.length > 0 ? { urlHash: hashUrl(url), ids: given.ids, events } : null;
  await transaction(parts.pool, async (tx) => {
    await storeSubscription(tx, workspaceId, endpoint.id, subscription);
    if (given.secret !== null) {
      await storeSecret(parts, tx, { workspaceId, endpointId: endpoint.id }, given.secret);
    }
    if (connection.reason?.code === NOT_REGISTERED) await noteReason(tx, workspaceId, id, null);
    await bumpEpoch(tx);
  });
  const stale = (endpoint.subscription?.ids ?? []).filter((one) => !given.ids.includes(one));
  if (stale.length > 0) await webhooks.unsubscribe(context, stale);
}
