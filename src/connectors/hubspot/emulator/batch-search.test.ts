import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { at, type Json } from '#std/json.ts';
import { startTrial, textAt, type Trial } from './trial.ts';

const contacts = '/crm/v3/objects/contacts';
const create = (trial: Trial, properties: Json) => trial.api('POST', contacts, { properties });
const search = (trial: Trial, body: Json) => trial.api('POST', `${contacts}/search`, body);
const filter = (...filters: Json[]): Json => ({ filterGroups: [{ filters }] });

describe('batches', () => {
  test('one bad input fails all, unless each has a trace id of its own', async () => {
    const trial = startTrial();
    const good = { properties: { email: 'x@example.com' } };
    const bad = { properties: { missing: '1' } };
    const refused = await trial.api('POST', `${contacts}/batch/create`, { inputs: [good, bad] });
    assert.equal(refused.status, 400);
    assert.equal((await trial.api('GET', `${contacts}/x@example.com?idProperty=email`)).status, 404);
    const inputs = [
      { ...good, objectWriteTraceId: '1' },
      { ...bad, objectWriteTraceId: '2' },
    ];
    const partial = await trial.api('POST', `${contacts}/batch/create`, { inputs });
    assert.equal(partial.status, 207);
    assert.equal(at(partial.body, 'numErrors'), 1);
    assert.deepEqual(at(partial.body, 'errors.0.context.objectWriteTraceId'), ['2']);
    assert.equal(at(partial.body, 'results.0.properties.email'), 'x@example.com');
  });

  test('reading unknown ids answers 207 with the ids and the rest', async () => {
    const trial = startTrial();
    const inputs = [{ id: '101' }, { id: '999999' }];
    const answer = await trial.api('POST', `${contacts}/batch/read`, { inputs, properties: ['email'] });
    assert.equal(answer.status, 207);
    assert.deepEqual(at(answer.body, 'errors.0.context.ids'), ['999999']);
    assert.equal(at(answer.body, 'results.0.id'), '101');
  });

  test('an upsert says which records are new', async () => {
    const trial = startTrial();
    await create(trial, { email: 'old@example.com' });
    const inputs = ['old@example.com', 'new@example.com'].map((id) => ({
      id,
      idProperty: 'email',
      properties: { city: 'Oslo' },
    }));
    const answer = await trial.api('POST', `${contacts}/batch/upsert`, { inputs });
    assert.equal(answer.status, 200);
    assert.deepEqual([at(answer.body, 'results.0.new'), at(answer.body, 'results.1.new')], [false, true]);
    assert.equal(at(answer.body, 'results.1.properties.email'), 'new@example.com');
  });

  test('more than 100 inputs and an id twice are refused', async () => {
    const trial = startTrial();
    const many = { inputs: Array.from({ length: 101 }, (_, id) => ({ id: String(id) })), properties: [] };
    assert.equal((await trial.api('POST', `${contacts}/batch/read`, many)).status, 400);
    const input = { id: '101', properties: { city: 'X' } };
    assert.equal(
      (await trial.api('POST', `${contacts}/batch/update`, { inputs: [input, input] })).status,
      400,
    );
  });
});

