import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { at, type Json, type JsonObject } from '#std/json.ts';
import { startTrial, type Trial } from './trial.ts';

const pdf = `data:application/pdf;base64,${Buffer.from('%PDF-1.4').toString('base64')}`;

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

describe('API v3', () => {
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
});
