import { createHash, timingSafeEqual } from 'node:crypto';
import { Hono } from 'hono';
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Clock } from '../std/clock.ts';
import type { InboundRequest } from '../kit/connector.ts';
import type { Counts } from './counts.ts';
import type { Accepted, Intake } from './intake.ts';
import type { IntakeEndpoint } from '../connections/connections.ts';
import type { Snapshots } from './snapshot.ts';
import { isDataError } from '../db/pool.ts';
import { readId } from '../std/id.ts';
import { AppError } from '../std/errors.ts';

export interface ReceiveOptions {
  intake: Intake;
  snapshots: Snapshots;
  counts: Counts;
  clock: Clock;
  onError(error: unknown): void;
  /** Told how each request ended, for the metrics. */
  onAnswer(outcome: 'accepted' | 'refused' | 'unavailable'): void;
}

const maxBodyBytes = 5 * 1024 * 1024;
const keptHeaders =
  /^(content-type|user-agent|event|x-(request|correlation|event|webhook)-?[\w-]*|webhook-id|webhook-timestamp)$/;

/**
 * `POST /hooks/:endpoint/:secret`: verify raw bytes, parse, dedupe, match, one commit, then 202. Cannot commit: 503, so
 * that the vendor sends again. Wrong proof: 401, counted, and nothing of it is kept.
 */
export function receiveApp(options: ReceiveOptions): Hono {
  const app = new Hono();
  const limit = bodyLimit({
    maxSize: maxBodyBytes,
    onError: () => {
      throw new AppError('too_large', 'The body is over 5 MB; send less at once.');
    },
  });
  app.post('/hooks/:endpoint/:secret', limit, async (c) => {
    const endpoint = await findEndpoint(options, c.req.param('endpoint'));
    const request: InboundRequest = { headers: c.req.header(), body: Buffer.from(await c.req.arrayBuffer()) };
    const refusal = refusalOf(endpoint, c.req.param('secret'), request);
    if (refusal) {
      options.counts.add(endpoint.id, { refused: 1, refusedReason: refusal.code });
      options.onAnswer('refused');
      throw new AppError('bad_signature', refusal.message, { params: { reason: refusal.code } });
    }
    const accepted = await accept(options, endpoint, request);
    options.counts.add(endpoint.id, { received: 1, ...accepted });
    options.onAnswer('accepted');
    return c.body(null, 202);
  });
  // Some vendors look whether the address answers before they save it.
  app.on(['GET', 'HEAD'], '/hooks/:endpoint/:secret', (c: Context) =>
    c.text('Countersign receives POST requests here.'),
  );
  return app;
}

async function findEndpoint(options: ReceiveOptions, shown: string): Promise<IntakeEndpoint> {
  const id = readId('endpoint', shown);
  const snapshot = await unlessAway(options, () => options.snapshots.current());
  let endpoint = id ? snapshot.endpoints.get(id) : undefined;
  // Made a moment ago, perhaps: look once more before saying no.
  if (id && !endpoint)
    endpoint = (await unlessAway(options, () => options.snapshots.fresh())).endpoints.get(id);
  if (!endpoint)
    throw new AppError(
      'not_found',
      'There is no endpoint at this address; copy it again from the connection.',
    );
  return endpoint;
}

function refusalOf(
  endpoint: IntakeEndpoint,
  secret: string,
  request: InboundRequest,
): { code: string; message: string } | null {
  const hash = createHash('sha256').update(secret).digest();
  if (!timingSafeEqual(hash, endpoint.urlSecretHash)) {
    return {
      code: 'wrong_address',
      message: 'The secret part of this address is wrong; copy it again from the connection.',
    };
  }
  const { webhooks } = endpoint.connector;
  if (!webhooks || webhooks.proof === 'url') return null;
  if (endpoint.secrets.length === 0) {
    return {
      code: 'no_secret',
      message: 'No signing secret is stored for this endpoint yet; add it on the connection.',
    };
  }
  if (webhooks.verify(request, endpoint.secrets, endpoint.settings)) return null;
  return {
    code: 'wrong_signature',
    message: 'The signature does not match the body; check the signing secret.',
  };
}

async function accept(
  options: ReceiveOptions,
  endpoint: IntakeEndpoint,
  request: InboundRequest,
): Promise<Accepted> {
  const delivery = {
    workspaceId: endpoint.workspaceId,
    connectionId: endpoint.connectionId,
    connector: endpoint.connector,
    settings: endpoint.settings,
    via: 'webhook' as const,
    headers: Object.fromEntries(Object.entries(request.headers).filter(([name]) => keptHeaders.test(name))),
    body: request.body,
    receivedAt: options.clock.now(),
  };
  return unlessAway(options, () => options.intake.accept(delivery));
}

/** Anything that keeps us from storing is the vendor's reason to send again. */
async function unlessAway<Value>(options: ReceiveOptions, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    options.onError(error);
    if (isDataError(error)) {
      throw new AppError('unprocessable', 'The body holds a value that cannot be stored.', { cause: error });
    }
    options.onAnswer('unavailable');
    throw new AppError('unavailable', 'The event cannot be stored now; send it again later.', {
      cause: error,
    });
  }
}