describe('search', () => {
  test('finds a new contact only after its index has caught up', async () => {
    const trial = startTrial();
    await create(trial, { email: 'late@example.com' });
    const body = filter({ propertyName: 'email', operator: 'EQ', value: 'LATE@example.com' });
    assert.equal(at((await search(trial, body)).body, 'total'), 0);
    await trial.clock.advance(2001);
    assert.equal(at((await search(trial, body)).body, 'total'), 1);
  });

  for (const [operator, operands, total] of [
    ['EQ', { value: 'alfa beta' }, 1],
    ['NEQ', { value: 'alfa beta' }, 2],
    ['CONTAINS_TOKEN', { value: 'alf*' }, 2],
    ['NOT_CONTAINS_TOKEN', { value: 'beta' }, 2],
    ['IN', { values: ['alfa beta', 'gamma'] }, 2],
    ['IN', { values: ['Gamma'] }, 0],
    ['NOT_IN', { values: ['gamma'] }, 2],
    ['HAS_PROPERTY', {}, 3],
    ['NOT_HAS_PROPERTY', {}, 0],
    ['GT', { value: 'alfa zz' }, 1],
    ['BETWEEN', { value: 'alfa', highValue: 'alfa z' }, 2],
  ] as const) {
    test(`${operator} ${JSON.stringify(operands)} finds ${total} of three`, async () => {
      const trial = startTrial();
      await trial.control('PUT', '/settings', { searchLagMs: 0 });
      for (const company of ['Alfa Beta', 'Alfa', 'Gamma']) {
        await create(trial, { firstname: company, company, zip: 'search-test' });
      }
      const mine = { propertyName: 'zip', operator: 'EQ', value: 'search-test' };
      const asked = { ...operands, ...('values' in operands && { values: [...operands.values] }) };
      const answer = await search(
        trial,
        filter(mine, { propertyName: 'company', operator, ...asked } as Json),
      );
      assert.equal(at(answer.body, 'total'), total, answer.text);
    });
  }

  test('pages by offset, sorts by one property and stops at 10,000', async () => {
    const trial = startTrial();
    const body = {
      sorts: [{ propertyName: 'createdate', direction: 'DESCENDING' }],
      limit: 200,
      after: '200',
    };
    const answer = await search(trial, body);
    assert.equal(at(answer.body, 'total'), 400);
    assert.equal((at(answer.body, 'results') as Json[]).length, 200);
    assert.equal(at(answer.body, 'paging'), undefined);
    assert.equal((await search(trial, { limit: 200, after: '9900' })).status, 400);
    assert.equal((await search(trial, { limit: 201 })).status, 400);
  });

  test('limits filters, groups and the body, and needs a known property', async () => {
    const trial = startTrial();
    trial.parts.clock.now();
    const one = { propertyName: 'city', operator: 'EQ', value: 'x' };
    await trial.control('PUT', '/limits', { enabled: false });
    const group = (count: number) => ({ filters: Array.from({ length: count }, () => one) });
    const statuses = await Promise.all(
      [
        { filterGroups: Array.from({ length: 6 }, () => group(1)) },
        { filterGroups: [group(7)] },
        { filterGroups: [group(6), group(6), group(6), group(1)] },
        { query: 'x'.repeat(3000) },
        filter({ propertyName: 'nosuch', operator: 'EQ', value: 'x' }),
        filter({ propertyName: 'city', operator: 'IN' }),
      ].map(async (body) => (await search(trial, body)).status),
    );
    assert.deepEqual(statuses, [400, 400, 400, 400, 400, 400]);
  });

  test('finds by an associated record', async () => {
    const trial = startTrial();
    const company = await trial.api('GET', '/crm/v3/objects/companies?limit=1&associations=contacts');
    const id = textAt(company.body, 'results.0.id');
    const linked = at(company.body, 'results.0.associations.contacts.results') as { id: string }[];
    const answer = await search(
      trial,
      filter({ propertyName: 'associations.company', operator: 'EQ', value: id }),
    );
    assert.equal(at(answer.body, 'total'), new Set(linked.map((link) => link.id)).size);
  });

  test('50,000 contacts are filled quickly, and a page far inside is still one small read', async () => {
    const trial = startTrial();
    const filled = await trial.control('POST', '/fill', { contacts: 50_000 });
    assert.equal(at(filled.body, 'lastId'), '50500');
    const began = performance.now();
    const read = await trial.api('GET', `${contacts}?limit=100&after=40000`);
    const byEmail = await trial.api('GET', `${contacts}/fill-45000@example.com?idProperty=email`);
    assert.ok(performance.now() - began < 250);
    assert.equal(at(read.body, 'results.0.id'), '40000');
    assert.equal(at(byEmail.body, 'id'), '45000');
  });
});
