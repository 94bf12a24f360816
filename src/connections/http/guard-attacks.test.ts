import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { systemClock } from '#std/clock.ts';
import { VendorError } from '#kit/vendor-error.ts';
import { guardedConnector, type Resolve, type Resolved } from './guard.ts';
import { createOutbound, type OutboundPolicy } from './outbound.ts';
import { startReceiver, type Receiver } from './receiver.fixture.ts';

const guarded: OutboundPolicy = { allowOrigins: [], httpsOnly: false };
/** A server of ours that nobody outside may have us call. */
let inside: Receiver;
before(async () => {
  inside = await startReceiver((_request, response) => void response.end('inside'));
});
after(() => inside[Symbol.asyncDispose]());

/** Addresses as somebody may write them, by what they try. `PORT` is where the server inside listens. */
const written: Record<string, string[]> = {
  'one number': [
    '2130706433',
    '0x7f000001',
    '017700000001',
    '0X7F000001',
    '00000000000000000000017700000001',
  ],
  'few numbers': ['127.1', '127.0.1', '0x7f.1', '0177.1', '127.65537', '0', '0x0', '0.0', '127.0x1'],
  'other bases': ['0177.0.0.01', '0x7f.0x0.0x0.0x1', '0177.0x0.0.1', '127.000.000.001', '0x7F.0.0.1'],
  'other digits': ['①②⑦.⓪.⓪.①', '１２７.０.０.１', '127。0。0。1', '127．0．0．1', '127｡0｡0｡1', '𝟏𝟐𝟕.𝟎.𝟎.𝟏'],
  'what a parser drops': [
    '127.0.0.1.',
    '%31%32%37.0.0.1',
    '127.0.\t0.1',
    '127.0.\n0.1',
    '127.0.0\u00ad.1',
    '127%2e0%2e0%2e1',
  ],
  'IPv6 of this machine': ['[::1]', '[::]', '[0:0:0:0:0:0:0:1]', '[0000::0001]', '[::0.0.0.1]'],
  'IPv4 in IPv6': [
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[0:0:0:0:0:ffff:7f00:0001]',
    '[::127.0.0.1]',
    '[::ffff:0:127.0.0.1]',
  ],
  NAT64: ['[64:ff9b::127.0.0.1]', '[64:ff9b::a9fe:a9fe]', '[64:ff9b:1::7f00:1]', '[64:ff9b:1:a::10.0.0.1]'],
  '6to4 and Teredo': [
    '[2002:7f00:1::]',
    '[2002:a9fe:a9fe::1]',
    '[2002:c0a8:1::]',
    '[2001::1]',
    '[2001:0:7f00:1::]',
  ],
  'networks of ours': [
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.0.1',
    '[fc00::1]',
    '[fdff::1]',
    '100.64.0.1',
  ],
  'the link': ['169.254.1.1', '[fe80::1]', '[febf::1]', '[fec0::1]'],
  'metadata of clouds': [
    ...[
      '169.254.169.254',
      '2852039166',
      '0xa9fea9fe',
      '0251.0376.0251.0376',
      '169.254.43518',
      '[fd00:ec2::254]',
    ],
    ...['100.100.100.200', '168.63.129.16', '192.0.0.192', '[::ffff:169.254.169.254]', '[fd20:ce::254]'],
  ],
  'nobody, everybody and many': [
    '0.0.0.0',
    '0.1.2.3',
    '255.255.255.255',
    '224.0.0.1',
    '239.255.255.250',
    '[ff02::1]',
    '[ff05::2]',
  ],
  'set aside': [
    '192.0.2.1',
    '198.51.100.1',
    '203.0.113.1',
    '198.18.0.1',
    '240.0.0.1',
    '[2001:db8::1]',
    '[100::1]',
    '[5f00::1]',
  ],
};

/** Whole addresses that a reader and a parser may read differently. */
const confusing = [
  ...[
    'http://public.example@127.0.0.1:PORT/',
    'http://127.0.0.1:PORT@public.example/',
    'http://a:b@127.0.0.1:PORT/',
  ],
  ...[
    'http://public.example\\@127.0.0.1:PORT/',
    'http:\\\\127.0.0.1:PORT',
    'http:127.0.0.1:PORT',
    'http:/127.0.0.1:PORT',
  ],
  ...[
    'http:///127.0.0.1:PORT',
    'http://127.0.0.1:PORT#@public.example/',
    'http://127.0.0.1:PORT?@public.example/',
  ],
  ...[
    'http://[fe80::1%25lo]:PORT/',
    'http://[::1%25lo]:PORT/',
    'http://[::1%lo]:PORT/',
    'http://127.0.0.1%00:PORT/',
  ],
  ...[
    '\thttp://127.0.0.1:PORT/',
    ' http://127.0.0.1:PORT/',
    'HTTP://127.0.0.1:PORT/',
    'h\nttp://127.0.0.1:PORT/',
  ],
  ...[
    'ftp://127.0.0.1:PORT/',
    'file:///etc/passwd',
    'gopher://127.0.0.1:PORT/',
    'data:,x',
    'unix:/run/x.sock',
  ],
  ...[
    '//127.0.0.1:PORT/',
    '127.0.0.1:PORT',
    '',
    'http://',
    'http://127.0.0.1:65536/',
    'http://127.0.0.1:-1/',
  ],
];

