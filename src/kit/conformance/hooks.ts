import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { systemClock } from '../../std/clock.ts';
import { parseJson, type Json } from '../../std/json.ts';
import { Unrecognized, type InboundRequest, type ParsedEvent, type Webhooks } from '../connector.ts';
import type { HookCase, Subject } from './subject.ts';
import { openWorld, type World } from './world.ts';

interface Received {
  requests: InboundRequest[];
  secret: string | null;
}

/** Webhooks as the emulator really sends them: verified, parsed, masked. */
export function checkHooks(subject: Subject): void {
  const { hook } = subject;
  const { webhooks } = subject.connector;
  if (!hook || !webhooks) return;
  describe('its webhooks', () => {
    let world: World;
    let received: Received;
    before(async () => {
      world = await openWorld(subject);
      received = await receive(world, webhooks, hook);
    });
    after(() => world.close());
    const parse = (body: Json) => webhooks.parse(body, world.credentials.settings ?? {});
    const parsed = (request: InboundRequest) => parse(parseJson(request.body)!);

    test('give the trigger they stand for, and the same key when they come again', () => {
      const events = received.requests.flatMap((request) => parsed(request));
      assert.ok(
        events.some((event) => event.trigger === hook.trigger),
        `no ${hook.trigger} among ${list(events)}`,
      );
      const again = received.requests.flatMap((request) => parsed(request));
      assert.deepEqual(
        again.map((event) => event.dedupeKey),
        events.map((event) => event.dedupeKey),
      );
    });
    test('name triggers that exist, with a key and a title', () => {
      const known = new Set(subject.connector.triggers.map((trigger) => trigger.key));
      for (const event of received.requests.flatMap((request) => parsed(request))) {
        assert.ok(known.has(event.trigger), `no trigger ${event.trigger}`);
        assert.notEqual(event.dedupeKey, '');
        assert.notEqual(event.title, '');
      }
    });
    test('give the same keys from the body as it is stored', () => {
      for (const request of received.requests) {
        const body = parseJson(request.body)!;
        const keys = (given: Json) => parse(given).map((event) => event.dedupeKey);
        if (webhooks.mask) assert.deepEqual(keys(webhooks.mask(body)), keys(body));
      }
    });
    test('that are not understood are said to be so', () => {
      for (const body of [null, [], 'text', 7, {}, { hello: 'world' }]) {
        assert.throws(() => parse(body), Unrecognized);
      }
    });
    if (webhooks.proof === 'signature') {
      checkSignatures(() => ({ ...received, verify: verifier(webhooks, world) }));
    }
  });
}

type Verify = (request: InboundRequest, secrets: string[]) => boolean;

function verifier(webhooks: Webhooks, world: World): Verify {
  return (request, secrets) => webhooks.verify(request, secrets, world.credentials.settings ?? {});
}

function checkSignatures(received: () => Received & { verify: Verify }): void {
  test('verify with their secret among others, and with no other', () => {
    const { requests, secret, verify } = received();
    assert.ok(secret, 'subscribe gave no secret');
    for (const request of requests) {
      assert.equal(verify(request, ['another', secret]), true);
      assert.equal(verify(request, ['another']), false);
      assert.equal(verify(request, []), false);
      assert.equal(verify({ ...request, headers: {} }, [secret]), false);
    }
  });
  test('are refused after any byte was flipped', () => {
    const { requests, secret, verify } = received();
    const request = requests[0]!;
    for (let index = 0; index < request.body.length; index += 7) {
      const body = Buffer.from(request.body);
      body[index] = body[index]! ^ 1;
      assert.equal(verify({ ...request, body }, [secret!]), false, `byte ${index}`);
    }
  });
}

function list(events: ParsedEvent[]): string {
  return events.map((event) => event.trigger).join(', ') || 'nothing';
}

/** Subscribes a real receiver, lets something happen, and gives what was posted until all deliveries were made. */
async function receive(world: World, webhooks: Webhooks, hook: HookCase): Promise<Received> {
  const requests: InboundRequest[] = [];
  const server = await listen(requests);
  const context = world.context();
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/conformance`;
    const first = await webhooks.subscribe(context, { url, events: hook.events });
    const again = await webhooks.subscribe(context, { url, events: hook.events });
    assert.deepEqual(again, first, 'subscribing twice must find what is there');
    await hook.cause(world, context);
    const giveUp = systemClock.monotonic() + 20_000;
    while (requests.length === 0 || world.parts.deliveries.pending() > 0) {
      assert.ok(systemClock.monotonic() < giveUp, 'no webhook came');
      await systemClock.sleep(20);
    }
    await webhooks.unsubscribe(context, first.ids);
    await webhooks.unsubscribe(context, first.ids);
    return { requests, secret: first.secret };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

function listen(requests: InboundRequest[]): Promise<Server> {
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const headers = Object.fromEntries(
        Object.entries(incoming.headers).map(([name, value]) => [
          name,
          Array.isArray(value) ? value.join(', ') : (value ?? ''),
        ]),
      );
      const address = `http://${headers['host'] ?? ''}${incoming.url ?? ''}`;
      const body = Buffer.concat(chunks);
      requests.push({ headers, body, addresses: [address], receivedAt: systemClock.now() });
      outgoing.writeHead(204).end();
    });
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}
