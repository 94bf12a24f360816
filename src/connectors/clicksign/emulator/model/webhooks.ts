import { unprocessable } from './refusal.ts';
import type { WebhookRow } from './rows.ts';
import { hex32 } from './signers.ts';
import type { Store } from './store.ts';

export interface WebhookInput {
  endpoint: string;
  status: 'active' | 'inactive';
  events: string[];
}

/** Adds a webhook with a secret of its own. @throws the vendor's 422 when the address is taken or none */
export function addWebhook(
  store: Store,
  accountId: string,
  input: WebhookInput,
  secret?: string,
): WebhookRow {
  checkEndpoint(store, accountId, input.endpoint, null);
  const now = store.now();
  const webhook = store.webhooks.put({
    id: store.parts.newId(),
    accountId,
    ...input,
    secret: secret ?? hex32(store),
    createdAt: now,
    modifiedAt: now,
  });
  store.parts.journal.record('webhook.created', webhook.id, { endpoint: webhook.endpoint });
  return webhook;
}

/** Changes address, status or events. The secret stays. */
export function changeWebhook(store: Store, before: WebhookRow, input: Partial<WebhookInput>): WebhookRow {
  if (input.endpoint !== undefined) checkEndpoint(store, before.accountId, input.endpoint, before.id);
  const webhook = store.webhooks.put({ ...before, ...input, modifiedAt: store.now() });
  store.parts.journal.record('webhook.updated', webhook.id, {
    endpoint: webhook.endpoint,
    status: webhook.status,
  });
  return webhook;
}

export function removeWebhook(store: Store, webhook: WebhookRow): void {
  store.webhooks.delete(webhook.id);
  store.parts.journal.record('webhook.deleted', webhook.id, { endpoint: webhook.endpoint });
}

function checkEndpoint(store: Store, accountId: string, endpoint: string, self: string | null): void {
  if (!/^https?:$/.test(URL.canParse(endpoint) ? new URL(endpoint).protocol : '')) {
    throw unprocessable('endpoint', 'não é uma URL válida');
  }
  const taken = store.webhooksOf
    .all(accountId)
    .some((other) => other.endpoint === endpoint && other.id !== self);
  if (taken) throw unprocessable('endpoint', 'já está em uso');
}
