import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { at } from '#std/json.ts';
import { DEMO_HUBSPOT_APP_ID, DEMO_HUBSPOT_DEVELOPER_KEY, DEMO_HUBSPOT_FORMS } from './demo.ts';
import { startTrial, textAt } from './trial.ts';

const contacts = '/crm/v3/objects/contacts';
const property = {
  name: 'size',
  label: 'Size',
  type: 'enumeration',
  fieldType: 'select',
  groupName: 'contactinformation',
};
const options = [
  { label: 'Small', value: 's' },
  { label: 'Large', value: 'l' },
];

describe('definitions', () => {
  test('a property is made, used, changed and archived', async () => {
    const trial = startTrial();
    const made = await trial.api('POST', '/crm/v3/properties/contacts', { ...property, options });
    assert.equal(made.status, 201);
    assert.equal(
      (await trial.api('POST', '/crm/v3/properties/contacts', { ...property, options })).status,
      409,
    );
    const patch = { options: [...options, { label: 'Huge', value: 'xl' }] };
    assert.equal((await trial.api('PATCH', '/crm/v3/properties/contacts/size', patch)).status, 200);
    assert.equal((await trial.api('PATCH', `${contacts}/101`, { properties: { size: 'xl' } })).status, 200);
    assert.equal((await trial.api('DELETE', '/crm/v3/properties/contacts/size')).status, 204);
    assert.equal((await trial.api('PATCH', `${contacts}/101`, { properties: { size: 's' } })).status, 400);
    assert.equal((await trial.api('DELETE', '/crm/v3/properties/contacts/email')).status, 400);
  });

  test('a property needs a group, fitting types and distinct options', async () => {
    const trial = startTrial();
    for (const wrong of [
      { groupName: 'nosuch' },
      { fieldType: 'date' },
      { name: 'Größe' },
      { options: [options[0]!, options[0]!] },
    ]) {
      const answer = await trial.api('POST', '/crm/v3/properties/contacts', {
        ...property,
        options,
        ...wrong,
      });
      assert.equal(answer.status, 400, JSON.stringify(wrong));
    }
  });

  test('a stage in use is not deleted, and the answer says which deals are in it', async () => {
    const trial = startTrial();
    const path = '/crm/v3/pipelines/deals/default/stages';
    const refused = await trial.api('DELETE', `${path}/contractsent`);
    assert.equal(at(refused.body, 'subCategory'), 'PipelineError.STAGE_ID_IN_USE');
    assert.ok((at(refused.body, 'context.objectIds') as string[]).length > 0);
    const stage = { label: 'Legal', displayOrder: 8, metadata: { probability: '0.5' } };
    const made = await trial.api('POST', path, stage);
    assert.equal((await trial.api('DELETE', `${path}/${textAt(made.body, 'id')}`)).status, 204);
    assert.equal((await trial.api('POST', path, { ...stage, metadata: {} })).status, 400);
  });

  test('a deal in a won stage is closed, and its stage brings its pipeline', async () => {
    const trial = startTrial();
    const properties = { dealstage: 'renewal_won' };
    const answer = await trial.api('PATCH', '/crm/v3/objects/deals/101', { properties });
    assert.equal(at(answer.body, 'properties.pipeline'), 'renewals');
    assert.equal(at(answer.body, 'properties.hs_is_closed_won'), 'true');
  });

  test('a labelled link has the plain one too, and a second primary company takes the first one’s place', async () => {
    const trial = startTrial();
    const labels = '/crm/v4/associations/contacts/companies/labels';
    const label = await trial.api('POST', labels, {
      label: 'Signer',
      name: 'signer',
      inverseLabel: 'Signs for',
    });
    const associationTypeId = at(label.body, 'results.0.typeId') as number;
    const types = [{ associationCategory: 'USER_DEFINED', associationTypeId }];
    const to = (id: number) => `/crm/v4/objects/contacts/101/associations/companies/${id}`;
    assert.deepEqual(at((await trial.api('PUT', to(120), types)).body, 'labels'), ['Signer']);
    await trial.api('PUT', to(121), [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 1 }]);
    const page = await trial.api('GET', '/crm/associations/v4/contacts/companies/labels');
    assert.equal((at(page.body, 'results') as unknown[]).length, 3);
    const links = await trial.api('GET', '/crm/v4/objects/contacts/101/associations/companies');
    const kinds = (at(links.body, 'results') as { associationTypes: { typeId: number }[] }[]).map((one) =>
      one.associationTypes.map(({ typeId }) => typeId).sort((a, b) => a - b),
    );
    assert.deepEqual(kinds, [[279], [279, associationTypeId], [1, 279]]);
    const back = await trial.api('GET', '/crm/v4/objects/companies/120/associations/contacts?limit=1');
    assert.ok(JSON.stringify(back.body).includes('Signs for'));
  });
});

