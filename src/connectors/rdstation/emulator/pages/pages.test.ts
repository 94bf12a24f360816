import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { at } from '#std/json.ts';
import {
  DEMO_RDSTATION_DEAL_FIELDS,
  DEMO_RDSTATION_PIPELINES,
  DEMO_RDSTATION_STAGES,
  DEMO_RDSTATION_USERS,
} from '../demo.ts';
import { startTrial, type Answer, type Trial } from '../trial.ts';

const paths = [
  '/funil',
  '/negociacoes/nova',
  '/contatos',
  '/empresas',
  '/webhooks',
  '/configuracoes',
  '/perfil',
];

/** A new deal made on the page; its address without the host's prefix. */
async function newDeal(trial: Trial, titulo = 'Contrato'): Promise<string> {
  const form = { titulo, etapa: DEMO_RDSTATION_STAGES.proposta, responsavel: DEMO_RDSTATION_USERS.ana };
  const sent = await trial.form('/negociacoes', {
    ...form,
    contato: 'Maria Silva',
    email: 'maria@acme.com.br',
  });
  return placeOf(sent);
}

function placeOf(answer: Answer): string {
  assert.equal(answer.status, 303);
  return new URL(answer.headers.get('location')!, 'http://x').pathname.replace('/rdstation', '');
}

const idOf = (path: string) => path.split('/').at(-1)!;

describe('pages', () => {
  test('every page opens, and every input has a label', async () => {
    const trial = startTrial();
    const deal = await newDeal(trial);
    const tabs = ['contatos', 'historico', 'tarefas', 'campos', 'produtos'].map(
      (tab) => `${deal}?aba=${tab}`,
    );
    for (const path of [...paths, ...tabs]) {
      const { status, text } = await trial.call('GET', path);
      assert.equal(status, 200, path);
      assert.match(text, /lang="pt-BR"/);
      const inputs = text.match(/<(input(?![^>]*hidden)|select|textarea)\b/g)?.length ?? 0;
      assert.equal(inputs, text.match(/<label\b/g)?.length ?? 0, path);
    }
    assert.equal((await trial.call('GET', '/nowhere')).status, 404);
  });

  test('a deal made on the page is a card in its stage, with its contact', async () => {
    const trial = startTrial();
    await newDeal(trial);
    const { text } = await trial.call('GET', `/funil?funil=${DEMO_RDSTATION_PIPELINES.vendas}`);
    const [, proposta, emAssinatura] = text.split('<section class="column">');
    assert.match(proposta!, /Contrato[\s\S]*Maria Silva/);
    assert.doesNotMatch(emAssinatura!, /Maria Silva/);
  });

  test("the vendor's own address of a deal leads to its page", async () => {
    const trial = startTrial();
    const deal = await newDeal(trial);
    const answer = await trial.call('GET', `/app/deals/${idOf(deal)}`);
    assert.equal(answer.headers.get('location'), `/rdstation${deal}`);
  });

  test('people move, win and rename deals; API v1 sees it', async () => {
    const trial = startTrial();
    const deal = await newDeal(trial);
    await trial.form(`${deal}/etapa`, { etapa: DEMO_RDSTATION_STAGES.contratoAssinado });
    await trial.form(deal, { titulo: 'Contrato novo', responsavel: DEMO_RDSTATION_USERS.bruno });
    await trial.form(`${deal}/ganhar`, {});
    const { body } = await trial.v1('GET', `/deals/${idOf(deal)}`);
    assert.equal(at(body, 'deal_stage.name'), 'Contrato assinado');
    assert.equal(at(body, 'name'), 'Contrato novo');
    assert.equal(at(body, 'user.name'), 'Bruno Lima');
    assert.equal(at(body, 'win'), true);
    assert.match((await trial.call('GET', deal)).text, /não pode ser reaberta/);
  });

  test('custom fields, notes, tasks and products are entered on the deal’s tabs', async () => {
    const trial = startTrial();
    const deal = await newDeal(trial);
    const { chaveClicksign, produtosDeInteresse } = DEMO_RDSTATION_DEAL_FIELDS;
    await trial.form(`${deal}/campos`, { [chaveClicksign]: 'abc', [produtosDeInteresse]: 'Suporte' });
    await trial.form(`${deal}/anotacoes`, { texto: 'Ligou de volta' });
    await trial.form(`${deal}/tarefas`, { assunto: 'Ligar', tipo: 'call', quando: '2026-11-21T09:00' });
    await trial.form(`${deal}/produtos`, { nome: 'Plano', preco: '1.500,50', recorrencia: 'monthly' });
    const { body } = await trial.v1('GET', `/deals/${idOf(deal)}`);
    assert.equal(at(body, 'last_note_content'), 'Ligou de volta');
    assert.equal(at(body, 'amount_montly'), 1500.5);
    const values = at(body, 'deal_custom_fields') as unknown as { custom_field_id: string; value: unknown }[];
    const valueOf = (id: string) => values.find((value) => value.custom_field_id === id)?.value;
    assert.deepEqual([valueOf(chaveClicksign), valueOf(produtosDeInteresse)], ['abc', ['Suporte']]);
    assert.equal(at((await trial.v1('GET', `/tasks?deal_id=${idOf(deal)}`)).body, 'tasks.0.hour'), '09:00');
  });

  test('adding a contact by e-mail links the one that exists', async () => {
    const trial = startTrial();
    const [, second] = [await newDeal(trial), await newDeal(trial, 'Outro')];
    const sole = await trial.v1('POST', '/contacts', {
      contact: { name: 'João', emails: [{ email: 'joao@acme.com.br' }] },
    });
    await trial.form(`${second}/contatos`, { nome: '', email: 'joao@acme.com.br' });
    const { body } = await trial.v1('GET', `/deals/${idOf(second)}/contacts`);
    assert.equal(at(body, 'total'), 2);
    assert.equal(at(body, 'contacts.1.id'), at(sole.body, 'id'));
  });

  test('a refusal is told in words, and what people typed is never markup', async () => {
    const trial = startTrial();
    const evil = await newDeal(trial, '<script>alert(1)</script>');
    assert.doesNotMatch((await trial.call('GET', evil)).text, /<script>/);
    await trial.form('/empresas', { nome: 'ACME' });
    const again = await trial.form('/empresas', { nome: 'acme' });
    const page = await trial.call('GET', again.headers.get('location')!.replace('/rdstation', ''));
    assert.match(page.text, /Já está em uso/);
  });

  test('the profile makes a token, once, and the API takes it until it is revoked', async () => {
    const trial = startTrial();
    const { bruno } = DEMO_RDSTATION_USERS;
    await trial.form(`/perfil/${bruno}/revogar`, {});
    assert.match((await trial.call('GET', '/perfil')).text, /Gerar token/);
    await trial.form(`/perfil/${bruno}/token`, {});
    const token = trial.parts.journal.table<{ id: string; token: string }>('users').get(bruno)!.token;
    await trial.form(`/perfil/${bruno}/token`, {});
    assert.equal(at((await trial.v1('GET', '/token/check', undefined, token)).body, 'name'), 'Bruno Lima');
  });

  test('a stage with deals in it cannot be deleted', async () => {
    const trial = startTrial();
    await newDeal(trial);
    const refused = await trial.form(`/configuracoes/etapas/${DEMO_RDSTATION_STAGES.proposta}/excluir`, {});
    assert.match(refused.headers.get('location')!, /erro=forbidden/);
    const { body } = await trial.v1('GET', `/deal_stages/${DEMO_RDSTATION_STAGES.proposta}`);
    assert.equal(at(body, 'name'), 'Proposta');
  });
});
