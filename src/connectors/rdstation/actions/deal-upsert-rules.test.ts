import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { VendorError } from '#kit/vendor-error.ts';
import { at, type Json, type JsonObject } from '#std/json.ts';
import {
  openRdStationAccount,
  textIn,
  type RdStationAccount,
} from '../../../../test/support/rdstation-account.ts';
import {
  DEMO_RDSTATION_DEAL_FIELDS as custom,
  DEMO_RDSTATION_PIPELINES,
  DEMO_RDSTATION_STAGES,
} from '../emulator/demo.ts';
import { dealUpsert } from './deal-upsert.ts';

const order = {
  pipeline_id: DEMO_RDSTATION_PIPELINES.vendas,
  stage_id: DEMO_RDSTATION_STAGES.contratoAssinado,
  title: 'Contrato.pdf - ACME Ltda',
  document_key: 'doc-1',
};
const dealId = (result: { output: JsonObject }): string => textIn(result.output, 'deal.id');

describe('what deal.upsert leaves alone and what it writes', () => {
  let account: RdStationAccount;
  beforeEach(async () => void (account = await openRdStationAccount()));
  afterEach(() => account.close());
  const upsert = (input: JsonObject = {}, step?: string) =>
    account.run(dealUpsert, { ...order, ...input }, step);
  const win = (id: string) => account.v1('PUT', `/deals/${id}`, { deal: { win: true } });
  const deal = (id: string): Promise<Json> => account.v1('GET', `/deals/${id}`);
  const fieldOf = async (id: string, field: string): Promise<Json | undefined> => {
    const rows = at(await deal(id), 'deal_custom_fields') as Json[];
    return at(
      rows.find((row) => at(row, 'custom_field_id') === field),
      'value',
    );
  };

  for (const match of ['document', 'title', 'contact']) {
    describe(`a won deal, matched by ${match}`, () => {
      const by = { match, contact_email: 'maria@acme.com.br' };
      test('is untouched, and a new deal is made', async () => {
        const won = dealId(await upsert(by));
        await win(won);
        const before = await deal(won);
        const next = await upsert({ ...by, title: order.title, rating: '5' }, 'run-2/deal');
        assert.notEqual(dealId(next), won);
        assert.deepEqual(await deal(won), before);
      });
      test('is untouched, and the step fails naming it, if told so', async () => {
        const won = dealId(await upsert(by));
        await win(won);
        const before = await deal(won);
        await assert.rejects(upsert({ ...by, rating: '5', closed_deals: 'fail' }, 'run-2/deal'), (error) => {
          assert.ok(
            error instanceof VendorError && error.kind === 'conflict' && error.message.includes(won),
            String(error),
          );
          return true;
        });
        assert.deepEqual([await deal(won), account.count('deal.created')], [before, 1]);
      });
      test('is updated if told so', async () => {
        const won = dealId(await upsert(by));
        await win(won);
        const next = await upsert({ ...by, rating: '5', closed_deals: 'update' }, 'run-2/deal');
        assert.deepEqual([dealId(next), at(await deal(won), 'rating')], [won, 5]);
      });
    });
  }

  test('a blank never overwrites, unless its row says so', async () => {
    const target = `deal.custom:${custom.observacao}`;
    const made = dealId(await upsert({ rating: '3', fields: [{ target, value: 'vista' }] }));
    await upsert({ rating: '', fields: [{ target, value: '  ' }] }, 'run-2/deal');
    assert.deepEqual([await fieldOf(made, custom.observacao), at(await deal(made), 'rating')], ['vista', 3]);
    await upsert({ fields: [{ target, value: '', overwriteBlank: true }] }, 'run-3/deal');
    assert.equal(await fieldOf(made, custom.observacao), null);
  });
  test('custom fields are written in the form RD takes, and again only when they differ', async () => {
    const fields = [
      { target: `deal.custom:${custom.tipoDeContrato}`, value: 'anual' },
      { target: `deal.custom:${custom.dataDaAssinatura}`, value: '2026-11-21T01:30:00Z' },
      { target: `deal.custom:${custom.produtosDeInteresse}`, value: 'Suporte; Treinamento' },
    ];
    const made = dealId(await upsert({ fields }));
    const stored = [custom.tipoDeContrato, custom.dataDaAssinatura, custom.produtosDeInteresse];
    const values = await Promise.all(stored.map((field) => fieldOf(made, field)));
    assert.deepEqual(values, ['Anual', '20/11/2026', ['Suporte', 'Treinamento']]);
    account.quiet();
    await upsert({ fields }, 'run-2/deal');
    assert.deepEqual(
      account.calls.filter((call) => !call.startsWith('GET')),
      [],
    );
  });
  test('a value that is not among the choices stops the step, naming the field, before anything is written', async () => {
    const fields = [{ target: `deal.custom:${custom.tipoDeContrato}`, value: 'Vitalício' }];
    await assert.rejects(upsert({ fields }), (error) => {
      assert.ok(error instanceof VendorError && error.kind === 'invalid' && error.reach === 'not_sent');
      assert.match(error.message, /"Tipo de contrato".*"Vitalício".*Mensal, Anual, Avulso/);
      return true;
    });
    assert.equal(account.count('deal.created'), 0);
  });
  test('a source set by somebody stays; an empty one is filled', async () => {
    const [site, indicacao] = ['62c0ffee0000000000000403', '62c0ffee0000000000000402'];
    const body = { deal: { name: order.title, deal_stage_id: DEMO_RDSTATION_STAGES.proposta } };
    const empty = textIn(await account.v1('POST', '/deals', body), 'id');
    await upsert({ match: 'title', source_id: site });
    assert.equal(at(await deal(empty), 'deal_source_id'), site);
    await account.v1('PUT', `/deals/${empty}`, { deal: { rating: 2 }, deal_source: { _id: indicacao } });
    await upsert({ match: 'title', source_id: site }, 'run-2/deal');
    assert.equal(at(await deal(empty), 'deal_source_id'), indicacao);
  });
  test('a source that a list does not show is not taken for empty', async () => {
    const [site, indicacao] = ['62c0ffee0000000000000403', '62c0ffee0000000000000402'];
    const body = {
      deal: { name: order.title, deal_stage_id: DEMO_RDSTATION_STAGES.proposta },
      deal_source: { _id: indicacao },
    };
    const existing = textIn(await account.v1('POST', '/deals', body), 'id');
    await upsert({ match: 'title', source_id: site });
    assert.equal(at(await deal(existing), 'deal_source_id'), indicacao);
  });
  test('a contact that got another email is somebody else', async () => {
    const first = await upsert({ contact_email: 'maria@acme.com.br' });
    const id = textIn(first.output, 'contact.id');
    await account.v1('PUT', `/contacts/${id}`, { contact: { emails: [{ email: 'maria@nova.com.br' }] } });
    const next = await upsert({ contact_email: 'maria@acme.com.br' }, 'run-2/deal');
    assert.notEqual(at(next.output, 'contact.id'), id);
  });
  test('what RD answers well but does not take is told', async () => {
    const made = dealId(await upsert());
    const params = { status: 200, body: await deal(made) };
    account.parts.faults.add({ match: { method: 'PUT' }, kind: 'status', times: 1, params });
    const { notes } = await upsert({ rating: '5' }, 'run-2/deal');
    assert.deepEqual(notes, [{ code: 'fields_ignored', params: { object: 'deal', fields: ['rating'] } }]);
  });
  test('the stamp is written on creation and found again when the link is lost', async () => {
    const stamped = { stamp_field: custom.chaveClicksign };
    const made = dealId(await upsert(stamped));
    assert.equal(await fieldOf(made, custom.chaveClicksign), 'doc-1');
    const other = await openRdStationAccount();
    const effects = { ...account.context('run-2/deal'), effects: other.effects };
    const found = await dealUpsert.run(effects, dealUpsert.input.parse({ ...order, ...stamped }) as never);
    assert.equal(dealId(found), made);
    await other.close();
  });
  test('a title with emoji, quotes and 300 characters arrives whole', async () => {
    const title = `Contrato "João & Cia" – 📝 ${'á'.repeat(275)}`;
    const result = await upsert({ title, match: 'title' });
    assert.equal(at(await deal(dealId(result)), 'name'), title);
    assert.equal(dealId(await upsert({ title, match: 'title' }, 'run-2/deal')), dealId(result));
  });
});
