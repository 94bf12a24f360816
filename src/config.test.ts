import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AppError } from '#std/errors.ts';
import { readConfig } from './config.ts';

const secret = 'a'.repeat(32);
const database = 'postgres://ann:hush@db:5432/hub';

const fails = (env: Record<string, string>): AppError => {
  try {
    readConfig(env, '/srv');
  } catch (error) {
    assert.ok(error instanceof AppError);
    return error;
  }
  return assert.fail('it was accepted');
};

test('nothing set: an embedded database, the demo, this machine only', () => {
  const { internal, ...config } = readConfig({ PATH: '/bin' }, '/srv');
  assert.deepEqual(config, {
    port: 4000,
    host: '127.0.0.1',
    dataFolder: '/srv/data',
    databaseUrl: null,
    publicUrl: null,
    secret: null,
    role: 'all',
    demo: true,
    allowTargets: [],
    trustProxy: [],
    logLevel: 'info',
    metricsToken: null,
    smtpUrl: null,
    mailFrom: null,
  });
  assert.ok(Object.values(internal).every((value) => value === null));
});

describe('values', () => {
  const accepted: [Record<string, string>, object][] = [
    [{ COUNTERSIGN_PORT: '0' }, { port: 0 }],
    [{ COUNTERSIGN_PORT: '65533' }, { port: 65_533 }],
    [{ COUNTERSIGN_PORT: ' ' }, { port: 4000 }],
    [{ COUNTERSIGN_HOST: '::' }, { host: '::' }],
    [{ COUNTERSIGN_DATA: '../other' }, { dataFolder: '/other' }],
    [{ COUNTERSIGN_DATA: '/var/data' }, { dataFolder: '/var/data' }],
    [{ PUBLIC_URL: 'https://Hub.example.com/' }, { publicUrl: 'https://hub.example.com' }],
    [{ PUBLIC_URL: 'http://10.0.0.1:8080' }, { publicUrl: 'http://10.0.0.1:8080' }],
    [
      { DATABASE_URL: database, COUNTERSIGN_SECRET: secret },
      { databaseUrl: database, secret },
    ],
    [{ DATABASE_URL: database, COUNTERSIGN_SECRET: secret, COUNTERSIGN_ROLE: 'worker' }, { role: 'worker' }],
    [{ COUNTERSIGN_DEMO: 'off' }, { demo: false }],
    [
      { COUNTERSIGN_ALLOW_TARGETS: 'crm.internal, 10.0.0.7:80 [::1]:90,10.1.0.0/16' },
      { allowTargets: ['crm.internal', '10.0.0.7:80', '[::1]:90', '10.1.0.0/16'] },
    ],
    [{ COUNTERSIGN_TRUST_PROXY: 'off' }, { trustProxy: [] }],
    [{ COUNTERSIGN_TRUST_PROXY: '10.0.0.1,fd00::/8' }, { trustProxy: ['10.0.0.1', 'fd00::/8'] }],
    [{ COUNTERSIGN_LOG: 'warn' }, { logLevel: 'warn' }],
    [{ COUNTERSIGN_METRICS_TOKEN: '0123456789abcdef' }, { metricsToken: '0123456789abcdef' }],
    [{ COUNTERSIGN_SMTP_URL: 'smtp://ann:hush@mail:587' }, { smtpUrl: 'smtp://ann:hush@mail:587' }],
    [{ COUNTERSIGN_MAIL_FROM: 'Hub <hub@example.com>' }, { mailFrom: 'Hub <hub@example.com>' }],
    [{ COUNTERSIGN_MAIL_FROM: 'hub@example.com' }, { mailFrom: 'hub@example.com' }],
    [{ COUNTERSIGN_TEST_DATABASE_URL: 'x' }, {}],
  ];
  for (const [env, expected] of accepted) {
    test(`${JSON.stringify(env)} is accepted`, () =>
      assert.partialDeepStrictEqual(readConfig(env, '/srv'), expected));
  }

  test('on trusts proxies on private addresses', () => {
    assert.ok(readConfig({ COUNTERSIGN_TRUST_PROXY: 'on' }, '/').trustProxy.includes('10.0.0.0/8'));
  });

  const refused: [Record<string, string>, RegExp][] = [
    [{ COUNTERSIGN_PORT: '80a' }, /^COUNTERSIGN_PORT is "80a"; it must be a whole number from 0 to 65533/],
    [{ COUNTERSIGN_PORT: '65534' }, /^COUNTERSIGN_PORT is "65534"/],
    [{ COUNTERSIGN_PORT: '-1' }, /^COUNTERSIGN_PORT is "-1"/],
    [
      { COUNTERSIGN_HOST: 'http://x' },
      /^COUNTERSIGN_HOST is "http:\/\/x"; it must be an address or a host name/,
    ],
    [
      { PUBLIC_URL: 'hub.example.com' },
      /^PUBLIC_URL is "hub\.example\.com"; it must be an address without a path/,
    ],
    [{ PUBLIC_URL: 'https://hub.example.com/base' }, /^PUBLIC_URL is/],
    [{ PUBLIC_URL: 'ftp://hub.example.com' }, /^PUBLIC_URL is/],
    [{ COUNTERSIGN_ROLE: 'wroker' }, /it must be web, worker or all\. Did you mean worker\?$/],
    [{ COUNTERSIGN_DEMO: 'true' }, /^COUNTERSIGN_DEMO is "true"; it must be on or off\.$/],
    [{ COUNTERSIGN_ALLOW_TARGETS: 'http://crm.internal' }, /^COUNTERSIGN_ALLOW_TARGETS is "http/],
    [{ COUNTERSIGN_ALLOW_TARGETS: 'crm:99999' }, /^COUNTERSIGN_ALLOW_TARGETS is/],
    [{ COUNTERSIGN_TRUST_PROXY: 'yes' }, /^COUNTERSIGN_TRUST_PROXY is "yes"; it must be off, on/],
    [{ COUNTERSIGN_LOG: 'verbose' }, /^COUNTERSIGN_LOG is "verbose"; it must be trace, debug/],
    [{ COUNTERSIGN_MAIL_FROM: 'Hub' }, /^COUNTERSIGN_MAIL_FROM is "Hub"; it must be an address/],
    [{ COUNTERSIGN_SMTP_URL: 'mail:25' }, /^COUNTERSIGN_SMTP_URL is not right; it must be like smtp:/],
    [{ COUNTERSIGN_ROLE: 'web' }, /^COUNTERSIGN_ROLE=web needs DATABASE_URL/],
    [{ DATABASE_URL: database }, /^DATABASE_URL is set, so COUNTERSIGN_SECRET must be set too/],
    [
      { COUNTERSIGN_PROT: '1' },
      /^COUNTERSIGN_PROT is not a setting of Countersign\. Did you mean COUNTERSIGN_PORT\?$/,
    ],
    [{ countersign_port: '1' }, /^countersign_port is not a setting .* Did you mean COUNTERSIGN_PORT\?$/],
    [{ COUNTERSIGN_DATABASE_URL: database }, /Did you mean DATABASE_URL\?$/],
    [{ COUNTERSIGN_COLOUR: 'red' }, /is not a setting of Countersign\. The settings are COUNTERSIGN_PORT, /],
    [{ COUNTERSIGN_INTERNAL_NOISE: '1' }, /^COUNTERSIGN_INTERNAL_NOISE is not a setting/],
  ];
  for (const [env, sentence] of refused) {
    test(`${JSON.stringify(env)} is refused with a sentence`, () =>
      assert.match(fails(env).message, sentence));
  }
});

test('every problem is told at once', () => {
  const error = fails({ COUNTERSIGN_PORT: 'x', COUNTERSIGN_LOG: 'y', COUNTERSIGN_DEMOO: 'on' });
  assert.deepEqual(
    error.faults.map((fault) => [fault.path, fault.code]),
    [
      ['COUNTERSIGN_DEMOO', 'unknown_setting'],
      ['COUNTERSIGN_PORT', 'bad_setting'],
      ['COUNTERSIGN_LOG', 'bad_setting'],
    ],
  );
});

test('a refused secret is never shown', () => {
  const hush = {
    DATABASE_URL: 'mysql://ann:hush@db',
    COUNTERSIGN_SECRET: 'hush',
    COUNTERSIGN_METRICS_TOKEN: 'hush',
  };
  const { message } = fails(hush);
  assert.match(message, /DATABASE_URL is not right; it must be like postgres:\/\//);
  assert.match(message, /COUNTERSIGN_SECRET is not right; it must be at least 32 characters/);
  assert.doesNotMatch(message, /hush/);
});
