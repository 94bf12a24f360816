import { hmacSha256Base64 } from './hmac.ts';

/**
 * Headers of a post that is signed as Standard Webhooks 1.0 say: `v1,` and base64 of HMAC-SHA256 over
 * `id.timestamp.body`; the key is what stands in base64 behind `whsec_` (standardwebhooks.com specification, read 2026-11).
 * @param message `id` is the same for every try; `now` in milliseconds
 */
export function standardWebhookHeaders(
  secret: string,
  message: { id: string; now: number; body: string },
): Record<string, string> {
  const timestamp = String(Math.floor(message.now / 1000));
  return {
    'webhook-id': message.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signStandardWebhook(secret, message.id, timestamp, message.body),
  };
}

/**
 * The signatures alone: what stands in `webhook-signature`. Several secrets with spaces between them give as many
 * signatures: while a secret changes, a receiver that knows either takes the message.
 */
export function signStandardWebhook(secrets: string, id: string, timestamp: string, body: string): string {
  return secrets
    .split(' ')
    .map((secret) => `v1,${hmacSha256Base64(secret.replace(/^whsec_/, ''), `${id}.${timestamp}.${body}`)}`)
    .join(' ');
}
