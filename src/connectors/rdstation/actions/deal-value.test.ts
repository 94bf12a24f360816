import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { VendorError } from '#kit/vendor-error.ts';
import { at, type Json, type JsonObject } from '#std/json.ts';
import {
  openRdStationAccount,
  textIn,
  type RdStationAccount,
} from '../../../../test/support/rdstation-account.ts';
import { DEMO_RDSTATION_PIPELINES, DEMO_RDSTATION_STAGES } from '../emulator/demo.ts';
import { dealUpsert } from './deal-upsert.ts';

// Over API v2 the calls are tested in v2/adapter.test.ts: the emulator has no products of deals there.
describe("a deal's value", () => {
  let account: RdStationAccount;
  let product: string;
  beforeEach(async () => {
    account = await openRdStationAccount();
    product = await newProduct('Assinatura');
  });
  afterEach(() => account.close());
  const newProduct = async (name: string): Promise<string> =>
    textIn(await account.v1('POST', '/products', { product: { name, base_price: 1 } }), '_id');
  const upsert = async (input: JsonObject, step?: string): Promise<string> => {
    const place = { pipeline_id: DEMO_RDSTATION_PIPELINES.vendas, stage_id: DEMO_RDSTATION_STAGES.proposta };
    const order = { ...place, title: 'Contrato', document_key: 'doc-1', value_product_id: product, ...input };
    return textIn((await account.run(dealUpsert, order, step)).output, 'deal.id');
  };
  const lines = async (id: string): Promise<Json[]> =>
    at(await account.v1('GET', `/deals/${id}/deal_products`), 'deal_products') as Json[];
  const totals = async (id: string) => (await lines(id)).map((line) => at(line, 'total'));

  test('is one product line, and a second run adds none', async () => {
    const id = await upsert({ value: 'R$ 12.000,50' });
    await upsert({ value: 'R$ 12.000,50' }, 'run-2/deal');
    assert.deepEqual(await totals(id), [12000.5]);
    assert.equal(at(await account.v1('GET', `/deals/${id}`), 'amount_total'), 12000.5);
  });
  test('of an existing deal stays, unless it is to be kept up to date', async () => {
    const id = await upsert({ value: '100' });
    await upsert({ value: '200' }, 'run-2/deal');
    assert.deepEqual(await totals(id), [100]);
    await upsert({ value: '200', value_rule: 'always' }, 'run-3/deal');
    assert.deepEqual(await totals(id), [200]);
  });
  test('leaves the lines that people added alone', async () => {
    const id = await upsert({});
    const other = await newProduct('Consultoria');
    await account.v1('POST', `/deals/${id}/deal_products`, {
      product_id: other,
      price: 50,
      amount: 2,
      discount_type: 'value',
      discount: 0,
    });
    await upsert({ value: '10', value_rule: 'always' }, 'run-2/deal');
    await upsert({ value: '30', value_rule: 'always' }, 'run-3/deal');
    assert.deepEqual(await totals(id), [100, 30]);
    account.quiet();
    await upsert({ value: '30', value_rule: 'always' }, 'run-4/deal');
    assert.deepEqual(
      account.calls.filter((call) => !call.startsWith('GET')),
      [],
    );
  });
  test('without a product to stand under stops the step before anything is written', async () => {
    await assert.rejects(
      upsert({ value: '10', value_product_id: '' }),
      (error) => error instanceof VendorError && error.kind === 'invalid',
    );
    assert.equal(account.count('deal.created'), 0);
  });
});
