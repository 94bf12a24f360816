import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { at } from '#std/json.ts';
import { DEMO_RDSTATION_PIPELINES, DEMO_RDSTATION_STAGES, DEMO_RDSTATION_TOKEN } from '../demo.ts';
import { startTrial, textAt } from '../trial.ts';

describe('API v1', () => {
  test('a token is checked on every call', async () => {
    const trial = startTrial();
    const good = await trial.v1('GET', '/token/check');
    assert.equal(good.status, 200);
    assert.equal(at(good.body, 'email'), 'ana.souza@example.com.br');
    for (const path of ['/token/check', '/deals', '/nowhere']) {
      const answer = await trial.v1('GET', path, undefined, 'wrong');
      assert.equal(answer.status, 401);
      assert.deepEqual(answer.body, { error: 'Permission denied.' });
    }
  });

  test('each kind of refusal has the vendor’s own shape', async () => {
    const trial = startTrial();
    const unknownField = { deal: { name: 'A', deal_custom_fields: [{ custom_field_id: 'X', value: 'v' }] } };
    const cases = [
      [
        'POST',
        '/deals',
        unknownField,
        400,
        { errors: 'Could not find a custom field that matches: {:custom_field_id=>"X"}' },
      ],
      [
        'GET',
        '/deals/x',
        undefined,
        404,
        { errors: { error_type: 'RESOURCE_NOT_FOUND', error_message: 'Deal not found.' } },
      ],
      ['POST', '/deals', { deal: { name: ' ' } }, 422, { errors: { name: ["can't be blank"] } }],
      [
        'POST',
        '/deals',
        { deal: { name: 7 } },
        422,
        { errors: { name: [{ error_type: 'MUST_BE_STRING', error_message: 'Name must be string.' }] } },
      ],
      ['POST', '/deals', { name: 'A' }, 400, { error: 'param is missing or the value is empty: deal' }],
    ] as const;
    for (const [method, path, body, status, expected] of cases) {
      const answer = await trial.v1(method, path, body);
      assert.equal(answer.status, status, answer.text);
      assert.deepEqual(answer.body, expected);
    }
  });

  test('a body that is not JSON is refused', async () => {
    const trial = startTrial();
    const path = `/api/v1/deals?token=${DEMO_RDSTATION_TOKEN}`;
    const request = { method: 'POST', body: '{"deal":', headers: { 'content-type': 'application/json' } };
    assert.equal((await trial.app.request(path, request)).status, 400);
    const form = await trial.form(path, { name: 'A' });
    assert.equal(form.status, 400);
  });

  test('the 121st call of a minute is told to wait, in the vendor’s spelling; the next minute begins anew', async () => {
    const trial = startTrial();
    for (let n = 0; n < 120; n++) await trial.v1('GET', '/token/check');
    const refused = await trial.v1('GET', '/deals');
    assert.equal(refused.status, 429);
    assert.equal(at(refused.body, 'errors.error_type'), 'RATE_LIMIT_EXCEDDED');
    await trial.clock.advance(60_000);
    assert.equal((await trial.v1('GET', '/deals')).status, 200);
  });

  test('pipelines and custom fields come as bare arrays, other lists under their name', async () => {
    const trial = startTrial();
    const pipelines = (await trial.v1('GET', '/deal_pipelines')).body;
    assert.deepEqual([at(pipelines, '0.name'), at(pipelines, '1.name')], ['Funil Padrão', 'Vendas']);
    assert.equal(at(pipelines, '1.deal_stages.2.name'), 'Contrato assinado');
    const fields = (await trial.v1('GET', '/custom_fields?for=deal')).body;
    assert.equal(at(fields, '0.label'), 'Chave Clicksign');
    assert.ok(Array.isArray(pipelines) && Array.isArray(fields));
    assert.equal(at((await trial.v1('GET', '/users?active=true')).body, 'users.1.name'), 'Bruno Lima');
    assert.equal(at((await trial.v1('GET', '/deal_sources?q=site')).body, 'total'), 1);
  });

  test('stages are those of the pipeline asked for, or of the default one; a pipeline holds twelve', async () => {
    const trial = startTrial();
    const { vendas } = DEMO_RDSTATION_PIPELINES;
    assert.equal(at((await trial.v1('GET', `/deal_stages?deal_pipeline_id=${vendas}`)).body, 'total'), 3);
    assert.equal(at((await trial.v1('GET', '/deal_stages')).body, 'total'), 4);
    const add = () => trial.v1('POST', '/deal_stages', { deal_pipeline_id: vendas, name: 'Outra' });
    for (let n = 4; n <= 12; n++) assert.equal((await add()).status, 200);
    assert.equal((await add()).status, 422);
  });

  test('a note is added to a deal and shows as its last one', async () => {
    const trial = startTrial();
    const made = await trial.v1('POST', '/deals', { deal: { name: 'Contrato' } });
    const deal_id = textAt(made.body, 'id');
    const note = await trial.v1('POST', '/activities', { activity: { deal_id, text: 'Documento assinado' } });
    assert.equal(note.status, 200);
    assert.equal(at(note.body, 'deal_id'), deal_id);
    assert.equal(
      at((await trial.v1('GET', `/activities?deal_id=${deal_id}`)).body, 'activities.0.text'),
      'Documento assinado',
    );
    assert.equal(
      at((await trial.v1('GET', `/deals/${deal_id}`)).body, 'last_note_content'),
      'Documento assinado',
    );
    assert.equal(trial.ledger('note.created').length, 1);
  });

  test('a task has a day and an hour, and can be done', async () => {
    const trial = startTrial();
    const made = await trial.v1('POST', '/deals', { deal: { name: 'Contrato' } });
    const deal_id = textAt(made.body, 'id');
    const task = { deal_id, subject: 'Ligar', type: 'call', date: '2026-11-21', hour: '09:30' };
    const { body } = await trial.v1('POST', '/tasks', { task });
    assert.equal(at(body, 'date'), '2026-11-21T09:30:00.000-03:00');
    assert.equal(at(body, 'hour'), '09:30');
    const done = await trial.v1('PUT', `/tasks/${textAt(body, 'id')}`, { task: { done: true } });
    assert.equal(at(done.body, 'done'), true);
    assert.equal((await trial.v1('POST', '/tasks', { task: { ...task, subject: 'Oi' } })).status, 422);
  });

  test('a stage that is gone is not found, neither on POST nor on PUT', async () => {
    const trial = startTrial();
    const made = await trial.v1('POST', '/deals', { deal: { name: 'Contrato' } });
    await trial.form(`/configuracoes/etapas/${DEMO_RDSTATION_STAGES.emAssinatura}/excluir`, {});
    const deal_stage_id = DEMO_RDSTATION_STAGES.emAssinatura;
    assert.equal((await trial.v1('POST', '/deals', { deal: { name: 'B', deal_stage_id } })).status, 404);
    assert.equal((await trial.v1('PUT', `/deals/${textAt(made.body, 'id')}`, { deal_stage_id })).status, 404);
  });
});
