import type { ConnectionContext, Webhooks } from '#kit/connector.ts';
import { VendorError } from '#kit/vendor-error.ts';
import { apiOf } from './account.ts';
import { isTaken } from './errors.ts';
import { mask } from './mask.ts';
import { parse } from './parse.ts';
import { verify } from './signature.ts';
import { changeV2Webhook, createV2Webhook, deleteV2Webhook, readV2Webhooks } from './v1/webhooks.ts';
import {
  changeWebhook,
  createWebhook,
  deleteWebhook,
  readWebhooks,
  type Registration,
} from './v3/webhooks.ts';

type Wanted = { url: string; events: string[] };

/** Marks the id of a webhook that was registered through API v2. */
const v2Prefix = 'v2:';

async function subscribe(
  context: ConnectionContext,
  wanted: Wanted,
): Promise<{ ids: string[]; secret: string | null }> {
  const registration =
    (await apiOf(context)) === 'v3' ? await subscribeV3(context, wanted) : await subscribeV2(context, wanted);
  return { ids: [registration.id], secret: registration.secret };
}

/** One address can be registered once. An earlier try of ours may have done it, so a taken address is ours to reuse. */
async function subscribeV3(context: ConnectionContext, wanted: Wanted): Promise<Registration> {
  try {
    return await createWebhook(context, wanted);
  } catch (error) {
    if (!isTaken(error)) throw error;
    const known = (await readWebhooks(context)).find((each) => each.endpoint === wanted.url);
    if (!known) throw error;
    const changed = await changeWebhook(context, known.id, joined(known, wanted));
    return { ...changed, secret: changed.secret ?? known.secret };
  }
}

async function subscribeV2(context: ConnectionContext, wanted: Wanted): Promise<Registration> {
  const known = (await readV2Webhooks(context)).find((each) => each.endpoint === wanted.url);
  if (known) await changeV2Webhook(context, known, joined(known, wanted));
  const registration = known ?? (await createV2Webhook(context, wanted));
  return { ...registration, id: v2Prefix + registration.id };
}

function joined(known: Registration, wanted: Wanted): string[] {
  return [...new Set([...known.events, ...wanted.events])];
}

async function unsubscribe(context: ConnectionContext, ids: string[]): Promise<void> {
  for (const id of ids) {
    try {
      if (id.startsWith(v2Prefix)) await deleteV2Webhook(context, id.slice(v2Prefix.length));
      else await deleteWebhook(context, id);
    } catch (error) {
      // Somebody removed it at Clicksign: that is what we wanted.
      if (!(error instanceof VendorError && error.kind === 'not_found')) throw error;
    }
  }
}

export const webhooks: Webhooks = { proof: 'signature', verify, parse, mask, subscribe, unsubscribe };
