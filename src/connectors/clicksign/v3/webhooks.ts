import { z } from 'zod';
import type { ConnectionContext } from '#kit/connector.ts';
import { callV3, pathOf } from '../client.ts';
import { readAll, sendResource } from './resource.ts';

const attributes = z.object({
  endpoint: z.string(),
  secret: z.string().nullish(),
  status: z.string().nullish(),
  events: z.array(z.string()).nullish(),
});

/** A webhook registered at the account. The secret is what its deliveries are signed with. */
export interface Registration {
  id: string;
  endpoint: string;
  secret: string | null;
  events: string[];
}

type Resource = { id: string; attributes: z.infer<typeof attributes> };

function registrationOf({ id, attributes }: Resource): Registration {
  return {
    id,
    endpoint: attributes.endpoint,
    secret: attributes.secret ?? null,
    events: attributes.events ?? [],
  };
}

/** All webhooks of the account. */
export async function readWebhooks(context: ConnectionContext): Promise<Registration[]> {
  return (await readAll(context, { path: '/api/v3/webhooks', attributes })).map(registrationOf);
}

/** Registers an address. Throws `Refusal` that `isTaken` when the account has it already. */
export async function createWebhook(
  context: ConnectionContext,
  wanted: { url: string; events: string[] },
): Promise<Registration> {
  const values = { endpoint: wanted.url, status: 'active', events: wanted.events };
  const data = { type: 'webhooks', attributes: values };
  return registrationOf(
    await sendResource(context, { method: 'POST', path: '/api/v3/webhooks', data, attributes }),
  );
}

/** Switches a webhook on for these events. */
export async function changeWebhook(
  context: ConnectionContext,
  id: string,
  events: string[],
): Promise<Registration> {
  const data = { id, type: 'webhooks', attributes: { status: 'active', events } };
  return registrationOf(
    await sendResource(context, { method: 'PATCH', path: pathOf`/api/v3/webhooks/${id}`, data, attributes }),
  );
}

/** Removes a webhook. Throws `VendorError` (not_found) when it is gone already. */
export async function deleteWebhook(context: ConnectionContext, id: string): Promise<void> {
  await callV3(context, { method: 'DELETE', path: pathOf`/api/v3/webhooks/${id}` });
}