const v4 = (address: string): Resolved => ({ address, family: 4 });
const v6 = (address: string): Resolved => ({ address, family: 6 });
/** What names stand for. */
const names: [name: string, found: Resolved[]][] = [
  ['shop.example', [v4('127.0.0.1')]],
  ['several.example', [v4('10.0.0.1'), v6('::1'), v4('169.254.169.254')]],
  ['mapped.example', [v6('::ffff:127.0.0.1')]],
  ['translated.example', [v6('64:ff9b::7f00:1')]],
  ['tunnel.example', [v6('2002:7f00:1::')]],
  ['metadata.google.internal', [v4('169.254.169.254')]],
  ['zoned.example', [v6('fe80::1%lo')]],
  ['nonsense.example', [v4('127.1')]],
  ['127.0.0.1.nip.example', [v4('127.0.0.1')]],
  ['xn--bcher-kva.example', [v4('127.0.0.1')]],
  ['bücher.example', [v4('127.0.0.1')]],
  ['shop.example.', [v4('127.0.0.1')]],
];

/** Names that every machine has for itself. */
const ownNames = [
  'localhost',
  'localhost.',
  'LOCALHOST',
  'ⓛⓞⓒⓐⓛⓗⓞⓢⓣ',
  'ip6-localhost',
  'sub.localhost',
  'localhost.localdomain',
];

async function requireRefused(url: string, resolve?: Resolve): Promise<string> {
  const outbound = createOutbound({ clock: systemClock, ...(resolve && { resolve }) });
  try {
    await outbound.call({ method: 'GET', url: url.replace('PORT', String(inside.port)) }, guarded);
    return assert.fail(`${url} was called`);
  } catch (error) {
    assert.ok(error instanceof VendorError && error.reach === 'not_sent', `${url}: ${String(error)}`);
    return error.message;
  } finally {
    await outbound.close();
  }
}

describe('no connection is opened', () => {
  beforeEach(() => assert.equal(inside.connections(), 0));

  for (const [what, hosts] of Object.entries(written)) {
    test(`to ${what}`, async () => {
      for (const host of hosts) {
        const message = await requireRefused(`http://${host}:PORT/`);
        assert.match(message, /only calls public addresses|not an http or https address/, host);
      }
      assert.equal(inside.connections(), 0);
    });
  }

  test('to an address that reads like another', async () => {
    for (const url of confusing) await requireRefused(url, () => Promise.resolve([v4('127.0.0.1')]));
    assert.equal(inside.connections(), 0);
  });

  test('to a public-looking name that leads inside', async () => {
    for (const [name, found] of names) {
      const message = await requireRefused(`http://${name}:PORT/`, () => Promise.resolve(found));
      assert.match(message, /only calls public addresses/, name);
    }
    assert.equal(inside.connections(), 0);
  });

  test('to this machine by any name of its own', async () => {
    for (const name of ownNames) await requireRefused(`http://${name}:PORT/`);
    assert.equal(inside.connections(), 0);
  });
});

test('a name that is public when asked and private when connected to is told nothing', async () => {
  const judged: string[] = [];
  // The first look, at the answer, finds nothing wrong; the look at the open socket does.
  const refusal = (address: string) => (judged.push(address) > 1 ? 'a loopback address' : null);
  const connect = guardedConnector(() => Promise.resolve([v4('127.0.0.1')]), 5_000, refusal);
  const options = {
    hostname: 'rebind.example',
    host: 'rebind.example',
    port: String(inside.port),
    protocol: 'http:',
  };
  const error = await new Promise<Error | null>((resolve) =>
    connect(options, (...[fault]) => resolve(fault)),
  );
  assert.match(error?.message ?? '', /rebind\.example resolves to 127\.0\.0\.1/);
  assert.deepEqual(judged, ['127.0.0.1', '127.0.0.1']);
  assert.equal(inside.bytes(), 0);
});

test('what proxies the environment names is not asked', async (t) => {
  const variables = [
    'HTTP_PROXY',
    'HTTPS_PROXY',
    'ALL_PROXY',
    'http_proxy',
    'https_proxy',
    'all_proxy',
    'NODE_USE_ENV_PROXY',
  ];
  const before = variables.map((name) => [name, process.env[name]] as const);
  await using receiver = await startReceiver((_request, response) => void response.end('ok'));
  await using proxy = await startReceiver((_request, response) => void response.end('proxy'));
  for (const name of variables) process.env[name] = name.startsWith('NODE') ? '1' : proxy.origin;
  t.after(() => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });
  const outbound = createOutbound({ clock: systemClock });
  t.after(() => outbound.close());
  const answer = await outbound.call(
    { method: 'GET', url: receiver.origin },
    { ...guarded, allowOrigins: [receiver.origin] },
  );
  assert.deepEqual([answer.text(), proxy.connections()], ['ok', 0]);
});