describe('forms, lists and timelines', () => {
  const { demo } = DEMO_HUBSPOT_FORMS;
  const submit = `/submissions/v3/integration/submit/4001001/${demo}`;
  const field = (name: string, value: string) => ({ objectTypeId: '0-1', name, value });

  test('a submission makes or changes the contact, and is read newest first', async () => {
    const trial = startTrial();
    for (const city of ['Falun', 'Visby']) {
      const fields = [field('email', 'form@example.com'), field('firstname', 'Saga'), field('city', city)];
      const answer = await trial.call('POST', submit, {
        fields,
        context: { pageName: 'Home', pageUri: 'https://x.example' },
      });
      assert.equal(answer.status, 200, answer.text);
      await trial.clock.advance(1000);
    }
    const read = await trial.api(
      'GET',
      `${contacts}/form@example.com?idProperty=email&properties=city,num_conversion_events`,
    );
    assert.deepEqual(
      [at(read.body, 'properties.city'), at(read.body, 'properties.num_conversion_events')],
      ['Visby', '2'],
    );
    const list = await trial.api('GET', `/form-integrations/v1/submissions/forms/${demo}?limit=1`);
    assert.ok(JSON.stringify(at(list.body, 'results.0')).includes('Visby'));
    assert.equal(at(list.body, 'paging.next.after'), '1');
  });

  test('a submission lacks a required field, or comes to a form nobody made', async () => {
    const trial = startTrial();
    const refused = await trial.call('POST', submit, { fields: [field('email', 'x@example.com')] });
    assert.equal(at(refused.body, 'errors.0.errorType'), 'REQUIRED_FIELD');
    const unknown = await trial.call('POST', submit.replace(demo, 'nosuch'), { fields: [] });
    assert.equal(unknown.status, 404);
    const secure = submit.replace('integration/', 'integration/secure/');
    assert.equal((await trial.call('POST', secure, { fields: [] })).status, 401);
  });

  test('members join and leave a list, and each is on the ledger', async () => {
    const trial = startTrial();
    const list = await trial.api('POST', '/crm/v3/lists', {
      name: 'New',
      objectTypeId: '0-1',
      processingType: 'MANUAL',
    });
    const path = `/crm/v3/lists/${textAt(list.body, 'list.listId')}/memberships`;
    const before = trial.ledger('list.member_added').length;
    await trial.api('PUT', `${path}/add`, ['101', '102', '102']);
    await trial.api('PUT', `${path}/remove`, ['101']);
    const members = await trial.api('GET', path);
    assert.deepEqual(
      (at(members.body, 'results') as { recordId: string }[]).map((one) => one.recordId),
      ['102'],
    );
    assert.equal(trial.ledger('list.member_added').length - before, 2);
  });

  test('a timeline event needs an OAuth token and a known token name, and its id is taken once', async () => {
    const trial = startTrial();
    const path = `/crm/v3/timeline/${DEMO_HUBSPOT_APP_ID}/event-templates?hapikey=${DEMO_HUBSPOT_DEVELOPER_KEY}`;
    const tokens = [{ name: 'what', label: 'What', type: 'string', objectPropertyName: 'city' }];
    const template = await trial.call('POST', path, {
      name: 'Signed',
      objectType: 'contacts',
      headerTemplate: '{{what}}',
      tokens,
    });
    const event = {
      eventTemplateId: textAt(template.body, 'id'),
      id: 'e-1',
      email: 'new@example.com',
      tokens: { what: 'Lund' },
    };
    const send = async (body: object, token?: string) =>
      (await trial.api('POST', '/integrators/timeline/v3/events', body as never, token)).status;
    const token = await trial.accessToken();
    assert.equal(await send(event), 401);
    assert.equal(await send({ ...event, tokens: { other: '1' } }, token), 400);
    assert.equal(await send(event, token), 201);
    assert.equal(await send(event, token), 409);
    const contact = await trial.api('GET', `${contacts}/new@example.com?idProperty=email&properties=city`);
    assert.equal(at(contact.body, 'properties.city'), 'Lund');
  });
});
