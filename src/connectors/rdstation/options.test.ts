import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openRdStationAccount, type RdStationAccount } from '../../../test/support/rdstation-account.ts';
import { DEMO_RDSTATION_DEAL_FIELDS as custom, DEMO_RDSTATION_PIPELINES } from './emulator/demo.ts';
import { options } from './options.ts';

for (const auth of ['token', 'oauth2'] as const) {
  describe(`choices read from the account over ${auth}`, () => {
    let account: RdStationAccount;
    before(async () => void (account = await openRdStationAccount(auth)));
    after(() => account.close());
    const load = (name: string, params: Record<string, string> = {}, search = '') =>
      options[name]!(account.context(), params, search);
    const labels = async (...args: Parameters<typeof load>) =>
      (await load(...args)).map((option) => option.label);

    test('are the stages of the chosen pipeline only, in its order', async () => {
      assert.deepEqual(await labels('pipelines'), ['Funil Padrão', 'Vendas']);
      const stages = await labels('stages', { pipeline_id: DEMO_RDSTATION_PIPELINES.vendas });
      assert.deepEqual(stages, ['Proposta', 'Em assinatura', 'Contrato assinado']);
      assert.deepEqual(await labels('stages'), []);
      assert.deepEqual(await labels('stages', { pipeline_id: 'ffffffffffffffffffffffff' }), []);
    });
    test('are narrowed by what is typed, in any case', async () => {
      assert.deepEqual(await labels('sources', {}, 'indic'), ['Indicação']);
      assert.deepEqual(await labels('users', {}, 'ANA'), ['Ana Souza']);
    });
    test('are fields to fill, with types and choices, custom ones marked', async () => {
      const targets = await load('dealTargets');
      const contract = targets.find((target) => target.value === `deal.custom:${custom.tipoDeContrato}`);
      const choices = ['Mensal', 'Anual', 'Avulso'];
      assert.deepEqual(contract, {
        value: `deal.custom:${custom.tipoDeContrato}`,
        label: 'Tipo de contrato',
        group: 'Negociação',
        type: 'option',
        choices,
        custom: true,
      });
      assert.equal(targets.find((target) => target.value === 'deal:rating')?.custom, false);
      assert.deepEqual(
        [...new Set(targets.map((target) => target.group))],
        ['Negociação', 'Contato', 'Empresa'],
      );
    });
    test('offer only text fields of the deal for the stamp', async () => {
      assert.deepEqual((await labels('dealTextFields')).sort(), ['Chave Clicksign', 'Observação']);
    });
  });
}
