import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { JsonObject } from '#std/json.ts';
import { DEMO_CLICKSIGN_LEGACY_TOKEN } from './demo.ts';
import { startTrial, type Trial } from './trial.ts';

describe('errors of API v3', () => {
  let trial: Trial;
  beforeEach(() => (trial = startTrial()));
  afterEach(() => trial.close());
  const post = (path: string, type: string, attributes: JsonObject) =>
    trial.v3('POST', path, { data: { type, attributes } });
  const errors = (body: JsonObject) => body['errors'] as JsonObject[];

  test('have a status that is a number for 400 and 401, and text for 404 and 422', async () => {
    const bad = await post('/envelopes', 'envelopes', { name: 'A', locale: 'fr' });
    assert.deepEqual(errors(bad.body), [
      {
        code: 'bad_request',
        status: 400,
        source: { pointer: '/data/attributes/locale' },
        detail: 'locale deve estar em: pt-BR, en-US',
      },
    ]);
    const token = await trial.v3('GET', '/envelopes', undefined, { Authorization: 'guess' });
    assert.deepEqual(errors(token.body), [
      { code: 'unauthorized', status: 401, title: 'Não autorizado', detail: 'Access Token inválido' },
    ]);
    const missing = await trial.v3('GET', '/webhooks/nobody');
    assert.equal(errors(missing.body)[0]!['status'], '404');
    const past = await post('/envelopes', 'envelopes', {
      name: 'A',
      deadline_at: '2026-03-09T12:00:00-03:00',
    });
    assert.equal(
      errors(past.body)[0]!['detail'],
      'deadline_at - deve ser maior ou igual a 2026-03-10 14:00:00 -0300',
    );
    assert.equal(errors(past.body)[0]!['status'], '422');
  });

  const refusals: [string, string, string, JsonObject, number, string][] = [
    [
      'unknown attributes',
      '/envelopes',
      'envelopes',
      { name: 'A', deadline_a2t: 'x' },
      400,
      'deadline_a2t não está disponível',
    ],
    ['missing attributes', '/envelopes', 'envelopes', {}, 400, 'name deve ser informado(a)'],
    ['a wrong type', '/webhooks', 'webhook', {}, 400, 'type deve ser igual a webhooks'],
    [
      'a webhook without events',
      '/webhooks',
      'webhooks',
      { endpoint: 'http://a.test' },
      400,
      'events deve ser informado(a)',
    ],
    [
      'a deadline too far off',
      '/envelopes',
      'envelopes',
      { name: 'A', deadline_at: '2026-09-01' },
      422,
      'deadline_at - deve ser menor ou igual a 2026-06-08 14:00:00 -0300',
    ],
  ];
  for (const [what, path, type, attributes, status, detail] of refusals) {
    test(`refuse ${what}`, async () => {
      const answer = await post(path, type, attributes);
      assert.equal(answer.status, status);
      assert.ok(
        errors(answer.body).some((error) => error['detail'] === detail),
        answer.text,
      );
    });
  }

  test('refuse the same endpoint twice', async () => {
    const attributes = { endpoint: 'http://hub.test/hook', events: ['sign'] };
    await post('/webhooks', 'webhooks', attributes);
    const again = await post('/webhooks', 'webhooks', attributes);
    assert.deepEqual(errors(again.body), [
      {
        title: 'já está em uso',
        detail: 'endpoint - já está em uso',
        code: '100',
        source: { pointer: '/data/attributes/endpoint' },
        status: '422',
      },
    ]);
  });

  test('refuse other media types', async () => {
    const body = { data: { type: 'envelopes', attributes: { name: 'A' } } };
    const sent = await trial.v3('POST', '/envelopes', body, { 'Content-Type': 'application/json' });
    assert.equal(sent.status, 415);
    assert.equal((await trial.v3('GET', '/envelopes', undefined, { Accept: 'text/html' })).status, 406);
  });

  test('answer 503 to an account without envelopes', async () => {
    const old = await trial.v3('GET', '/envelopes', undefined, {
      Authorization: DEMO_CLICKSIGN_LEGACY_TOKEN,
    });
    assert.deepEqual([old.status, errors(old.body)[0]!['detail']], [503, 'Serviço indisponível']);
  });

  test('answer 429 to the 21st call of ten seconds, until the time in the header', async () => {
    const calls = [];
    for (let n = 0; n < 21; n++) calls.push(await trial.v3('GET', '/users'));
    assert.deepEqual(calls.map((call) => call.status).filter((status) => status === 200).length, 20);
    const last = calls.at(-1)!;
    assert.equal(last.status, 429);
    assert.equal(last.headers.get('x-rate-limit'), '20');
    assert.equal(last.headers.get('x-rate-limit-remaining'), '0');
    assert.equal(Number(last.headers.get('x-rate-limit-reset')), trial.clock.now() / 1000 + 10);
    assert.match(last.headers.get('x-request-id') ?? '', /^[0-9a-f-]{36}$/);
    trial.clock.pass(10_000);
    assert.equal((await trial.v3('GET', '/users')).status, 200);
  });
});
