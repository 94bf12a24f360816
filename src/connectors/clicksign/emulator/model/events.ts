import { hmacSha256Hex } from '#std/hmac.ts';
import type { JsonObject } from '#std/json.ts';
import { documentView } from './document-view.ts';
import { brasilia } from './moment.ts';
import type { DocumentEvent, DocumentRow, EnvelopeRow } from './rows.ts';
import { must, type Store } from './store.ts';

/**
 * Something happened to a document: it is added to its events, put in the ledger as `document.<name>`, and sent to
 * the webhooks subscribed to it. Returns the document as it now is.
 */
export function happened(
  store: Store,
  documentId: string,
  name: string,
  data: JsonObject | null,
): DocumentRow {
  const before = must(store.documents, documentId);
  const event: DocumentEvent = {
    id: store.parts.newId(),
    name,
    data,
    // Later than the one before, so that receivers can rank and tell apart events of one instant.
    occurredAt: Math.max(store.now(), (before.events.at(-1)?.occurredAt ?? 0) + 1),
  };
  const document = store.documents.put({
    ...before,
    events: [...before.events, event],
    updatedAt: event.occurredAt,
  });
  store.parts.journal.record(`document.${name}`, document.id, { filename: document.filename, data });
  sendWebhooks(store, document, event);
  return document;
}

function sendWebhooks(store: Store, document: DocumentRow, event: DocumentEvent): void {
  const receivers = store.webhooksOf
    .all(document.accountId)
    .filter((webhook) => webhook.status === 'active' && webhook.events.includes(event.name));
  if (receivers.length === 0) return;
  const body = JSON.stringify({
    event: { name: event.name, data: event.data, occurred_at: brasilia(event.occurredAt) },
    document: documentView(store, document),
  });
  for (const webhook of receivers) {
    store.parts.deliveries.send({
      url: webhook.endpoint,
      event: event.name,
      body,
      headers: webhookHeaders(event.name, body, webhook.secret),
      webhook: webhook.id,
      order: document.id,
    });
  }
}

/**
 * The headers of a webhook: `Content-Hmac` is "sha256=" and the lowercase hex HMAC of the body's bytes, keyed with the
 * secret as text. Clicksign "HMAC" page, read 2026-11.
 */
export function webhookHeaders(event: string, body: string, secret: string): Record<string, string> {
  return {
    'Content-Type': 'application/json',
    Accept: 'application/json',
    Event: event,
    'Content-Hmac': `sha256=${hmacSha256Hex(secret, body)}`,
  };
}

/** `user` and `account`, which most events carry. */
export function byUser(store: Store, envelope: EnvelopeRow, more: JsonObject = {}): JsonObject {
  const user = must(store.users, envelope.userId);
  return {
    user: { email: user.email, name: user.name },
    account: { key: envelope.accountId },
    ...more,
  };
}
