import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { hmacSha256Hex } from '#std/hmac.ts';
import { at, type JsonObject } from '#std/json.ts';
import { DEMO_CLICKSIGN_LEGACY_TOKEN } from './demo.ts';
import { startTrial, type Trial } from './trial.ts';

const pdf = `data:application/pdf;base64,${Buffer.from('%PDF-1.4').toString('base64')}`;

describe('API v1', () => {
  let trial: Trial;
  beforeEach(async () => {
    trial = startTrial();
    await trial.control('PUT', '/limits', { enabled: false });
  });
  afterEach(() => trial.close());

  const upload = async (more: JsonObject = {}) => {
    const document = { path: '/Contratos/Contrato.pdf', content_base64: pdf, ...more };
    return (await trial.v1('POST', '/documents/', { document })).body['document'] as JsonObject;
  };
  async function list(
    document: JsonObject,
    email: string,
    more: JsonObject = {},
    auths = ['email'],
  ): Promise<JsonObject> {
    const signer = await trial.v1('POST', '/signers', {
      signer: { email, name: 'Maria Silva', auths, delivery: 'email' },
    });
    const key = at(signer.body, 'signer.key')!;
    const body = { list: { document_key: document['key']!, signer_key: key, sign_as: 'sign', ...more } };
    return (await trial.v1('POST', '/lists', body)).body['list'] as JsonObject;
  }
  const status = async (document: JsonObject) =>
    at((await trial.v1('GET', `/documents/${document['key'] as string}`)).body, 'document.status');

  test('a document is running from the upload on, with the vendor’s defaults', async () => {
    const document = await upload();
    assert.equal(document['status'], 'running');
    assert.equal(document['filename'], 'Contrato.pdf');
    assert.equal(document['uploaded_at'], '2026-03-10T17:00:00.000Z');
    assert.equal(document['deadline_at'], '2026-04-09T14:00:00.000-03:00');
    assert.deepEqual(
      [document['auto_close'], document['remind_interval'], document['finished_at']],
      [true, 3, null],
    );
    assert.equal(at(document, 'events.0.name'), 'upload');
  });

  test('a signer is put on a document, asked, signs on the page of the link, and the document closes', async () => {
    const document = await upload();
    const link = await list(document, 'maria@acme.com.br');
    const key = link['request_signature_key'] as string;
    assert.equal(link['url'], `http://127.0.0.1:4001/clicksign/sign/${key}`);
    const asked = await trial.v1('POST', '/notifications', {
      request_signature_key: key,
      message: 'Assine, por favor',
    });
    assert.deepEqual([asked.status, asked.text], [202, '']);
    assert.ok(trial.store.mails.all().at(-1)!.body.includes('Assine, por favor'));
    await trial.control('POST', '/sign', { request_signature_key: key });
    assert.equal(await status(document), 'closed');
  });

  test('signing by API takes the HMAC of the key with the signer’s secret', async () => {
    const document = await upload();
    const link = await list(document, 'robo@acme.com.br', {}, ['api']);
    const key = link['request_signature_key'] as string;
    const secret = /Secret: (\w+)/.exec(trial.store.mails.all().at(-1)!.body[0]!)![1]!;
    const sign = (hmac: string) =>
      trial.v1('POST', '/sign', { request_signature_key: key, secret_hmac_sha256: hmac });
    assert.equal((await sign(hmacSha256Hex('guess', key))).status, 422);
    assert.equal((await sign(hmacSha256Hex(secret, key))).status, 201);
    assert.equal(await status(document), 'closed');
  });

  test('sequence_enabled lets the groups sign one after the other', async () => {
    const document = await upload({ sequence_enabled: true });
    const second = await list(document, 'segundo@acme.com.br', { group: 2 });
    const first = await list(document, 'primeiro@acme.com.br', { group: 1 });
    const sign = (link: JsonObject) =>
      trial.control('POST', '/sign', { request_signature_key: link['request_signature_key']! });
    assert.equal((await sign(second)).status, 422);
    assert.equal((await sign(first)).status, 200);
    assert.equal((await sign(second)).status, 200);
  });

  test('a refusal blocks the others when block_after_refusal is set', async () => {
    const document = await upload({ block_after_refusal: true });
    const one = await list(document, 'um@acme.com.br', { refusable: true });
    const two = await list(document, 'dois@acme.com.br');
    await trial.control('POST', '/refuse', {
      request_signature_key: one['request_signature_key']!,
      reasons: ['Não'],
    });
    const other = await trial.control('POST', '/sign', {
      request_signature_key: two['request_signature_key']!,
    });
    assert.equal(other.status, 422);
    assert.equal(await status(document), 'running');
  });

  test('settings are changed, and a document is canceled once', async () => {
    const document = await upload();
    const path = `/documents/${document['key'] as string}`;
    const changed = await trial.v1('PATCH', path, {
      document: { auto_close: false, deadline_at: '2026-05-01T12:00:00-03:00' },
    });
    const events = (at(changed.body, 'document.events') as { name: string }[]).map((event) => event.name);
    assert.deepEqual(events, ['update_auto_close', 'update_deadline', 'upload']);
    const canceled = await trial.v1('PATCH', `${path}/cancel`);
    assert.equal(at(canceled.body, 'document.status'), 'canceled');
    assert.notEqual(at(canceled.body, 'document.finished_at'), null);
    assert.equal((await trial.v1('PATCH', `${path}/cancel`)).status, 422);
  });

  test('errors are the recorded ones', async () => {
    const unknown = await trial.v1('GET', '/documents/123');
    assert.deepEqual([unknown.status, unknown.body], [404, { errors: ['Documento não encontrado'] }]);
    const document = { path: '/teste', content_base64: pdf };
    const path = await trial.v1('POST', '/documents', { document });
    assert.deepEqual(
      [path.status, path.body],
      [422, { errors: ['Nome do arquivo não contém mimetype válido'] }],
    );
    const denied = () => trial.call('GET', '/api/v1/accounts?access_token=guess');
    assert.deepEqual(
      [(await denied()).status, (await denied()).body],
      [401, { errors: ['Access Token inválido'] }],
    );
    await trial.control('PUT', '/settings', { v1BadTokenStatus: 403 });
    assert.equal((await denied()).status, 403);
  });

  test('the token is taken from the query only', async () => {
    const answer = await trial.call('GET', '/api/v1/accounts', undefined, {
      Authorization: DEMO_CLICKSIGN_LEGACY_TOKEN,
    });
    assert.equal(answer.status, 401);
  });

  test('webhooks of v2 are flat', async () => {
    const query = `?access_token=${DEMO_CLICKSIGN_LEGACY_TOKEN}`;
    const json = { 'Content-Type': 'application/json' };
    const flat = { endpoint: 'http://hub.test/v2', status: 'active', events: ['sign'] };
    const made = await trial.call('POST', `/api/v2/webhooks${query}`, flat, json);
    assert.equal(made.status, 201);
    assert.equal(made.body['endpoint'], 'http://hub.test/v2');
    const gone = await trial.call('DELETE', `/api/v2/webhooks/${made.body['key'] as string}${query}`);
    assert.equal(gone.status, 204);
  });
});
