import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { hmacSha256Hex } from '#std/hmac.ts';
import { at, type JsonObject } from '#std/json.ts';
import { webhookHeaders } from './model/events.ts';
import { startTrial, type Post, type Trial } from './trial.ts';

describe('Content-Hmac', () => {
  const bodyA =
    '{"event":{"name":"sign","data":{"signer":{"email":"maria@acme.com.br","name":"Maria Silva"}},"occurred_at":"2026-03-10T14:05:00.000-03:00"},"document":{"key":"db4a2cf7-0a48-481f-b669-54f2a2260ac2","filename":"Contrato ACME.pdf","status":"running"}}';
  const bodyB =
    '{"event":{"name":"auto_close","data":null,"occurred_at":"2026-03-10T14:05:01.191-03:00"},"document":{"filename":"Prestação de Serviços.pdf"}}';
  const vectors = [
    ['hmac-secret-01', '{}', 'f9d2dc4fa279059b80f0ff252cb01098d13ee3f8afd24a5eac9ef82fa33737c4'],
    [
      '973d92ca80c2206a0e65b35d2371d595',
      bodyA,
      '6a63b12b5dc94c649c0a3ffecf243e66080d6576880ef58af66be7a5f19aeb67',
    ],
    ['segredo-ção', bodyB, '45865683d1f5827853986656229a07f51462683de6620acd83a4acb61e20ede5'],
  ] as const;
  for (const [secret, body, expected] of vectors) {
    test(`is the HMAC of the raw body with the secret ${secret} as text`, () => {
      assert.equal(webhookHeaders('sign', body, secret)['Content-Hmac'], `sha256=${expected}`);
    });
  }
});

describe('webhooks', () => {
  let trial: Trial;
  beforeEach(() => (trial = startTrial()));
  afterEach(() => trial.close());

  const all = [
    'upload',
    'add_signer',
    'remove_signer',
    'sign',
    'auto_close',
    'close',
    'deadline',
    'cancel',
    'refusal',
    'document_closed',
    'update_deadline',
    'update_auto_close',
    'update_locale',
  ];
  const subscribe = (endpoint: string, events: string[]) =>
    trial.v3('POST', '/webhooks', { data: { type: 'webhooks', attributes: { endpoint, events } } });
  const maria = { name: 'Maria Silva', email: 'maria@acme.com.br' };
  const joao = { name: 'João Souza', email: 'joao@acme.com.br' };
  const quick = (more: JsonObject = {}) =>
    trial.control('POST', '/quick-sign', { name: 'Contrato ACME.pdf', signers: [maria], ...more });

  test('carry the documented headers and body, signed over the bytes sent', async () => {
    const made = await subscribe('http://hub.test/hook', ['sign']);
    const secret = at(made.body, 'data.attributes.secret') as string;
    assert.match(secret, /^[0-9a-f]{32}$/);
    await quick({ metadata: { empresa: 'ACME Ltda' }, path: '/Contratos/Contrato ACME.pdf' });
    const [post] = (await trial.delivered()) as [Post];
    assert.equal(post.headers.get('content-hmac'), `sha256=${hmacSha256Hex(secret, post.raw)}`);
    assert.equal(post.headers.get('content-type'), 'application/json');
    assert.equal(post.headers.get('accept'), 'application/json');
    assert.equal(at(post.body, 'event.name'), 'sign');
    assert.equal(at(post.body, 'event.data.signer.email'), 'maria@acme.com.br');
    assert.match(at(post.body, 'event.occurred_at') as string, /^2026-03-10T14:00:00\.\d{3}-03:00$/);
    assert.equal(at(post.body, 'document.path'), '/Contratos/Contrato ACME.pdf');
    assert.equal(at(post.body, 'document.uploaded_at'), '2026-03-10T17:00:00.000Z');
    assert.deepEqual(at(post.body, 'document.metadata'), { empresa: 'ACME Ltda' });
    assert.equal(at(post.body, 'document.events.0.name'), 'sign');
  });

  test('come only for the events asked for, and not while inactive', async () => {
    const made = await subscribe('http://hub.test/hook', ['sign']);
    const id = at(made.body, 'data.id') as string;
    await quick();
    assert.deepEqual(await trial.events(), ['sign']);
    const attributes = { status: 'inactive' };
    await trial.v3('PATCH', `/webhooks/${id}`, { data: { type: 'webhooks', id, attributes } });
    await quick();
    assert.deepEqual(await trial.events(), ['sign']);
  });

  test('of one document come in the order things happened, each later than the one before', async () => {
    await subscribe('http://hub.test/hook', all);
    await quick({ signers: [maria, joao] });
    const order = ['upload', 'add_signer', 'add_signer', 'sign', 'sign', 'auto_close', 'document_closed'];
    assert.deepEqual(await trial.events(), order);
    const times = trial.posts.map((post) => at(post.body, 'event.occurred_at') as string);
    assert.deepEqual(times, [...new Set(times)].sort());
  });

  test('a closed document carries the links to its signed file', async () => {
    await subscribe('http://hub.test/hook', ['document_closed']);
    await quick();
    const [post] = (await trial.delivered()) as [Post];
    const { downloads, status } = post.body['document'] as { downloads: JsonObject; status: string };
    assert.equal(status, 'closed');
    assert.deepEqual(Object.keys(downloads), ['original_file_url', 'signed_file_url', 'ziped_file_url']);
  });

  test('a receiver that fails or redirects is tried again with the same bytes, then given up', async () => {
    await subscribe('http://hub.test/hook', ['sign']);
    trial.receive(() => new Response('', { status: 302, headers: { location: 'http://elsewhere.test' } }));
    await quick();
    const waits = [1000, 2000, 4000, 8000];
    for (const [tries, wait] of waits.entries()) {
      await trial.delivered(tries + 1);
      trial.clock.pass(wait);
    }
    const posts = await trial.delivered(5);
    assert.equal(posts.length, 5);
    assert.equal(new Set(posts.map((post) => post.raw)).size, 1);
    assert.equal(trial.parts.deliveries.list()[0]!.status, 'failed');
  });

  test('an ended deadline closes a document someone signed and cancels one nobody did', async () => {
    await subscribe('http://hub.test/hook', ['deadline', 'document_closed', 'auto_close']);
    const signed = await quick({ signers: [maria, joao], sign: 1 });
    const unsigned = await quick({ sign: 0 });
    const end = ({ body }: { body: JsonObject }) =>
      trial.control('POST', '/deadline', { document_key: body['document_key']! });
    assert.equal((await end(signed)).body['status'], 'closed');
    assert.equal((await end(unsigned)).body['status'], 'canceled');
    assert.deepEqual(await trial.events(), ['deadline', 'document_closed', 'deadline']);
    assert.equal(at(trial.posts[0]!.body, 'event.data.reached_at'), '2026-03-10T14:00:00.000-03:00');
  });

  test('a deadline passes by itself when the time comes', async () => {
    await subscribe('http://hub.test/hook', ['deadline']);
    await quick({ sign: 0 });
    trial.clock.pass(31 * 86_400_000);
    await new Promise((resolve) => setImmediate(resolve));
    assert.ok((await trial.events()).includes('deadline'));
  });
});
