import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { at } from '#std/json.ts';
import { DEMO_RDSTATION_DEAL_FIELDS, DEMO_RDSTATION_PIPELINES, DEMO_RDSTATION_STAGES } from '../demo.ts';
import { startTrial, textAt, type Trial } from '../trial.ts';

const stages = DEMO_RDSTATION_STAGES;

async function newDeal(trial: Trial, deal: Record<string, string> = {}): Promise<string> {
  const answer = await trial.v1('POST', '/deals', { deal: { name: 'Contrato', ...deal } });
  assert.equal(answer.status, 200, answer.text);
  return textAt(answer.body, 'id');
}

describe('API v1 deals', () => {
  test('a created deal answers 200, stands in the stage named, and the stage decides its pipeline', async () => {
    const trial = startTrial();
    const id = await newDeal(trial, { deal_stage_id: stages.contratoAssinado });
    assert.match(id, /^[0-9a-f]{24}$/);
    const { body } = await trial.v1('GET', `/deals/${id}`);
    assert.equal(at(body, '_id'), id);
    assert.deepEqual(at(body, 'deal_pipeline'), { id: DEMO_RDSTATION_PIPELINES.vendas, name: 'Vendas' });
    assert.equal(at(body, 'deal_stage.name'), 'Contrato assinado');
    assert.equal(at(body, 'win'), null);
    assert.equal(at(body, 'amount_montly'), 0);
    assert.equal(at(body, 'created_at'), '2026-11-20T09:00:00.000-03:00');
  });

  test('a deal without a stage starts in the first stage of the first pipeline, and belongs to the token’s user', async () => {
    const trial = startTrial();
    const answer = await trial.v1('POST', '/deals', { deal: { name: 'Contrato' } });
    assert.equal(at(answer.body, 'deal_stage._id'), stages.semContato);
    assert.equal(at(answer.body, 'user.name'), 'Ana Souza');
    assert.equal(at(answer.body, 'deal_pipeline'), undefined);
  });

  test('contacts sent with a deal are always new ones, equal or not', async () => {
    const trial = startTrial();
    const maria = { name: 'Maria Silva', emails: [{ email: 'maria@acme.com.br' }] };
    for (const name of ['Um', 'Dois']) {
      await trial.v1('POST', '/deals', { deal: { name }, contacts: [maria] });
    }
    const { body } = await trial.v1('GET', '/contacts?email=MARIA@acme.com.br');
    assert.equal(at(body, 'total'), 2);
    assert.equal(at(body, 'contacts.0.deals.0.name'), 'Um');
  });

  test('a stage inside `deal` is passed over with 200; at the top level it moves the deal, also to another pipeline', async () => {
    const trial = startTrial();
    const id = await newDeal(trial, { deal_stage_id: stages.proposta });
    const inside = await trial.v1('PUT', `/deals/${id}`, { deal: { deal_stage_id: stages.emAssinatura } });
    assert.equal(inside.status, 200);
    assert.equal(at(inside.body, 'deal_stage.id'), stages.proposta);
    const top = await trial.v1('PUT', `/deals/${id}`, { deal_stage_id: stages.contatoFeito });
    assert.equal(at(top.body, 'deal_stage.deal_pipeline_id'), DEMO_RDSTATION_PIPELINES.padrao);
    assert.equal(at(top.body, 'deal_stage_histories.0.end_date'), '2026-11-20T09:00:00.000-03:00');
  });

  test('a closed deal is not opened again, and nobody is told', async () => {
    const trial = startTrial();
    const id = await newDeal(trial);
    const won = await trial.v1('PUT', `/deals/${id}`, { deal: { win: true } });
    assert.equal(at(won.body, 'win'), true);
    assert.equal(at(won.body, 'closed_at'), '2026-11-20T09:00:00.000-03:00');
    for (const win of [null, false]) {
      const again = await trial.v1('PUT', `/deals/${id}`, { deal: { win } });
      assert.equal(again.status, 200);
      assert.equal(at(again.body, 'win'), true);
    }
  });

  test('a lost deal keeps its reason and note', async () => {
    const trial = startTrial();
    const id = await newDeal(trial);
    const reasons = await trial.v1('GET', '/deal_lost_reasons?q=preço');
    const reason = textAt(reasons.body, 'deal_lost_reasons.0._id');
    const deal = { win: false, deal_lost_reason_id: reason, deal_lost_note: 'caro' };
    const { body } = await trial.v1('PUT', `/deals/${id}`, { deal });
    assert.equal(at(body, 'deal_lost_reason_id'), reason);
    assert.equal(at(body, 'win'), false);
  });

  test('custom fields are merged by field, and values their type does not take are refused', async () => {
    const trial = startTrial();
    const { chaveClicksign, dataDaAssinatura, produtosDeInteresse } = DEMO_RDSTATION_DEAL_FIELDS;
    const put = (custom_field_id: string, value: string | string[]) =>
      trial.v1('PUT', `/deals/${id}`, { deal: { deal_custom_fields: [{ custom_field_id, value }] } });
    const id = await newDeal(trial);
    await put(chaveClicksign, 'abc');
    const both = await put(produtosDeInteresse, ['Suporte', 'Consultoria']);
    assert.equal(at(both.body, 'deal_custom_fields.0.value'), 'abc');
    assert.equal(at(both.body, 'deal_custom_fields.1.custom_field.label'), 'Produtos de interesse');
    assert.equal((await put(dataDaAssinatura, '2026-11-20')).status, 422);
    assert.equal((await put(produtosDeInteresse, ['Outro'])).status, 422);
    assert.equal((await put(dataDaAssinatura, '20/11/2026')).status, 200);
  });

  test('amounts are the sums of the products', async () => {
    const trial = startTrial();
    const deal_products = [
      { name: 'Plano', price: 100, amount: 2, recurrence: 'monthly' },
      {
        name: 'Implantação',
        price: 500,
        amount: 1,
        discount: 10,
        discount_type: 'percentage',
        recurrence: 'spare',
      },
    ];
    const made = await trial.v1('POST', '/deals', { deal: { name: 'Contrato' }, deal_products });
    assert.equal(at(made.body, 'amount_montly'), 200);
    assert.equal(at(made.body, 'amount_unique'), 450);
    assert.equal(at(made.body, 'amount_total'), 650);
    const path = `/deals/${textAt(made.body, 'id')}/deal_products`;
    assert.equal((await trial.v1('POST', path, { name: 'Extra', price: 1 })).status, 201);
    const first = textAt(made.body, 'deal_products.0.id');
    assert.equal((await trial.v1('DELETE', `${path}/${first}`)).status, 204);
    assert.equal(at((await trial.v1('GET', path)).body, 'deal_products.1.name'), 'Extra');
  });

  test('the ledger tells what was committed, once per deal', async () => {
    const trial = startTrial();
    const { chaveClicksign } = DEMO_RDSTATION_DEAL_FIELDS;
    const deal = {
      name: 'Contrato',
      deal_stage_id: stages.contratoAssinado,
      deal_custom_fields: [{ custom_field_id: chaveClicksign, value: 'abc' }],
    };
    await trial.v1('POST', '/deals', { deal, contacts: [{ name: 'Maria Silva' }] });
    const [entry, ...more] = trial.ledger('deal.created');
    assert.deepEqual(more, []);
    assert.equal(at(entry, 'data.name'), 'Contrato');
    assert.equal(at(entry, 'data.stageId'), stages.contratoAssinado);
    assert.deepEqual(at(entry, 'data.customFields'), { 'Chave Clicksign': 'abc' });
    assert.deepEqual(at(entry, 'data.contactIds'), [trial.ledger('contact.created')[0]!.id]);
  });

  test('a refused deal leaves nothing behind', async () => {
    const trial = startTrial();
    const contacts = [{ name: 'Maria Silva' }, { name: 'M' }];
    assert.equal((await trial.v1('POST', '/deals', { deal: { name: 'Contrato' }, contacts })).status, 422);
    assert.equal(at((await trial.v1('GET', '/deals')).body, 'total'), 0);
    assert.equal(at((await trial.v1('GET', '/contacts')).body, 'total'), 0);
    assert.deepEqual(trial.parts.journal.ledger(), []);
  });

  test('a user who sees only the own deals finds no others', async () => {
    const trial = startTrial();
    const id = await newDeal(trial);
    const [, bruno] = trial.parts.journal.table<{ id: string; token: string }>('users').all();
    await trial.form(`/perfil/${bruno!.id}/visibilidade`, { visibilidade: 'restrito' });
    assert.equal((await trial.v1('GET', `/deals/${id}`, undefined, bruno!.token)).status, 404);
    assert.equal(at((await trial.v1('GET', '/deals', undefined, bruno!.token)).body, 'total'), 0);
    assert.equal((await trial.v1('GET', `/deals/${id}`)).status, 200);
  });
});
