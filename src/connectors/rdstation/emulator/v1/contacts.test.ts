import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { at } from '#std/json.ts';
import { startTrial, textAt, type Trial } from '../trial.ts';

async function create(trial: Trial, path: string, body: Record<string, never> | object): Promise<string> {
  const answer = await trial.v1('POST', path, body as never);
  assert.equal(answer.status, 200, answer.text);
  return textAt(answer.body, 'id');
}

describe('API v1 contacts', () => {
  test('PUT deal_ids links an existing contact to deals, replacing the list it had', async () => {
    const trial = startTrial();
    const [one, two] = [
      await create(trial, '/deals', { deal: { name: 'Um' } }),
      await create(trial, '/deals', { deal: { name: 'Dois' } }),
    ];
    const id = await create(trial, '/contacts', { contact: { name: 'Maria Silva', deal_ids: [one] } });
    const { body } = await trial.v1('PUT', `/contacts/${id}`, { contact: { deal_ids: [one, two] } });
    assert.deepEqual(at(body, 'deal_ids'), [one, two]);
    assert.equal(at((await trial.v1('GET', `/deals/${two}/contacts`)).body, 'contacts.0.id'), id);
    await trial.v1('PUT', `/contacts/${id}`, { contact: { deal_ids: [two] } });
    assert.equal(at((await trial.v1('GET', `/deals/${one}/contacts`)).body, 'total'), 0);
    assert.equal((await trial.v1('PUT', `/contacts/${id}`, { contact: { deal_ids: ['x'] } })).status, 404);
  });

  test('e-mails are found whatever their case, phones with and without the country code', async () => {
    const trial = startTrial();
    const contact = {
      name: 'Maria Silva',
      emails: [{ email: 'Maria@Acme.com.br' }],
      phones: [{ phone: '+55 (11) 99999-8888', type: 'cellphone' }],
    };
    await create(trial, '/contacts', { contact });
    const queries = [
      'email=maria@acme.com.br',
      'phone=11999998888',
      'phone=5511999998888',
      'phone=%2B5511999998888',
      'q=SILVA',
    ];
    for (const query of queries) {
      assert.equal(at((await trial.v1('GET', `/contacts?${query}`)).body, 'total'), 1, query);
    }
    assert.equal(at((await trial.v1('GET', '/contacts?email=maria@acme.com')).body, 'total'), 0);
    const { body } = await trial.v1('GET', '/contacts');
    assert.equal(at(body, 'contacts.0.phones.0.whatsapp_full_internacional'), '+55 11 99999-8888');
  });

  test('a change leaves what it does not name, and a new e-mail is found at once', async () => {
    const trial = startTrial();
    const contact = { name: 'Maria Silva', title: 'Diretora', emails: [{ email: 'velho@acme.com.br' }] };
    const id = await create(trial, '/contacts', { contact });
    const { body } = await trial.v1('PUT', `/contacts/${id}`, {
      contact: { emails: [{ email: 'novo@acme.com.br' }] },
    });
    assert.equal(at(body, 'title'), 'Diretora');
    assert.equal(at((await trial.v1('GET', '/contacts?email=novo@acme.com.br')).body, 'total'), 1);
    assert.equal(at((await trial.v1('GET', '/contacts?email=velho@acme.com.br')).body, 'total'), 0);
  });

  test('names need two characters; words outside the vendor’s lists are refused', async () => {
    const trial = startTrial();
    const bad = [
      { name: 'M' },
      { name: 'Maria', phones: [{ phone: '11', type: 'mobile' }] },
      { name: 'Maria', birthday: { day: 31, month: 2, year: 1990 } },
      { name: 'Maria', legal_bases: [{ category: 'communications', type: 'nothing', status: 'granted' }] },
      { name: 'Maria', emails: [{ email: 'not an address' }] },
    ];
    for (const contact of bad) {
      const answer = await trial.v1('POST', '/contacts', { contact });
      assert.equal(answer.status, 422, answer.text);
    }
  });
});

describe('API v1 organizations', () => {
  test('a name is taken only once, whatever its case', async () => {
    const trial = startTrial();
    const id = await create(trial, '/organizations', { organization: { name: 'ACME Ltda' } });
    const again = await trial.v1('POST', '/organizations', { organization: { name: 'acme ltda' } });
    assert.equal(again.status, 422);
    assert.deepEqual(again.body, { errors: { name: ['has already been taken'] } });
    const self = await trial.v1('PUT', `/organizations/${id}`, { organization: { name: 'ACME LTDA' } });
    assert.equal(self.status, 200);
  });

  test('an organization shows its contacts and counts its deals', async () => {
    const trial = startTrial();
    const id = await create(trial, '/organizations', { organization: { name: 'ACME Ltda' } });
    await create(trial, '/contacts', { contact: { name: 'Maria Silva', organization_id: id } });
    await create(trial, '/deals', { deal: { name: 'Contrato' }, organization: { _id: id } });
    const { body } = await trial.v1('GET', '/organizations?q=acme');
    assert.equal(at(body, 'organizations.0.opened_count'), 1);
    assert.equal(at(body, 'organizations.0.contacts.0.name'), 'Maria Silva');
    assert.equal(at((await trial.v1('GET', `/organizations/${id}/contacts`)).body, 'total'), 1);
  });
});
