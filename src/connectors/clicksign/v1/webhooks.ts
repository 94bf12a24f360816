import { z } from 'zod';
import type { ConnectionContext } from '#kit/connector.ts';
import { callV1, pathOf, understand } from '../client.ts';
import type { Registration } from '../v3/webhooks.ts';

// API v2 is flat JSON. What the objects are wrapped in is not documented, so the known ways are accepted.
const webhook = z
  .object({
    id: z.union([z.string(), z.number()]).optional(),
    key: z.string().optional(),
    endpoint: z.string(),
    secret: z.string().nullish(),
    events: z.array(z.string()).nullish(),
  })
  .transform((given): Registration => ({
    id: String(given.id ?? given.key ?? ''),
    endpoint: given.endpoint,
    secret: given.secret ?? null,
    events: given.events ?? [],
  }));
const one = z.union([z.object({ webhook }).transform((body) => body.webhook), webhook]);
const many = z.union([
  z.object({ webhooks: z.array(webhook) }).transform((body) => body.webhooks),
  z.array(webhook),
]);

/** All webhooks of an account without API v3. */
export async function readV2Webhooks(context: ConnectionContext): Promise<Registration[]> {
  return understand(await callV1(context, { method: 'GET', path: '/api/v2/webhooks' }), many);
}

/** Registers an address through API v2. */
export async function createV2Webhook(
  context: ConnectionContext,
  wanted: { url: string; events: string[] },
): Promise<Registration> {
  const json = { endpoint: wanted.url, status: 'active', events: wanted.events };
  return understand(await callV1(context, { method: 'POST', path: '/api/v2/webhooks', json }), one);
}

/** Switches a webhook on for these events. */
export async function changeV2Webhook(
  context: ConnectionContext,
  registration: Registration,
  events: string[],
): Promise<void> {
  const json = { endpoint: registration.endpoint, status: 'active', events };
  await callV1(context, { method: 'PATCH', path: pathOf`/api/v2/webhooks/${registration.id}`, json });
}

/** Removes a webhook. */
export async function deleteV2Webhook(context: ConnectionContext, id: string): Promise<void> {
  await callV1(context, { method: 'DELETE', path: pathOf`/api/v2/webhooks/${id}` });
}
