import { hash, timingSafeEqual } from 'node:crypto';
import { Hono } from 'hono';
import type { Context } from 'hono';
import type { Clock } from '../std/clock.ts';
import type { InboundRequest } from '../kit/connector.ts';
import type { Counts } from './counts.ts';
import type { Accepted, Intake } from './intake.ts';
import { Outdated } from './intake.ts';
import type { IntakeEndpoint } from '../connections/connections.ts';
import type { Snapshot, Snapshots } from './snapshot.ts';
import { pathAsWritten, readRequest } from './body.ts';
import { isDataError } from '../db/pool.ts';
import { readId } from '../std/id.ts';
import { AppError } from '../std/errors.ts';

export interface ReceiveOptions {
  intake: Intake;
  snapshots: Snapshots;
  counts: Counts;
  clock: Clock;
  /** Where the hub is found: scheme, host and port, without a slash. For signatures that cover the address. */
  origins?: string[];
  onError(error: unknown): void;
  /** Told how each request ended, for the metrics. */
  onAnswer(outcome: 'accepted' | 'refused' | 'unavailable'): void;
  /** Told how long an accepted request took, in milliseconds. */
  onAck?(ms: number): void;
}

const maxBodyBytes = 5 * 1024 * 1024;
const keptHeaders =
  /^(content-type|user-agent|event|x-(request|correlation|event|webhook)-?[\w-]*|webhook-id|webhook-timestamp)$/;

/** An endpoint as the catalog of one epoch has it. */
type Proven = IntakeEndpoint & { epoch: number };

interface Refusal {
  code: string;
  message: string;
}

/**
 * `POST /hooks/:endpoint/:secret`: verify raw bytes, parse, dedupe, match, one commit, then 202. Cannot commit: 503, so
 * that the vendor sends again. Wrong proof: 401, counted, and nothing of it is kept.
 */
export function receiveApp(options: ReceiveOptions): Hono {
  const app = new Hono();
  app.post('/hooks/:endpoint/:secret', async (c) => {
    const started = options.clock.monotonic();
    const request = await readRequest(c, maxBodyBytes);
    if (!request) return refuseTooLarge(options, c);
    const path = pathAsWritten(c);
    request.addresses = (options.origins ?? []).map((origin) => origin + path);
    request.receivedAt = options.clock.now();
    await receive(options, c.req.param('endpoint'), c.req.param('secret'), request);
    options.onAck?.(options.clock.monotonic() - started);
    return c.body(null, 202);
  });
  // Some vendors look whether the address answers before they save it.
  app.on(['GET', 'HEAD'], '/hooks/:endpoint/:secret', (c: Context) =>
    c.text('Countersign receives POST requests here.'),
  );
  return app;
}

/** Checks and stores a request; again when the catalog it was checked under turns out to be an old one. */
async function receive(
  options: ReceiveOptions,
  shown: string,
  secret: string,
  request: InboundRequest,
): Promise<void> {
  let snapshot = await unlessAway(options, () => options.snapshots.current());
  for (;;) {
    const endpoint = find(snapshot, shown);
    const refusal = endpoint ? refusalOf(endpoint, secret, request) : null;
    if (!endpoint || refusal) {
      const newest = await newestAfter(options, snapshot);
      if (newest === snapshot) throw refused(options, endpoint, refusal);
      snapshot = newest;
      continue;
    }
    try {
      const accepted = await accept(options, endpoint, request);
      options.counts.add(endpoint.id, { received: 1, ...accepted });
      return options.onAnswer('accepted');
    } catch (error) {
      if (!(error instanceof Outdated)) throw error;
      snapshot = await newestAfter(options, snapshot);
    }
  }
}

function find(snapshot: Snapshot, shown: string): Proven | null {
  const endpoint = snapshot.endpoints.get(readId('endpoint', shown) ?? '');
  return endpoint ? { ...endpoint, epoch: snapshot.epoch } : null;
}

/** Before a no: the endpoint or its secret may have been made a moment ago, perhaps by another process. */
function newestAfter({ intake, snapshots, ...options }: ReceiveOptions, known: Snapshot): Promise<Snapshot> {
  return unlessAway(options, async () => {
    const epoch = await intake.epoch();
    return epoch === known.epoch ? known : snapshots.replacing(known, epoch);
  });
}

function refused(options: ReceiveOptions, endpoint: Proven | null, refusal: Refusal | null): AppError {
  if (!endpoint || !refusal) {
    return new AppError(
      'not_found',
      'There is no endpoint at this address; copy it again from the connection.',
    );
  }
  options.counts.add(endpoint.id, { refused: 1, refusedReason: refusal.code });
  options.onAnswer('refused');
  return new AppError('bad_signature', refusal.message, { params: { reason: refusal.code } });
}

async function refuseTooLarge(options: ReceiveOptions, c: Context): Promise<never> {
  const snapshot = await unlessAway(options, () => options.snapshots.current());
  const endpoint = find(snapshot, c.req.param('endpoint') ?? '');
  if (endpoint) options.counts.add(endpoint.id, { refused: 1, refusedReason: 'too_large' });
  options.onAnswer('refused');
  throw new AppError('too_large', 'The body is over 5 MB; send less at once.');
}

function refusalOf(endpoint: Proven, secret: string, request: InboundRequest): Refusal | null {
  if (!timingSafeEqual(hash('sha256', secret, 'buffer'), endpoint.urlSecretHash)) {
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

async function accept(options: ReceiveOptions, endpoint: Proven, request: InboundRequest): Promise<Accepted> {
  const delivery = {
    workspaceId: endpoint.workspaceId,
    connectionId: endpoint.connectionId,
    connector: endpoint.connector,
    settings: endpoint.settings,
    via: 'webhook' as const,
    headers: Object.fromEntries(Object.entries(request.headers).filter(([name]) => keptHeaders.test(name))),
    body: request.body,
    receivedAt: options.clock.now(),
    epoch: endpoint.epoch,
  };
  try {
    return await unlessAway(options, () => options.intake.accept(delivery));
  } catch (error) {
    if (error instanceof AppError && error.code === 'unprocessable') {
      options.counts.add(endpoint.id, { refused: 1, refusedReason: 'not_storable' });
      options.onAnswer('refused');
    }
    throw error;
  }
}

/** Anything that keeps us from storing is the vendor's reason to send again. */
async function unlessAway<Value>(
  options: Pick<ReceiveOptions, 'onError' | 'onAnswer'>,
  work: () => Promise<Value>,
): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Outdated) throw error;
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
