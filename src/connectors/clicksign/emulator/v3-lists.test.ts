import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { at, type Json, type JsonObject } from '#std/json.ts';
import { DEMO_CLICKSIGN_TOKEN } from './demo.ts';
import { startTrial, type Trial } from './trial.ts';

const pdf = `data:application/pdf;base64,${Buffer.from('%PDF-1.4').toString('base64')}`;

describe('API v3 beside the signing', () => {
  let trial: Trial;
  beforeEach(async () => {
    trial = startTrial();
    await trial.control('PUT', '/limits', { name: 'calls', enabled: false });
  });
  afterEach(() => trial.close());

  const make = async (path: string, type: string, attributes: JsonObject, relationships?: JsonObject) => {
    const answer = await trial.v3('POST', path, {
      data: { type, attributes, ...(relationships && { relationships }) },
    });
    assert.equal(answer.status, 201, answer.text);
    return at(answer.body, 'data.id') as string;
  };
  const firstError = (body: JsonObject) => at(body, 'errors.0') as JsonObject;

  async function draft(more: JsonObject = {}) {
    const envelope = await make('/envelopes', 'envelopes', { name: 'Contrato ACME', ...more });
    const path = `/envelopes/${envelope}`;
    const document = await make(`${path}/documents`, 'documents', {
      filename: 'contrato.pdf',
      content_base64: pdf,
    });
    return { path, envelope, document };
  }
  test('lists are paged, filtered and sorted', async () => {
    for (const name of ['B', 'A', 'C']) await make('/envelopes', 'envelopes', { name });
    const list = await trial.v3('GET', '/envelopes?filter[status]=draft&sort=-name&page[size]=2');
    assert.deepEqual(
      (list.body['data'] as Json[]).map((row) => at(row, 'attributes.name')),
      ['C', 'B'],
    );
    assert.equal(at(list.body, 'meta.record_count'), 3);
    assert.match(at(list.body, 'links.next') as string, /page%5Bnumber%5D=2&page%5Bsize%5D=2/);
    const range = '2026-03-10T00:00:00.000-03:00,2026-03-11T00:00:00.000-03:00';
    const dated = await trial.v3('GET', `/envelopes?filter[created]=${range}&filter[name]=A`);
    assert.equal(at(dated.body, 'meta.record_count'), 1);
    const refused = await trial.v3('GET', '/envelopes?filter[colour]=red');
    assert.deepEqual([refused.status, firstError(refused.body)['code']], [400, '102']);
  });

  test('templates make documents, folders and users are listed', async () => {
    const [template] = (await trial.v3('GET', '/templates')).body['data'] as [JsonObject];
    const envelope = await make('/envelopes', 'envelopes', { name: 'Do modelo' });
    await make(`/envelopes/${envelope}/documents`, 'documents', {
      filename: 'proposta.docx',
      template: { key: template['id']!, data: { Nome: 'ACME' } },
    });
    const folder = await make('/folders', 'folders', { name: 'Contratos' });
    assert.equal((await trial.v3('GET', `/folders/${folder}`)).status, 200);
    const users = await trial.v3('GET', '/users');
    assert.equal(at(users.body, 'data.0.attributes.email'), 'ana@demonstracao.com.br');
  });

  test('v1 documents have no envelope here, v3 documents are visible in v1', async () => {
    const { document } = await draft();
    assert.equal((await trial.v1('GET', `/documents/${document}`)).status, 200);
    const body = { document: { path: '/x.pdf', content_base64: pdf } };
    const made = await trial.v1('POST', '/documents', body);
    const { envelopeId } = trial.store.documents.get(at(made.body, 'document.key') as string)!;
    assert.equal((await trial.v3('GET', `/envelopes/${envelopeId}`)).status, 404);
  });

  test('tokens come bare, with Bearer, or in the query', async () => {
    const status = async (path: string, headers: Record<string, string>) =>
      (await trial.call('GET', `/api/v3/users${path}`, undefined, headers)).status;
    assert.equal(await status('', { Authorization: DEMO_CLICKSIGN_TOKEN }), 200);
    assert.equal(await status('', { Authorization: `Bearer ${DEMO_CLICKSIGN_TOKEN}` }), 200);
    assert.equal(await status(`?access_token=${DEMO_CLICKSIGN_TOKEN}`, {}), 200);
    assert.equal(await status('', { Authorization: 'guess' }), 401);
  });
});
