import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { at } from '#std/json.ts';
import { startTrial, textAt } from './trial.ts';

const contacts = '/crm/v3/objects/contacts';

describe('records over the API', () => {
  test('a contact is created with what was set and the system’s own values, and read again', async () => {
    const trial = startTrial();
    const properties = { email: 'Zoë@Example.com', firstname: 'Zoë', hubspot_owner_id: '501' };
    const made = await trial.api('POST', contacts, { properties });
    assert.equal(made.status, 201);
    assert.equal(at(made.body, 'properties.email'), 'zoë@example.com');
    assert.equal(at(made.body, 'properties.hs_object_source'), 'INTEGRATION');
    const read = await trial.api(
      'GET',
      `${contacts}/zo%C3%AB@example.com?idProperty=email&properties=firstname,phone`,
    );
    assert.equal(textAt(read.body, 'id'), textAt(made.body, 'id'));
    const values = at(read.body, 'properties') as Record<string, unknown>;
    delete values['createdate'];
    delete values['lastmodifieddate'];
    assert.deepEqual(values, { firstname: 'Zoë', phone: null, hs_object_id: textAt(made.body, 'id') });
    assert.match(
      textAt(read.body, 'url'),
      /^http:\/\/127\.0\.0\.1:4001\/hubspot\/contacts\/4001001\/record\/0-1\//,
    );
  });

  test('an address somebody has is 409 with the existing id on create, and 400 on update', async () => {
    const trial = startTrial();
    const first = await trial.api('POST', contacts, { properties: { email: 'a@example.com' } });
    const again = await trial.api('POST', contacts, { properties: { email: 'A@example.com' } });
    assert.equal(again.status, 409);
    assert.equal(
      at(again.body, 'message'),
      `Contact already exists. Existing ID: ${textAt(first.body, 'id')}`,
    );
    assert.equal(at(again.body, 'category'), 'CONFLICT');
    const other = await trial.api('POST', contacts, { properties: { email: 'b@example.com' } });
    const patch = { properties: { email: 'a@example.com' } };
    const changed = await trial.api('PATCH', `${contacts}/${textAt(other.body, 'id')}`, patch);
    assert.equal(changed.status, 400);
    assert.equal(at(changed.body, 'errors.0.code'), 'CONFLICTING_UNIQUE_VALUE');
    assert.match(textAt(changed.body, 'message'), new RegExp(textAt(first.body, 'id')));
  });

  test('values are checked by type and told in one answer', async () => {
    const trial = startTrial();
    const properties = {
      nosuch: '1',
      lifecyclestage: 'Lead!',
      email: 'nobody',
      createdate: '1',
      firstname: 'ok',
    };
    const answer = await trial.api('POST', contacts, { properties });
    assert.equal(answer.status, 400);
    const errors = at(answer.body, 'errors') as { code: string }[];
    assert.deepEqual(
      errors.map((error) => error.code),
      ['PROPERTY_DOESNT_EXIST', 'INVALID_OPTION', 'INVALID_EMAIL', 'READ_ONLY_VALUE'],
    );
    assert.match(textAt(answer.body, 'message'), /^Property values were not valid: \[\{"isValid":false/);
    assert.match(textAt(answer.body, 'correlationId'), /^[0-9a-f-]{36}$/);
  });

  for (const [name, value, kept] of [
    ['amount', '12.5', '12.5'],
    ['amount', 'twelve', null],
    ['closedate', '1700000000000', '2023-11-14T22:13:20.000Z'],
    ['closedate', 'tomorrow', null],
    ['contract_start', '2026-02-28', '2026-02-28'],
    ['contract_start', '2026-02-31', null],
    ['contract_start', '1700000000000', null],
    ['contract_start', '1699920000000', '2023-11-14'],
    ['dealstage', 'nosuch', null],
    ['hubspot_owner_id', '7000501', null],
  ] as const) {
    test(`a deal's ${name} of “${value}” is ${kept === null ? 'refused' : `kept as “${kept}”`}`, async () => {
      const trial = startTrial();
      const properties = { dealname: 'D', dealstage: 'contractsent', [name]: value };
      const answer = await trial.api('POST', '/crm/v3/objects/deals', { properties });
      assert.equal(answer.status, kept === null ? 400 : 201, answer.text);
      if (kept !== null) assert.equal(at(answer.body, `properties.${name}`), kept);
    });
  }

  test('a lifecycle stage does not go back unless it was cleared first, and that is no error', async () => {
    const trial = startTrial();
    const made = await trial.api('POST', contacts, {
      properties: { email: 'l@example.com', lifecyclestage: 'customer' },
    });
    const path = `${contacts}/${textAt(made.body, 'id')}`;
    const set = async (lifecyclestage: string) =>
      at(
        (await trial.api('PATCH', path, { properties: { lifecyclestage } })).body,
        'properties.lifecyclestage',
      );
    assert.equal(await set('lead'), 'customer');
    assert.equal(trial.ledger('contact.lifecycle_held').length, 1);
    assert.equal(await set(''), undefined);
    assert.equal(await set('lead'), 'lead');
    const history = await trial.api('GET', `${path}?propertiesWithHistory=lifecyclestage`);
    const versions = at(history.body, 'propertiesWithHistory.lifecyclestage') as { value: string }[];
    assert.deepEqual(
      versions.map((version) => version.value),
      ['lead', '', 'customer'],
    );
  });

  test('pages go by the id of the next record and skip what is archived', async () => {
    const trial = startTrial();
    const first = await trial.api('GET', `${contacts}?limit=2`);
    const [one, two] = at(first.body, 'results') as { id: string }[];
    assert.equal(textAt(first.body, 'paging.next.after'), String(Number(two!.id) + 1));
    assert.equal((await trial.api('DELETE', `${contacts}/${two!.id}`)).status, 204);
    const next = await trial.api('GET', `${contacts}?limit=2`);
    const ids = (at(next.body, 'results') as { id: string }[]).map(({ id }) => id);
    assert.deepEqual(ids, [one!.id, String(Number(two!.id) + 1)]);
    const archived = await trial.api('GET', `${contacts}?archived=true`);
    assert.equal(at(archived.body, 'results.0.id'), two!.id);
    assert.equal((await trial.api('GET', `${contacts}/${two!.id}`)).status, 404);
    assert.equal((await trial.api('GET', `${contacts}/${two!.id}?archived=true`)).status, 200);
  });

  test('every contact is met once when all pages are read', async () => {
    const trial = startTrial();
    const met = new Set<string>();
    for (let after = ''; ;) {
      const answer = await trial.api('GET', `${contacts}?limit=100${after}`);
      for (const { id } of at(answer.body, 'results') as { id: string }[]) met.add(id);
      const next = textAt(answer.body, 'paging.next.after');
      if (next === '') break;
      after = `&after=${next}`;
    }
    assert.equal(met.size, 400);
  });

  test('a date-versioned path is the same call', async () => {
    const trial = startTrial();
    const answer = await trial.api('GET', '/crm/objects/2026-03/contacts?limit=1');
    assert.equal(answer.status, 200);
    assert.equal((await trial.api('GET', '/hubspot/crm/v3/objects/0-1?limit=1')).status, 200);
  });
});

describe('merging, erasing and custom objects', () => {
  test('merging keeps the primary’s values, moves addresses and links, and the other is gone', async () => {
    const trial = startTrial();
    const a = await trial.api('POST', contacts, { properties: { email: 'a@example.com', firstname: 'A' } });
    const b = await trial.api('POST', contacts, { properties: { email: 'b@example.com', city: 'Lund' } });
    const body = { primaryObjectId: textAt(a.body, 'id'), objectIdToMerge: textAt(b.body, 'id') };
    const merged = await trial.api('POST', `${contacts}/merge`, body);
    assert.equal(at(merged.body, 'properties.city'), 'Lund');
    assert.equal(at(merged.body, 'properties.hs_additional_emails'), 'b@example.com');
    const found = await trial.api('GET', `${contacts}/b@example.com?idProperty=email`);
    assert.equal(at(found.body, 'id'), textAt(a.body, 'id'));
    assert.equal((await trial.api('GET', `${contacts}/${textAt(b.body, 'id')}`)).status, 404);
  });

  test('a privacy deletion leaves nothing of the contact', async () => {
    const trial = startTrial();
    const made = await trial.api('POST', contacts, { properties: { email: 'gone@example.com' } });
    await trial.api('POST', `${contacts}/gdpr-delete`, { objectId: 'gone@example.com', idProperty: 'email' });
    assert.equal(
      (await trial.api('GET', `${contacts}/${textAt(made.body, 'id')}?archived=true`)).status,
      404,
    );
    assert.equal(trial.ledger('contact.privacy_deleted').length, 1);
  });

  test('a custom object is made from a schema and read by its unique property', async () => {
    const trial = startTrial();
    const properties = { agreement_number: 'A-7', title: 'Lease' };
    const made = await trial.api('POST', '/crm/v3/objects/agreement', { properties });
    assert.equal(made.status, 201, made.text);
    const read = await trial.api(
      'GET',
      '/crm/v3/objects/p_agreement/A-7?idProperty=agreement_number&properties=title',
    );
    assert.equal(at(read.body, 'properties.title'), 'Lease');
    const again = await trial.api('POST', '/crm/v3/objects/agreement', { properties });
    assert.equal(again.status, 400);
  });
});
