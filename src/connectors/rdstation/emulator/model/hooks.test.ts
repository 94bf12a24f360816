import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { at } from '#std/json.ts';
import { DEMO_RDSTATION_DEAL_FIELDS, DEMO_RDSTATION_STAGES } from '../demo.ts';
import { settled, startTrial, textAt, type Trial } from '../trial.ts';

async function listen(trial: Trial, event_type: string, url = 'https://hub.example/hook'): Promise<string> {
  const answer = await trial.v1('POST', '/webhooks', { event_type, url, http_method: 'POST' });
  assert.equal(answer.status, 200, answer.text);
  return textAt(answer.body, 'uuid');
}

const status = async (trial: Trial, uuid: string) =>
  at((await trial.v1('GET', `/webhooks/${uuid}`)).body, 'status');

describe('webhooks', () => {
  test('a created deal is posted in the webhook’s own shape', async () => {
    const trial = startTrial();
    await listen(trial, 'crm_deal_created');
    const field = { custom_field_id: DEMO_RDSTATION_DEAL_FIELDS.chaveClicksign, value: 'abc' };
    const deal = {
      name: 'Teste',
      deal_stage_id: DEMO_RDSTATION_STAGES.proposta,
      deal_custom_fields: [field],
    };
    const made = await trial.v1('POST', '/deals', { deal });
    await settled();
    const [post, ...more] = trial.posts;
    assert.deepEqual(more, []);
    assert.equal(at(post, 'body.event_name'), 'crm_deal_created');
    assert.equal(at(post, 'body.event_timestamp'), '2026-11-20T12:00:00.000Z');
    assert.match(textAt(post, 'body.transaction_uuid'), /^[0-9a-f-]{36}$/);
    const document = at(post, 'body.document');
    assert.equal(at(document, 'id'), at(made.body, 'id'));
    assert.equal(at(document, 'status'), 'ongoing');
    assert.equal(at(document, 'amount_monthly'), 0);
    assert.equal(at(document, 'deal_pipeline.name'), 'Vendas');
    assert.deepEqual(at(document, 'deal_source'), {});
    assert.equal(at(document, 'deal_custom_fields.0.value'), 'abc');
    assert.equal(at(document, 'deal_custom_fields.1.value'), null);
    assert.equal(at(document, 'created_at'), '2026-11-20T09:00:00.000-03:00');
  });

  test('contacts, organizations and tasks are told of too, each under its own event', async () => {
    const trial = startTrial();
    const events = [
      'crm_contact_created',
      'crm_organization_updated',
      'crm_task_created',
      'crm_source_created',
    ];
    for (const event of events) await listen(trial, event);
    await trial.v1('POST', '/contacts', { contact: { name: 'Maria Silva' } });
    const made = await trial.v1('POST', '/organizations', { organization: { name: 'ACME' } });
    await trial.v1('PUT', `/organizations/${textAt(made.body, 'id')}`, { organization: { resume: 'x' } });
    const deal = await trial.v1('POST', '/deals', { deal: { name: 'Contrato' } });
    await trial.v1('POST', '/tasks', { task: { deal_id: textAt(deal.body, 'id'), subject: 'Ligar' } });
    await trial.v1('POST', '/deal_sources', { deal_source: { name: 'Feira' } });
    await settled();
    assert.deepEqual(new Set(trial.posts.map((post) => post.body['event_name'])), new Set(events));
  });

  test('what people delete on the pages is told of by id and name', async () => {
    const trial = startTrial();
    await listen(trial, 'crm_deal_deleted');
    const made = await trial.v1('POST', '/deals', { deal: { name: 'Contrato' } });
    const id = textAt(made.body, 'id');
    await trial.form(`/negociacoes/${id}/excluir`, {});
    await settled();
    assert.deepEqual(at(trial.posts[0], 'body.document'), { id, name: 'Contrato' });
    assert.equal((await trial.v1('GET', `/deals/${id}`)).status, 404);
  });

  test('a receiver that fails is tried five more times, then the webhook is suspended', async () => {
    const trial = startTrial();
    const uuid = await listen(trial, 'crm_deal_created');
    trial.receiveWith(() => new Response('', { status: 500 }));
    await trial.v1('POST', '/deals', { deal: { name: 'Contrato' } });
    await settled();
    for (const wait of trial.parts.deliveries.policy.retryMs) {
      assert.equal(await status(trial, uuid), 'active');
      await trial.clock.advance(wait);
    }
    assert.equal(trial.posts.length, 6);
    await trial.clock.advance(10_000);
    assert.equal(await status(trial, uuid), 'suspended');
    await trial.v1('POST', '/deals', { deal: { name: 'Outro' } });
    await settled();
    assert.equal(trial.posts.length, 6);
  });

  test('a suspended webhook can be made active again', async () => {
    const trial = startTrial();
    trial.parts.deliveries.setPolicy({ retryMs: [] });
    const uuid = await listen(trial, 'crm_deal_created');
    trial.receiveWith(() => new Response('', { status: 500 }));
    await trial.v1('POST', '/deals', { deal: { name: 'Contrato' } });
    await settled();
    await trial.clock.advance(10_000);
    assert.equal(await status(trial, uuid), 'suspended');
    await trial.form(`/webhooks/${uuid}/reativar`, {});
    await trial.clock.advance(10_000);
    assert.equal(await status(trial, uuid), 'active');
  });

  test('only https is taken, and http of this very machine in its stead', async () => {
    const trial = startTrial();
    const ask = (url: string, event_type = 'crm_deal_created', http_method = 'POST') =>
      trial.v1('POST', '/webhooks', { event_type, url, http_method });
    for (const url of ['https://hub.example/h', 'http://127.0.0.1:4000/h', 'http://localhost:4000/h']) {
      assert.equal((await ask(url)).status, 200, url);
    }
    for (const url of [
      'http://hub.example/h',
      'http://127.0.0.1.example/h',
      'ftp://localhost/',
      'nonsense',
    ]) {
      assert.equal((await ask(url)).status, 400, url);
    }
    assert.equal((await ask('https://hub.example/h', 'crm_note_created')).status, 400);
    assert.equal((await ask('https://hub.example/h', 'crm_deal_created', 'GET')).status, 400);
  });

  test('a deleted webhook hears nothing more', async () => {
    const trial = startTrial();
    const uuid = await listen(trial, 'crm_deal_created');
    assert.equal((await trial.v1('DELETE', `/webhooks/${uuid}`)).status, 204);
    await trial.v1('POST', '/deals', { deal: { name: 'Contrato' } });
    await settled();
    assert.deepEqual(trial.posts, []);
  });
});
