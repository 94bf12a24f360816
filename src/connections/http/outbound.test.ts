import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { systemClock } from '#std/clock.ts';
import { VendorError } from '#kit/vendor-error.ts';
import { BudgetExceeded } from '../budget-exceeded.ts';
import { createOutbound, type OutboundPolicy } from './outbound.ts';
import type { Resolved } from './guard.ts';
import { startReceiver, type Receiver } from './receiver.fixture.ts';

const outbound = createOutbound({ clock: systemClock });
after(() => outbound.close());

function allowing(receiver: Receiver, more: Partial<OutboundPolicy> = {}): OutboundPolicy {
  return { allowOrigins: [receiver.origin], httpsOnly: true, ...more };
}

async function failureOf(work: Promise<unknown>): Promise<VendorError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof VendorError, `a VendorError, not ${String(error)}`);
  return error;
}

describe('what goes out', () => {
  test('sends JSON with its query and gives back status, headers and body', async () => {
    await using receiver = await startReceiver((_request, response) => {
      response.writeHead(201, { 'x-answer': 'yes', 'set-cookie': ['a=1', 'b=2'] }).end('{"id":7}');
    });
    const request = {
      method: 'POST',
      url: `${receiver.origin}/deals?a=1`,
      query: { b: 'x y', c: undefined },
      json: { n: 1 },
    } as const;
    const answer = await outbound.call(request, allowing(receiver));
    assert.deepEqual([answer.status, answer.json(), answer.headers['x-answer']], [201, { id: 7 }, 'yes']);
    assert.equal(answer.headers['set-cookie'], 'a=1, b=2');
    assert.deepEqual(receiver.seen, ['POST /deals?a=1&b=x+y {"n":1}']);
  });

  test('a redirect is an answer and is not followed', async () => {
    await using receiver = await startReceiver((request, response) => {
      if (request.url === '/') response.writeHead(302, { location: '/secret' }).end();
      else response.end('inside');
    });
    const answer = await outbound.call({ method: 'GET', url: `${receiver.origin}/` }, allowing(receiver));
    assert.equal(answer.status, 302);
    assert.deepEqual(receiver.seen, ['GET / ']);
  });

  test('a refusal is handed on without the secrets it repeats; a good answer as it is', async () => {
    await using receiver = await startReceiver((request, response) => {
      const status = Number(request.url!.slice(1));
      response.writeHead(status, { 'x-echo': 'top-secret-token' }).end('{"said":"top-secret-token"}');
    });
    const policy = allowing(receiver, { secrets: ['top-secret-token'] });
    const ask = (status: number) =>
      outbound.call({ method: 'GET', url: `${receiver.origin}/${status}` }, policy);
    const [good, refused] = [await ask(200), await ask(422)];
    assert.deepEqual(good.json(), { said: 'top-secret-token' });
    assert.deepEqual([refused.json(), refused.headers['x-echo']], [{ said: '•••' }, '•••']);
  });

  test('an answer longer than the limit ends the call', async () => {
    await using receiver = await startReceiver((_request, response) => void response.end('x'.repeat(2000)));
    const short = createOutbound({ clock: systemClock, maxBytes: 1000 });
    const failure = await failureOf(short.call({ method: 'GET', url: receiver.origin }, allowing(receiver)));
    assert.deepEqual([failure.kind, failure.reach], ['invalid', 'unknown']);
    await short.close();
  });
});

describe('the check before writing', () => {
  for (const method of ['GET', 'POST', 'DELETE'] as const) {
    test(`a ${method} that is held back sends no byte, and the connection serves the next call`, async () => {
      await using receiver = await startReceiver((_request, response) => void response.end('ok'));
      const request = {
        method,
        url: `${receiver.origin}/held`,
        ...(method === 'POST' ? { json: { a: 1 } } : {}),
      };
      const beforeWrite = () => {
        throw new Error('The deadline of the intent has passed.');
      };
      for (let round = 0; round < 20; round++) {
        const failure = await failureOf(outbound.call(request, allowing(receiver, { beforeWrite })));
        assert.equal(failure.reach, 'not_sent');
        assert.match(failure.message, /deadline of the intent/);
        await outbound.call({ method: 'GET', url: `${receiver.origin}/next` }, allowing(receiver));
      }
      // The second may open while the first still notes that it is free again.
      assert.ok(receiver.connections() <= 2);
      assert.deepEqual(new Set(receiver.seen), new Set(['GET /next ']));
      assert.equal(receiver.bytes(), receiver.bytesOfRequests());
    });
  }

  test('it runs after the connection is open and before the receiver sees anything', async () => {
    await using receiver = await startReceiver((_request, response) => void response.end('ok'));
    let seenAtCheck = -1;
    const beforeWrite = () => void (seenAtCheck = receiver.bytes());
    await outbound.call(
      { method: 'POST', url: receiver.origin, json: {} },
      allowing(receiver, { beforeWrite }),
    );
    assert.equal(seenAtCheck, 0);
    assert.equal(receiver.seen.length, 1);
  });
});

