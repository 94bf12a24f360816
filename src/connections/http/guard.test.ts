import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '#std/clock.ts';
import { VendorError } from '#kit/vendor-error.ts';
import { guardedLookup, type Resolved } from './guard.ts';
import { createOutbound, type OutboundPolicy } from './outbound.ts';
import { startReceiver } from './receiver.fixture.ts';

const guarded: OutboundPolicy = { allowOrigins: [], httpsOnly: false };
const loopback: Resolved[] = [{ address: '127.0.0.1', family: 4 }];

function outboundTo(found: Resolved[], allowTargets: string[] = []) {
  const outbound = createOutbound({
    clock: systemClock,
    resolve: () => Promise.resolve(found),
    allowTargets,
  });
  return { ...outbound, [Symbol.asyncDispose]: () => outbound.close() };
}

async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  assert.ok(
    error instanceof VendorError && error.kind === 'invalid' && error.reach === 'not_sent',
    String(error),
  );
  return error.message;
}

const disguises = [
  ...[
    '127.0.0.1',
    '2130706433',
    '0x7f000001',
    '0x7f.1',
    '0177.0.0.1',
    '127.1',
    '127.0.1',
    '017700000001',
    '0',
  ],
  ...[
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::7f00:1]',
    '[64:ff9b::7f00:1]',
    '[0:0:0:0:0:0:0:1]',
  ],
  ...[
    '①②⑦.⓪.⓪.①',
    '127.0.0.1.',
    '%31%32%37.0.0.1',
    '169.254.169.254',
    '0xa9fea9fe',
    '10.0.0.1',
    '100.64.1.1',
  ],
];

test('no spelling of a local address opens a connection', async () => {
  await using receiver = await startReceiver((_request, response) => void response.end('inside'));
  await using outbound = outboundTo(loopback);
  for (const host of disguises) {
    const url = `http://${host}:${receiver.port}/`;
    assert.match(
      await refusal(outbound.call({ method: 'GET', url }, guarded)),
      /only calls public addresses/,
      host,
    );
  }
  assert.equal(receiver.connections(), 0);
});

test('a public-looking name that resolves to this machine is refused', async () => {
  await using receiver = await startReceiver((_request, response) => void response.end('inside'));
  await using outbound = outboundTo(loopback);
  const message = await refusal(
    outbound.call({ method: 'GET', url: `http://shop.example:${receiver.port}` }, guarded),
  );
  assert.match(message, /shop\.example resolves to 127\.0\.0\.1, a loopback address/);
  assert.equal(receiver.connections(), 0);
});

test('a name is resolved once, and only what was checked is handed to the socket', async () => {
  const answers: Resolved[][] = [
    [
      { address: '10.0.0.7', family: 4 },
      { address: '93.184.216.34', family: 4 },
    ],
    loopback,
  ];
  let asked = 0;
  const lookup = guardedLookup(() => Promise.resolve(answers[asked++] ?? loopback));
  const given = await new Promise((resolve) => {
    lookup('rebind.example', { all: true }, (_error, addresses) => resolve(addresses));
  });
  assert.deepEqual(given, [{ address: '93.184.216.34', family: 4 }]);
  assert.equal(asked, 1);
});

test('an allowed origin is reached exactly; its neighbours and a later guarded call are not', async () => {
  await using receiver = await startReceiver((_request, response) => void response.end('ok'));
  await using outbound = outboundTo(loopback);
  const url = `http://emulator.example:${receiver.port}`;
  const allowed = { allowOrigins: [url], httpsOnly: true };
  assert.equal((await outbound.call({ method: 'GET', url }, allowed)).status, 200);
  await refusal(outbound.call({ method: 'GET', url }, guarded));
  await refusal(
    outbound.call(
      { method: 'GET', url: `http://127.0.0.1:${receiver.port}` },
      { ...allowed, httpsOnly: false },
    ),
  );
  assert.equal(receiver.seen.length, 1);
});

test('an administrator can allow a private host by name, one port of it, an address or a range', async () => {
  await using receiver = await startReceiver((_request, response) => void response.end('ok'));
  const reach = async (host: string, targets: string[]) => {
    await using outbound = outboundTo(loopback, targets);
    return await outbound.call({ method: 'GET', url: `http://${host}:${receiver.port}` }, guarded);
  };
  const ranges = [['127.0.0.1'], ['127.0.0.0/8'], ['fd00::/8', '127.0.0.1/32']];
  for (const targets of [['crm.internal'], [`CRM.internal:${receiver.port}`], ...ranges]) {
    assert.equal((await reach('crm.internal', targets)).status, 200, targets.join());
  }
  assert.equal((await reach('127.0.0.1', ['127.0.0.0/8'])).status, 200);
  for (const targets of [['other.internal'], ['crm.internal:1'], ['10.0.0.0/8'], ['::1'], []]) {
    await refusal(reach('crm.internal', targets));
  }
});

test('plain http, other schemes and passwords in the address are refused with a sentence', async () => {
  await using outbound = outboundTo(loopback);
  const strict = { ...guarded, httpsOnly: true };
  assert.match(
    await refusal(outbound.call({ method: 'GET', url: 'http://a.example/' }, strict)),
    /Use https/,
  );
  assert.match(
    await refusal(outbound.call({ method: 'GET', url: 'file:///etc/passwd' }, guarded)),
    /not an http or https/,
  );
  const withPassword = await refusal(
    outbound.call({ method: 'GET', url: 'https://u:hunter2222@a.example/' }, guarded),
  );
  assert.match(withPassword, /Authorization header/);
  assert.doesNotMatch(withPassword, /hunter2222/);
});
