import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Json } from '#std/json.ts';
import { scriptedVendor, type ScriptedAnswer } from '../../../../test/support/scripted-http.ts';
import { rdstation } from '../manifest.ts';
import type { Contact, CrmPort } from '../port.ts';
import { v2Port } from './adapter.ts';

const origins = rdstation.environments[0]!.origins;
const deal = {
  id: 'd1',
  name: 'Contrato',
  status: 'ongoing',
  pipeline_id: 'p',
  contact_ids: ['c1'],
  total_price: 0,
};
const line = { productId: 'p1', productName: 'Plano', price: 100 };

async function talk<Value>(answers: ScriptedAnswer[], work: (crm: CrmPort) => Promise<Value>) {
  const vendor = scriptedVendor(
    { auth: 'oauth2', credentials: { access_token: 's3cret' }, origins },
    answers,
  );
  return { value: await work(v2Port(vendor.context)), requests: vendor.requests };
}
const data = (value: Json, status = 200): ScriptedAnswer => ({ status, json: { data: value } });

describe('API v2', () => {
  test('gets a bearer token and bodies inside data', async () => {
    const fields = {
      title: 'x',
      stageId: 's',
      pipelineId: 'p',
      contactIds: ['c1'],
      custom: { chave: 'doc-1' },
    };
    const { requests } = await talk([data(deal, 201)], (crm) => crm.createDeal(fields, line));
    assert.equal(requests[0]!.url, 'https://api.rd.services/crm/v2/deals');
    assert.equal(requests[0]!.headers?.['authorization'], 'Bearer s3cret');
    assert.deepEqual(requests[0]!.json, {
      data: {
        name: 'x',
        pipeline_id: 'p',
        stage_id: 's',
        contact_ids: ['c1'],
        custom_fields: { chave: 'doc-1' },
      },
    });
  });
  test('gets the product line of a deal in a call of its own', async () => {
    const answers = [
      data({ id: 'l1', product_id: 'p1', total_price: 100 }, 201),
      data({ id: 'l1', total_price: 200 }),
      { json: { data: [{ id: 'l1' }] } },
    ];
    const { value, requests } = await talk(answers, async (crm) => {
      const added = await crm.addLine('d1', line);
      await crm.updateLine('d1', 'l1', { ...line, price: 200 });
      await crm.lines('d1');
      return added;
    });
    assert.deepEqual(value, { id: 'l1', productId: 'p1', total: 100 });
    const body = {
      product_id: 'p1',
      price: 100,
      quantity: 1,
      discount_type: 'amount',
      discount: 0,
      billing_frequency: 'one-time',
    };
    assert.deepEqual(requests[0]!.json, { data: body });
    assert.deepEqual(
      requests.map((one) => `${one.method} ${one.url.split('/v2')[1]}`),
      ['POST /deals/d1/products', 'PUT /deals/d1/products/l1', 'GET /deals/d1/products'],
    );
  });
  test('is asked for a stamp by its slug', async () => {
    const stamped = { ...deal, custom_fields: { chave: 'doc-1' } };
    const { value, requests } = await talk([{ json: { data: [stamped, deal], links: {} } }], (crm) =>
      crm.findDeals({ custom: { key: 'chave', value: 'doc-1' } }),
    );
    assert.equal(requests[0]!.query?.['filter'], '@chave:"doc-1"');
    assert.equal(value.length, 1);
  });
  test('is followed from page to page while it names a next one', async () => {
    const page = (id: string, next: string | null) => ({
      json: { data: [{ id, name: id }], links: { self: `/${id}`, next } },
    });
    const { value, requests } = await talk([page('a', '/b'), page('b', '/b')], (crm) => crm.sources());
    assert.deepEqual(
      value.map((one) => one.id),
      ['a', 'b'],
    );
    assert.deepEqual(
      requests.map((one) => one.query?.['page[number]']),
      [1, 2],
    );
  });
  test("finds a contact's deals by the contacts of the deals, since it has no filter for it", async () => {
    const contact = { id: 'c1', deals: null } as Contact;
    const list = {
      json: {
        data: [deal, { ...deal, id: 'd2', contact_ids: ['c2'] }, { ...deal, id: 'd3', status: 'won' }],
        links: {},
      },
    };
    const { value, requests } = await talk([list], (crm) =>
      crm.dealsOfContact(contact, { pipelineId: 'p', closed: false }),
    );
    assert.deepEqual(
      value.map((one) => one.id),
      ['d1'],
    );
    assert.equal(requests[0]!.query?.['filter'], 'pipeline_id:p and -status:(won,lost)');
  });
  test('is asked again for an email in other capitals, and a refusal of that means none', async () => {
    const refused = { status: 400, json: { errors: [{ message: 'operator not supported' }] } };
    const { value, requests } = await talk([{ json: { data: [], links: {} } }, refused], (crm) =>
      crm.findContactsByEmail('M@x.br'),
    );
    assert.deepEqual(value, []);
    assert.deepEqual(
      requests.map((one) => one.query?.['filter']),
      ['email:"m@x.br"', 'email:~"m@x.br"'],
    );
  });
  test('is told of winning by the status, and of tasks by a moment', async () => {
    const task = {
      dealId: 'd1',
      subject: 'Ligar',
      type: 'call' as const,
      day: '2026-12-10',
      hour: '09:00',
      userIds: ['u1'],
    };
    const { requests } = await talk([data(deal), data({ id: 't1' }, 201)], async (crm) => {
      await crm.updateDeal('d1', { outcome: 'won' });
      await crm.createTask(task);
    });
    assert.deepEqual(requests[0]!.json, { data: { status: 'won' } });
    assert.deepEqual(requests[1]!.json, {
      data: {
        name: 'Ligar',
        type: 'call',
        due_date: '2026-12-10T09:00:00-03:00',
        deal_id: 'd1',
        owner_ids: ['u1'],
      },
    });
  });
});