describe('failures say whether the call may have happened', () => {
  test('a refused connection was not sent', async () => {
    const receiver = await startReceiver(() => undefined);
    await receiver[Symbol.asyncDispose]();
    const failure = await failureOf(
      outbound.call({ method: 'POST', url: receiver.origin, json: {} }, allowing(receiver)),
    );
    assert.deepEqual([failure.kind, failure.reach], ['unavailable', 'not_sent']);
    assert.match(failure.message, /refused the connection/);
  });

  test('a name that does not resolve was not sent', async () => {
    const resolve = () => Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }));
    const lost = createOutbound({ clock: systemClock, resolve });
    const failure = await failureOf(
      lost.call({ method: 'GET', url: 'https://gone.example/' }, { allowOrigins: [], httpsOnly: true }),
    );
    assert.deepEqual([failure.kind, failure.reach], ['unavailable', 'not_sent']);
    await lost.close();
  });

  test('a connection cut after the request may have happened', async () => {
    await using receiver = await startReceiver((request) => void request.socket.destroy());
    const failure = await failureOf(
      outbound.call({ method: 'POST', url: receiver.origin, json: {} }, allowing(receiver)),
    );
    assert.deepEqual([failure.kind, failure.reach], ['unavailable', 'unknown']);
  });

  test('an answer cut in the middle may have happened', async () => {
    await using receiver = await startReceiver((request, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('half', () => void request.socket.destroy());
    });
    const failure = await failureOf(
      outbound.call({ method: 'POST', url: receiver.origin, json: {} }, allowing(receiver)),
    );
    assert.deepEqual([failure.kind, failure.reach, failure.status], ['unavailable', 'unknown', null]);
  });

  test('a receiver that hangs runs into the deadline of the whole call', async () => {
    await using receiver = await startReceiver(
      (_request, response) => void response.writeHead(200).write('…'),
    );
    const request = { method: 'POST', url: receiver.origin, json: {}, timeoutMs: 60 } as const;
    const failure = await failureOf(outbound.call(request, allowing(receiver)));
    assert.deepEqual([failure.kind, failure.reach], ['timeout', 'unknown']);
  });

  test('an aborted call that was on its way may have happened; one aborted before was not sent', async () => {
    const controller = new AbortController();
    await using receiver = await startReceiver(() => controller.abort());
    const policy = allowing(receiver, { signal: controller.signal });
    const request = { method: 'POST', url: receiver.origin, json: {} } as const;
    assert.equal((await failureOf(outbound.call(request, policy))).reach, 'unknown');
    assert.equal((await failureOf(outbound.call(request, policy))).reach, 'not_sent');
    assert.equal(receiver.seen.length, 1);
  });

  test('a call given up while it waits for a connection is not sent when the connection comes', async () => {
    await using receiver = await startReceiver((_request, response) => void response.end('ok'));
    const found = Promise.withResolvers<Resolved[]>();
    const slow = createOutbound({ clock: systemClock, resolve: () => found.promise });
    const origin = `http://slow.example:${receiver.port}`;
    const policy = { allowOrigins: [origin], httpsOnly: true, timeoutMs: 50 };
    const failure = await failureOf(slow.call({ method: 'POST', url: `${origin}/late`, json: {} }, policy));
    assert.deepEqual([failure.kind, failure.reach], ['timeout', 'not_sent']);
    found.resolve([{ address: '127.0.0.1', family: 4 }]);
    await receiver.connected();
    const next = slow.call({ method: 'GET', url: `${origin}/next` }, { ...policy, timeoutMs: 10_000 });
    assert.equal((await next).status, 200);
    assert.deepEqual(receiver.seen, ['GET /next ']);
    await slow.close();
  });

  test('a header that cannot be sent is the request’s fault', async () => {
    await using receiver = await startReceiver((_request, response) => void response.end());
    const request = { method: 'GET', url: receiver.origin, headers: { 'x-name': 'a\r\nb: c' } } as const;
    const failure = await failureOf(outbound.call(request, allowing(receiver)));
    assert.deepEqual([failure.kind, failure.reach], ['invalid', 'not_sent']);
  });
});

test('more calls to a host than its cap wait, and are given back when none ends', async () => {
  const held: (() => void)[] = [];
  await using receiver = await startReceiver(
    (_request, response) => void held.push(() => void response.end('ok')),
  );
  let wait = (): void => undefined;
  const clock = {
    ...systemClock,
    sleep: (ms: number, signal?: AbortSignal) =>
      ms === 2_000 ? new Promise<void>((done) => (wait = done)) : systemClock.sleep(ms, signal),
  };
  const capped = createOutbound({ clock });
  const policy = allowing(receiver, { perHost: 1 });
  const call = () => capped.call({ method: 'GET', url: receiver.origin }, policy);
  const first = call();
  const second = call();
  const third = assert.rejects(second, BudgetExceeded);
  await receiver.arrived(1);
  wait();
  await third;
  held[0]!();
  assert.equal((await first).status, 200);
  await capped.close();
});
