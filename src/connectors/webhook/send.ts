import { z } from 'zod';
import type { Action, ActionContext } from '../../kit/connector.ts';
import { kindOfStatus, retryAfterMs, VendorError } from '../../kit/vendor-error.ts';
import type { Json } from '../../std/json.ts';
import { standardWebhookHeaders } from '../../std/standard-webhooks.ts';

const input = z.object({
  url: z.url({ protocol: /^https?$/ }),
  // Filled from JSON, so it is JSON: checking each value again would cost more than sending it.
  body: z.unknown().default({}),
  headers: z.record(z.string(), z.string()).default({}),
});

/** Answers of these statuses are final; 408, 425, 429 and 5xx are tried again. */
const retryable = (status: number) => status === 408 || status === 425 || status === 429 || status >= 500;

/**
 * Posts JSON to an address, signed as Standard Webhooks 1.0 say: `webhook-id` is the same for every attempt, so a
 * receiver can tell a repetition from news.
 */
async function run(context: ActionContext, { url, body, headers }: z.infer<typeof input>) {
  const payload = JSON.stringify(body);
  const response = await context.http({
    method: 'POST',
    url,
    headers: {
      ...headers,
      'content-type': 'application/json',
      ...standardWebhookHeaders(context.credentials['signing_secret'] ?? '', {
        id: context.idempotencyKey,
        now: context.clock.now(),
        body: payload,
      }),
    },
    body: payload,
  });
  if (response.status >= 200 && response.status < 300) {
    return { output: { status: response.status, body: response.json() ?? response.text().slice(0, 10_000) } };
  }
  const wait = retryAfterMs(response.headers['retry-after'], context.clock.now());
  const kind = retryable(response.status) ? kindOfStatus(response.status) : 'invalid';
  throw new VendorError(kind, `The receiver answered ${response.status}.`, {
    status: response.status,
    retryAfterMs: wait,
  });
}

export const send: Action = {
  key: 'webhook.send',
  version: 1,
  lane: 'webhooks',
  needsConnection: false,
  input,
  effect: { mode: 'idempotent' },
  fields: [
    { key: 'url', type: 'url', required: true },
    { key: 'body', type: 'longtext', default: '{{ trigger }}' satisfies Json },
  ],
  output: [
    { path: 'status', type: 'number', sample: 200 },
    { path: 'body', type: 'object', sample: { ok: true } },
  ],
  run,
};
