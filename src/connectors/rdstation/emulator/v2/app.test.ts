import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { at, type Json } from '#std/json.ts';
import { DEMO_RDSTATION_PIPELINES, DEMO_RDSTATION_REFRESH_TOKEN, DEMO_RDSTATION_STAGES } from '../demo.ts';
import { startTrial, textAt } from '../trial.ts';

/** A trial with an access token, and calls of API v2 that carry it. */
async function connected() {
  const trial = startTrial();
  const grant = { grant_type: 'refresh_token', refresh_token: DEMO_RDSTATION_REFRESH_TOKEN };
  const token = textAt((await trial.token(grant)).body, 'access_token');
  const v2 = (method: string, path: string, data?: Json) => trial.v2(token, method, path, data);
  const found = async (path: string, filter: string) => {
    const answer = await v2('GET', `${path}?filter=${encodeURIComponent(filter)}`);
    assert.equal(answer.status, 200, answer.text);
    return (at(answer.body, 'data') as unknown as { name: string }[]).map((row) => row.name);
  };
  return { trial, v2, found };
}

describe('API v2', () => {
  test('a deal is made with 201, links contacts that exist, and is found by a custom field', async () => {
    const { v2, found } = await connected();
    const contact = await v2('POST', '/contacts', {
      name: 'Maria Silva',
      emails: [{ email: 'maria@acme.com.br' }],
    });
    const contact_ids = [textAt(contact.body, 'data.id')];
    const made = await v2('POST', '/deals', {
      name: 'Contrato ACME',
      stage_id: DEMO_RDSTATION_STAGES.contratoAssinado,
      contact_ids,
      custom_fields: { 'chave-clicksign': 'a61014fe' },
    });
    assert.equal(made.status, 201, made.text);
    assert.equal(at(made.body, 'data.pipeline_id'), DEMO_RDSTATION_PIPELINES.vendas);
    assert.deepEqual(at(made.body, 'data.contact_ids'), contact_ids);
    assert.equal(at(made.body, 'data.created_at'), '2026-11-20T12:00:00.000Z');
    await v2('POST', '/deals', { name: 'Outro' });
    assert.deepEqual(await found('/deals', '@chave-clicksign:a61014fe'), ['Contrato ACME']);
    assert.deepEqual(await found('/deals', '-@chave-clicksign:a61014fe'), ['Outro']);
    assert.deepEqual(await found('/contacts', 'email:MARIA@acme.com.br'), []);
    assert.deepEqual(await found('/contacts', 'email:maria@acme.com.br'), ['Maria Silva']);
  });

  test('both versions show the same deal', async () => {
    const { trial, v2 } = await connected();
    const made = await v2('POST', '/deals', { name: 'Contrato', stage_id: DEMO_RDSTATION_STAGES.proposta });
    const id = textAt(made.body, 'data.id');
    await trial.v1('PUT', `/deals/${id}`, {
      deal: { win: true },
      deal_stage_id: DEMO_RDSTATION_STAGES.emAssinatura,
    });
    const { body } = await v2('GET', `/deals/${id}`);
    assert.equal(at(body, 'data.status'), 'won');
    assert.equal(at(body, 'data.stage_id'), DEMO_RDSTATION_STAGES.emAssinatura);
    await v2('PUT', `/deals/${id}`, { status: 'ongoing' });
    assert.equal(at((await trial.v1('GET', `/deals/${id}`)).body, 'win'), true);
  });

  test('filters compare, combine and look into lists', async () => {
    const { v2, found } = await connected();
    for (const [name, rating] of [
      ['Contrato Um', 1],
      ['Contrato Dois', 3],
      ['Proposta', 5],
    ] as const) {
      await v2('POST', '/deals', { name, rating });
    }
    assert.deepEqual(await found('/deals', 'name:~CONTRATO rating:>1'), ['Contrato Dois']);
    assert.deepEqual(await found('/deals', 'rating:(1,5)'), ['Contrato Um', 'Proposta']);
    assert.deepEqual(await found('/deals', '-name:~contrato or rating:<=1'), ['Contrato Um', 'Proposta']);
    assert.deepEqual(await found('/deals', 'created_at:>=2026-11-20 status:ongoing name:"Contrato Um"'), [
      'Contrato Um',
    ]);
    assert.deepEqual(await found('/deals', 'created_at:>"2026-11-20 12:00:00"'), []);
    assert.deepEqual(await found('/deals', 'has:product'), []);
    for (const filter of ['nonsense:1', '@nonsense:1', 'rating:abc', 'name']) {
      assert.equal((await v2('GET', `/deals?filter=${encodeURIComponent(filter)}`)).status, 400, filter);
    }
  });

  test('lists are sorted and paged, with links', async () => {
    const { v2 } = await connected();
    for (const name of ['B', 'C', 'A']) await v2('POST', '/organizations', { name });
    const { body } = await v2('GET', '/organizations?sort[name]=desc&page[size]=2');
    assert.deepEqual(
      [at(body, 'data.0.name'), at(body, 'data.1.name'), at(body, 'data.2.name')],
      ['C', 'B', undefined],
    );
    assert.equal(at(body, 'links.prev'), null);
    const next = new URL(textAt(body, 'links.next'));
    assert.equal(
      at((await v2('GET', next.pathname.replace('/crm/v2', '') + next.search)).body, 'data.0.name'),
      'A',
    );
  });

  test('what is misspelled, of a wrong type or does not fit together is refused', async () => {
    const { v2 } = await connected();
    const bad: Json[] = [
      { name: 'A', deal_stage_id: DEMO_RDSTATION_STAGES.proposta },
      { name: 7 },
      { name: '' },
      { name: 'A', status: 'won' },
      { name: 'A', pipeline_id: DEMO_RDSTATION_PIPELINES.padrao, stage_id: DEMO_RDSTATION_STAGES.proposta },
      { name: 'A', custom_fields: { nonsense: 'x' } },
      { name: 'A', expected_close_date: '31/12/2026' },
    ];
    for (const data of bad) {
      const answer = await v2('POST', '/deals', data);
      assert.equal(answer.status, 422, answer.text);
      assert.equal(typeof at(answer.body, 'errors.0.error_type'), 'string');
    }
    assert.equal((await v2('GET', '/deals/x')).status, 404);
    assert.equal((await v2('DELETE', '/deals/x')).status, 404);
  });

  test('notes, tasks, stages and people are there in the shapes of version 2', async () => {
    const { v2 } = await connected();
    const id = textAt((await v2('POST', '/deals', { name: 'Contrato' })).body, 'data.id');
    const note = await v2('POST', `/deals/${id}/notes`, { description: 'Documento assinado' });
    assert.equal(note.status, 201);
    assert.equal(
      at((await v2('GET', `/deals/${id}/notes`)).body, 'data.0.description'),
      'Documento assinado',
    );
    const task = await v2('POST', '/tasks', {
      deal_id: id,
      name: 'Ligar',
      type: 'call',
      due_date: '2026-11-21T09:00:00Z',
    });
    assert.equal(at(task.body, 'data.due_date'), '2026-11-21T09:00:00.000Z');
    const done = await v2('PUT', `/tasks/${textAt(task.body, 'data.id')}`, { status: 'completed' });
    assert.equal(at(done.body, 'data.completed_at'), '2026-11-20T12:00:00.000Z');
    const stages = await v2('GET', `/pipelines/${DEMO_RDSTATION_PIPELINES.vendas}/stages`);
    assert.equal(at(stages.body, 'data.2.name'), 'Contrato assinado');
    assert.equal(at((await v2('GET', '/users')).body, 'data.0.name'), 'Ana Souza');
    assert.equal(
      at((await v2('GET', '/custom_fields?filter=entity:deal')).body, 'data.0.slug'),
      'chave-clicksign',
    );
  });

  test('over the limit it says how long to wait', async () => {
    const { trial, v2 } = await connected();
    await trial.control('PUT', '/limits', { name: 'v2', max: 1 });
    await v2('GET', '/users');
    await trial.clock.advance(20_000);
    const refused = await v2('GET', '/users');
    assert.equal(refused.status, 429);
    assert.equal(refused.headers.get('retry-after'), '40');
    await trial.clock.advance(40_000);
    assert.equal((await v2('GET', '/users')).status, 200);
  });
});
