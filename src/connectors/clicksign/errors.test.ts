import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { VendorResponse } from '#kit/http.ts';
import type { Json } from '#std/json.ts';
import { isTaken, lacksEnvelopes, refusalOf, type Api } from './errors.ts';

const now = Date.parse('2026-03-10T14:00:00Z');

function refusal(status: number, body: Json | string, api: Api = 'v3', headers: Record<string, string> = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return refusalOf(new VendorResponse(status, headers, Buffer.from(text)), api, now);
}

const taken = {
  title: 'já está em uso',
  detail: 'endpoint - já está em uso',
  code: '100',
  source: { pointer: '/data/attributes/endpoint' },
  status: '422',
};
const noEnvelopes = {
  errors: [
    { code: 'service_unavailable', status: 503, title: 'Verificação', detail: 'Serviço indisponível' },
  ],
};

describe('a refusal', () => {
  const sentences: [what: string, error: Error, message: string][] = [
    ['v3', refusal(422, { errors: [taken] }), 'Clicksign answered 422: endpoint - já está em uso'],
    [
      'several complaints',
      refusal(422, { errors: [taken, { title: 'B' }, taken] }),
      'Clicksign answered 422: endpoint - já está em uso; B',
    ],
    [
      'v1',
      refusal(404, { errors: ['Documento não encontrado'] }, 'v1'),
      'Clicksign answered 404: Documento não encontrado',
    ],
    ['plain text', refusal(429, 'Too many requests'), 'Clicksign answered 429: Too many requests'],
    ['an HTML page', refusal(502, '<html>oops</html>'), 'Clicksign answered 502 without a message.'],
    ['nothing', refusal(500, ''), 'Clicksign answered 500 without a message.'],
    ['a strange body', refusal(400, { errors: { base: 7 } }), 'Clicksign answered 400 without a message.'],
  ];
  for (const [what, error, message] of sentences) {
    test(`reads well from ${what}`, () => assert.equal(error.message, message));
  }

  test('of a bad token is auth in v1 as 401 and as 403, in v3 by its words', () => {
    const words = { errors: ['Access Token inválido'] };
    assert.equal(refusal(401, words, 'v1').kind, 'auth');
    assert.equal(refusal(403, words, 'v1').kind, 'auth');
    assert.equal(refusal(403, '', 'v1').kind, 'auth');
    assert.equal(refusal(403, { errors: [{ detail: 'Access Token inválido' }] }).kind, 'auth');
    assert.equal(
      refusal(403, { errors: [{ detail: 'E-mail do usuário da API não configurado' }] }).kind,
      'forbidden',
    );
  });

  test('for want of the envelope API is not tried again, and says what to do', () => {
    const error = refusal(503, noEnvelopes);
    assert.deepEqual([error.kind, error.reach, lacksEnvelopes(error)], ['forbidden', 'refused', true]);
    assert.match(error.message, /Ask Clicksign support/);
  });

  test('with any other 503 is tried again', () => {
    const busy = refusal(503, 'Service Unavailable');
    assert.deepEqual([busy.kind, lacksEnvelopes(busy)], ['unavailable', false]);
    assert.equal(refusal(503, noEnvelopes, 'v1').kind, 'unavailable');
  });

  test('of too many calls waits for the window to end, by whichever header tells', () => {
    const at = (ms: number) => String((now + ms) / 1000);
    const wait = (headers: Record<string, string>) => refusal(429, '', 'v3', headers).retryAfterMs;
    assert.equal(wait({ 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': at(7000) }), 7000);
    assert.equal(wait({ 'retry-after': '3', 'x-rate-limit-reset': at(7000) }), 3000);
    assert.equal(wait({ 'x-rate-limit-reset': at(-5000) }), 0);
    assert.equal(wait({ 'x-rate-limit-reset': at(3_600_000) }), 60_000);
    assert.equal(wait({}), null);
  });

  test('of a second notification within a minute waits a minute, though calls are left', () => {
    const headers = { 'x-rate-limit-remaining': '19', 'x-rate-limit-reset': String(now / 1000 + 2) };
    assert.equal(refusal(429, 'Too many requests', 'v3', headers).retryAfterMs, 60_000);
  });

  test('tells a taken value from other complaints', () => {
    assert.equal(isTaken(refusal(422, { errors: [taken] })), true);
    assert.equal(isTaken(refusal(422, { errors: [{ detail: 'documentation - inválido' }] })), false);
    assert.equal(isTaken(new Error('já está em uso')), false);
  });
});
