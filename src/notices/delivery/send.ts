import type { Outbound } from '../../connections/http/outbound.ts';
import type { Reason } from '../../domain/status.ts';
import { retryAfterMs, VendorError } from '../../kit/vendor-error.ts';
import type { Clock } from '../../std/clock.ts';
import { AppError, messageOf as textOf } from '../../std/errors.ts';
import type { JsonObject } from '../../std/json.ts';
import { standardWebhookHeaders } from '../../std/standard-webhooks.ts';
import type { Mailer } from '../mail/mailer.ts';
import type { Address } from '../rules/rule-store.ts';
import { slackBody, teamsBody, webhookBody } from './bodies.ts';
import type { Delivery } from './delivery-store.ts';
import { messageOf, wordsOf, type Sender } from './wording.ts';

export interface SendParts {
  mailer: Mailer | null;
  outbound: Outbound;
  clock: Clock;
}

/** Longest wait for a receiver, in milliseconds. */
const timeoutMs = 15_000;

/** A try that failed: why, whether another could go better, and how long the receiver asks to wait. */
export interface Failure {
  reason: Reason;
  final: boolean;
  retryAfterMs: number;
}

/**
 * Sends one message to its destination. Null when it was taken; never throws for what a receiver does. Each try of a
 * delivery bears its id, as Message-ID or `webhook-id`, so a receiver can tell a repetition from news.
 * @param address null for email
 * @param allowOrigins origins that may be reached whatever their address: the demo's emulators
 */
export async function send(
  parts: SendParts,
  delivery: Delivery,
  to: { address: Address | null; sender: Sender; allowOrigins: string[] },
): Promise<Failure | null> {
  try {
    if (delivery.channel === 'email') return await mail(parts, delivery, to.sender);
    return to.address ? await post(parts, delivery, to.address, to) : failure('no_address', null, true);
  } catch (error) {
    if (error instanceof AppError) {
      const { smtp, final } = error.params as { smtp?: number; final?: boolean };
      return failure('mail_refused', smtp ?? null, final === true, error.message);
    }
    if (error instanceof VendorError) return failure('receiver_unreachable', null, false, error.message);
    return failure('internal_error', null, false, textOf(error));
  }
}

async function mail(parts: SendParts, delivery: Delivery, sender: Sender): Promise<Failure | null> {
  if (!parts.mailer) return failure('no_mail_server', null, true);
  const { template, params } = messageOf(delivery, sender);
  const { target: to, locale, id: key } = delivery;
  await parts.mailer.send({ to, locale, template, params, key });
  return null;
}

async function post(
  { outbound, clock }: SendParts,
  delivery: Delivery,
  address: Address,
  { sender, allowOrigins }: { sender: Sender; allowOrigins: string[] },
): Promise<Failure | null> {
  const body = JSON.stringify(bodyOf(delivery, sender));
  const signed = address.secret
    ? standardWebhookHeaders(address.secret, { id: delivery.id, now: clock.now(), body })
    : {};
  const answer = await outbound.call(
    {
      method: 'POST',
      url: address.url,
      headers: { 'content-type': 'application/json', ...signed },
      body,
      timeoutMs,
    },
    { allowOrigins, httpsOnly: true, secrets: [address.url] },
  );
  if (answer.status >= 200 && answer.status < 300) return null;
  // Slack and others say why in a word or a line.
  const said = answer.text().trim().slice(0, 200);
  const later = [408, 425, 429].includes(answer.status) || answer.status >= 500;
  const wait = retryAfterMs(answer.headers['retry-after'], clock.now()) ?? 0;
  return { ...failure('receiver_refused', answer.status, !later, said), retryAfterMs: wait };
}

function bodyOf(delivery: Delivery, sender: Sender): JsonObject {
  if (delivery.channel === 'webhook') return webhookBody(delivery, sender);
  const message = messageOf(delivery, sender);
  const words = wordsOf(message, delivery.locale);
  return delivery.channel === 'slack' ? slackBody(words) : teamsBody(words, message.link);
}

function failure(code: string, status: number | null, final: boolean, message?: string): Failure {
  const reason: Reason = { code, params: { status }, ...(message ? { message } : {}) };
  return { reason, final, retryAfterMs: 0 };
}
