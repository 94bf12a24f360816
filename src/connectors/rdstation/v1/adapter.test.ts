import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { VendorError } from '#kit/vendor-error.ts';
import type { Json } from '#std/json.ts';
import { scriptedVendor, type ScriptedAnswer } from '../../../../test/support/scripted-http.ts';
import { rdstation } from '../manifest.ts';
import type { CrmPort } from '../port.ts';
import { v1Port } from './adapter.ts';

const origins = rdstation.environments[0]!.origins;
const deal = {
  _id: 'd1',
  id: 'd1',
  name: 'Contrato',
  win: null,
  created_at: '2026-11-20T09:00:00.000-03:00',
};
const line = { productId: 'p1', productName: 'Plano', price: 100 };

/** Runs calls against scripted answers; gives what they gave and what was sent. */
async function talk<Value>(answers: ScriptedAnswer[], work: (crm: CrmPort) => Promise<Value>) {
  const vendor = scriptedVendor({ auth: 'token', credentials: { token: 's3cret' }, origins }, answers);
  return { value: await work(v1Port(vendor.context)), requests: vendor.requests };
}
const json = (value: Json, status = 200): ScriptedAnswer => ({ status, json: value });

describe('API v1', () => {
  test('gets the token in the query of every call and nowhere else', async () => {
    const { requests } = await talk([json(deal)], (crm) => crm.updateDeal('d1', { title: 'x' }));
    assert.equal(requests[0]!.url, 'https://crm.rdstation.com/api/v1/deals/d1');
    assert.equal(requests[0]!.query?.['token'], 's3cret');
    assert.ok(
      !JSON.stringify([requests[0]!.json, requests[0]!.headers, requests[0]!.url]).includes('s3cret'),
    );
  });
  test('gets the stage of a change at the top level, where alone it counts', async () => {
    const fields = {
      stageId: 's2',
      pipelineId: 'p',
      title: 'x',
      organizationId: 'o',
      sourceId: 'f',
      custom: { c1: 'v' },
    };
    const { requests } = await talk([json(deal)], (crm) => crm.updateDeal('d1', fields));
    assert.deepEqual(requests[0]!.json, {
      deal_stage_id: 's2',
      deal: { name: 'x', organization_id: 'o', deal_custom_fields: [{ custom_field_id: 'c1', value: 'v' }] },
      deal_source: { _id: 'f' },
    });
  });
  test('gets a new deal with its stage inside, its product line, and never with contacts', async () => {
    const fields = { title: 'x', stageId: 's1', pipelineId: 'p', organizationId: 'o', contactIds: ['c'] };
    const { requests } = await talk([json(deal, 201)], (crm) => crm.createDeal(fields, line));
    assert.deepEqual(requests[0]!.json, {
      deal: { name: 'x', deal_stage_id: 's1' },
      organization: { _id: 'o' },
      deal_products: [
        {
          product_id: 'p1',
          name: 'Plano',
          price: 100,
          amount: 1,
          recurrence: 'spare',
          discount_type: 'value',
          discount: 0,
          base_price: 100,
          total: 100,
        },
      ],
    });
  });
  test('is told of winning and losing by `win`', async () => {
    const { requests } = await talk([json(deal), json(deal)], async (crm) => {
      await crm.updateDeal('d1', { outcome: 'won' });
      await crm.updateDeal('d1', { outcome: 'lost', lostReasonId: 'r', lostNote: 'n' });
    });
    const bodies = requests.map((request) => request.json);
    assert.deepEqual(bodies, [
      { deal: { win: true } },
      { deal: { win: false, deal_lost_reason_id: 'r', deal_lost_note: 'n' } },
    ]);
  });
  test('gets a mobile phone by its own word, and a contact born with its deal', async () => {
    const fields = {
      name: 'Maria',
      email: 'm@x.br',
      phone: { number: '+5511', type: 'mobile' as const },
      dealIds: ['d1'],
    };
    const { requests } = await talk([json({ id: 'c1' })], (crm) => crm.createContact(fields));
    assert.deepEqual(requests[0]!.json, {
      contact: {
        name: 'Maria',
        emails: [{ email: 'm@x.br' }],
        phones: [{ phone: '+5511', type: 'cellphone' }],
        deal_ids: ['d1'],
      },
    });
  });
  test('is read page after page, to the last of 10,000 records', async () => {
    const page = (id: string, more: boolean) => json({ deal_sources: [{ id, name: id }], has_more: more });
    const { value, requests } = await talk([page('a', true), page('b', false)], (crm) => crm.sources());
    assert.deepEqual(
      value.map((source) => source.id),
      ['a', 'b'],
    );
    assert.deepEqual(
      requests.map((request) => [request.query?.['page'], request.query?.['limit']]),
      [
        [1, 200],
        [2, 200],
      ],
    );
    const endless = await talk(
      Array.from({ length: 50 }, () => page('x', true)),
      (crm) => crm.sources(),
    );
    assert.equal(endless.requests.length, 50);
  });
  test('is asked for exact titles, and answers that are not exact are left out', async () => {
    const listed = { deals: [{ ...deal, id: 'd2', name: 'contrato' }, deal], has_more: false };
    const { value, requests } = await talk([json(listed)], (crm) =>
      crm.findDeals({ title: 'Contrato', pipelineId: 'p', outcome: 'open' }),
    );
    assert.deepEqual(
      value.map((one) => [one.id, one.pipelineId, one.partial]),
      [['d1', 'p', true]],
    );
    const { name, exact_name, deal_pipeline_id, win } = requests[0]!.query!;
    assert.deepEqual([name, exact_name, deal_pipeline_id, win], ['Contrato', true, 'p', 'null']);
  });
  test('is asked for contacts by email, of which the newest updated comes first', async () => {
    const contact = (id: string, email: string, at: string) => ({
      _id: id,
      emails: [{ email }],
      updated_at: at,
    });
    const contacts = [
      contact('old', 'm@x.br', '2026-01-01'),
      contact('new', 'M@X.br', '2026-02-01'),
      contact('other', 'am@x.br', '2026-03-01'),
    ];
    const { value } = await talk([json({ contacts, has_more: false })], (crm) =>
      crm.findContactsByEmail('M@x.br'),
    );
    assert.deepEqual(
      value.map((one) => one.id),
      ['new', 'old'],
    );
  });
  test('says nothing for what is gone, and fails for everything else', async () => {
    const gone = {
      status: 404,
      json: { errors: { error_type: 'RESOURCE_NOT_FOUND', error_message: 'Deal not found.' } },
    };
    assert.equal((await talk([gone], (crm) => crm.getDeal('d1'))).value, null);
    await assert.rejects(
      talk([json({ error: 'forbidden' }, 403)], (crm) => crm.getDeal('d1')),
      (error) => error instanceof VendorError && error.kind === 'forbidden',
    );
  });
  for (const text of ['<html>ok</html>', '[]', '{"name":"no id"}']) {
    test(`is not believed when a creation answers 200 with ${text}`, async () => {
      await assert.rejects(
        talk([{ text }], (crm) => crm.createDeal({ title: 'x' }, null)),
        (error) => {
          assert.ok(error instanceof VendorError);
          assert.deepEqual([error.kind, error.reach], ['unavailable', 'unknown']);
          return true;
        },
      );
    });
  }
});
