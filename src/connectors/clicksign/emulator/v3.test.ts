import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { at, type Json, type JsonObject } from '#std/json.ts';
import { DEMO_CLICKSIGN_LEGACY_TOKEN, DEMO_CLICKSIGN_TOKEN } from './demo.ts';
import { startTrial, type Trial } from './trial.ts';

const pdf = `data:application/pdf;base64,${Buffer.from('%PDF-1.4').toString('base64')}`;

describe('API v3', () => {
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
  const change = (path: string, type: string, attributes: JsonObject) =>
    trial.v3('PATCH', path, { data: { id: path.split('/').at(-1)!, type, attributes } });
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
  async function addSigner(
    path: string,
    document: string,
    email: string,
    more: JsonObject = {},
  ): Promise<string> {
    const signer = await make(`${path}/signers`, 'signers', { name: 'Maria Silva', email, ...more });
    const both: JsonObject = {
      document: { data: { type: 'documents', id: document } },
      signer: { data: { type: 'signers', id: signer } },
    };
    await make(`${path}/requirements`, 'requirements', { action: 'agree', role: 'sign' }, both);
    await make(`${path}/requirements`, 'requirements', { action: 'provide_evidence', auth: 'email' }, both);
    return signer;
  }

  test('an envelope is made, filled, activated, notified, signed and closed', async () => {
    const { path, document } = await draft({ default_message: 'Por favor' });
    const signer = await addSigner(path, document, 'maria@acme.com.br');
    const running = await change(path, 'envelopes', { status: 'running' });
    assert.equal(at(running.body, 'data.attributes.status'), 'running');
    const asked = await trial.v3('POST', `${path}/notifications`, {
      data: { type: 'notifications', attributes: {} },
    });
    assert.deepEqual(at(asked.body, 'data.attributes.summary'), [{ signer_id: signer, notified: true }]);
    assert.equal(at(asked.body, 'data.attributes.message'), 'Por favor');
    const mail = trial.store.mails.all().at(-1)!;
    assert.equal(mail.link!.path, `/notarial/widget/signatures/${signer}/redirect`);
    await trial.control('POST', '/sign', { document_key: document, email: 'maria@acme.com.br' });
    assert.equal(at((await trial.v3('GET', path)).body, 'data.attributes.status'), 'closed');
    const closed = await trial.v3('GET', `${path}/documents/${document}`);
    assert.deepEqual(Object.keys(at(closed.body, 'data.links.files') as object), [
      'original',
      'signed',
      'ziped',
    ]);
  });

  test('activation needs a qualification and an authentication of every signer on every document', async () => {
    const { path, document } = await draft();
    const activate = () => change(path, 'envelopes', { status: 'running' });
    assert.equal((await activate()).status, 422);
    const signer = await make(`${path}/signers`, 'signers', { name: 'Maria Silva', email: 'm@acme.com.br' });
    const both: JsonObject = {
      document: { data: { type: 'documents', id: document } },
      signer: { data: { type: 'signers', id: signer } },
    };
    await make(`${path}/requirements`, 'requirements', { action: 'agree', role: 'party' }, both);
    assert.equal((await activate()).status, 422);
    await make(`${path}/requirements`, 'requirements', { action: 'provide_evidence', auth: 'email' }, both);
    assert.equal((await activate()).status, 200);
  });

  test('what was sent is no draft any more: nothing is deleted, signers cannot be changed', async () => {
    const { path, document } = await draft();
    const signer = await addSigner(path, document, 'maria@acme.com.br');
    await change(path, 'envelopes', { status: 'running' });
    for (const target of [path, `${path}/documents/${document}`]) {
      const refused = await trial.v3('DELETE', target);
      assert.equal(refused.status, 403);
      assert.equal(firstError(refused.body)['detail'], 'envelope não está com status draft');
    }
    assert.equal((await change(path, 'envelopes', { status: 'draft' })).status, 422);
    assert.equal((await change(`${path}/signers/${signer}`, 'signers', { name: 'Outro Nome' })).status, 404);
  });

  test('a draft is deleted with everything in it', async () => {
    const { path, document } = await draft();
    await addSigner(path, document, 'maria@acme.com.br');
    assert.equal((await trial.v3('DELETE', path)).status, 204);
    assert.equal((await trial.v3('GET', path)).status, 404);
    assert.equal((await trial.v3('GET', `${path}/signers`)).status, 404);
  });

  test('groups sign in order, and the next one is asked by itself', async () => {
    const { path, document } = await draft();
    await addSigner(path, document, 'um@acme.com.br', { group: 1 });
    await addSigner(path, document, 'dois@acme.com.br', { group: 2 });
    await change(path, 'envelopes', { status: 'running' });
    await trial.v3('POST', `${path}/notifications`, { data: { type: 'notifications', attributes: {} } });
    const sign = (email: string) => trial.control('POST', '/sign', { document_key: document, email });
    assert.equal((await sign('dois@acme.com.br')).status, 422);
    await sign('um@acme.com.br');
    assert.equal(trial.store.mails.all().at(-1)!.to, 'dois@acme.com.br');
    assert.equal((await sign('dois@acme.com.br')).body['status'], 'closed');
  });

  test('notifications go out once a minute', async () => {
    const { path, document } = await draft();
    const signer = await addSigner(path, document, 'maria@acme.com.br');
    await change(path, 'envelopes', { status: 'running' });
    const notify = () =>
      trial.v3('POST', `${path}/signers/${signer}/notifications`, {
        data: { type: 'notifications', attributes: {} },
      });
    assert.equal((await notify()).status, 200);
    assert.equal((await notify()).status, 429);
    trial.clock.pass(60_000);
    assert.equal((await notify()).status, 200);
  });

  test('bulk requirements answer slot by slot', async () => {
    const { path, document } = await draft();
    const signer = await make(`${path}/signers`, 'signers', { name: 'Maria Silva', email: 'm@acme.com.br' });
    const add = (attributes: JsonObject): Json => ({
      op: 'add',
      data: {
        type: 'requirements',
        attributes,
        relationships: {
          document: { data: { type: 'documents', id: document } },
          signer: { data: { type: 'signers', id: signer } },
        },
      },
    });
    const agree = add({ action: 'agree', role: 'sign' });
    const evidence = add({ action: 'provide_evidence', auth: 'email' });
    const answer = await trial.v3('POST', `${path}/bulk_requirements`, {
      'atomic:operations': [agree, agree, evidence],
    });
    assert.equal(answer.status, 200);
    const slots = answer.body['atomic:results'] as JsonObject[];
    assert.deepEqual(
      slots.map((slot) => Object.keys(slot)[0]),
      ['data', 'errors', 'data'],
    );
    assert.equal(at(slots[1]!, 'errors.0.detail'), 'action - já está em uso');
    assert.equal((await change(path, 'envelopes', { status: 'running' })).status, 200);
  });

  test('a document is canceled or closed by hand only while it runs', async () => {
    const { path, document } = await draft();
    await addSigner(path, document, 'maria@acme.com.br');
    const cancel = () => change(`${path}/documents/${document}`, 'documents', { status: 'canceled' });
    assert.equal(firstError((await cancel()).body)['detail'], 'status - documento não pode ser cancelado');
    await change(path, 'envelopes', { status: 'running' });
    assert.equal((await cancel()).status, 200);
    assert.equal(at((await trial.v3('GET', path)).body, 'data.attributes.status'), 'canceled');
    assert.equal((await cancel()).status, 422);
  });

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
