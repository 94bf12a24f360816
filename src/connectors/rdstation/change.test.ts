import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { contactDifference, dealDifference, namesOf, organizationDifference } from './change.ts';
import type { Contact, Deal, Organization } from './port.ts';

const deal = {
  title: 'Contrato',
  stageId: 's1',
  pipelineId: null,
  rating: 3,
  ownerId: null,
  contactIds: ['c1'],
  outcome: 'open',
  custom: { a: 'x', b: ['1', '2'] },
} as unknown as Deal;
const contact = {
  name: 'Maria',
  jobTitle: null,
  emails: ['m@x.br'],
  phones: ['+55'],
  organizationId: 'o1',
  custom: {},
  deals: [{ id: 'd1', outcome: null }],
} as unknown as Contact;

describe('what a deal lacks', () => {
  test('is nothing when it has everything, in whatever order and with blanks for nothing', () => {
    const wanted = {
      title: ' Contrato ',
      stageId: 's1',
      pipelineId: 'p',
      rating: 3,
      contactIds: ['c1'],
      custom: { a: 'x', b: ['2', '1'], c: '' },
    };
    assert.deepEqual(dealDifference(deal, wanted), {});
  });
  test('is only what differs', () => {
    const wanted = {
      title: 'Outro',
      rating: 3,
      ownerId: 'u1',
      outcome: 'won' as const,
      custom: { a: 'x', b: ['1'] },
    };
    assert.deepEqual(dealDifference(deal, wanted), {
      title: 'Outro',
      ownerId: 'u1',
      outcome: 'won',
      custom: { b: ['1'] },
    });
  });
  test('is the whole list of contacts when one is missing', () => {
    assert.deepEqual(dealDifference(deal, { contactIds: ['c1', 'c2'] }), { contactIds: ['c1', 'c2'] });
  });
});

test('a contact keeps its phone and knows its email in any case', () => {
  const phone = { number: '+99', type: 'mobile' as const };
  assert.deepEqual(
    contactDifference(contact, { phone, email: ' M@x.br', jobTitle: '', dealIds: ['d1'] }),
    {},
  );
  const without = { ...contact, phones: [] };
  assert.deepEqual(contactDifference(without, { phone, dealIds: ['d2'] }), { phone, dealIds: ['d2'] });
});

test('an organization lacks what is blank or different', () => {
  const organization = {
    name: 'ACME',
    summary: null,
    url: 'x',
    custom: { cnpj: null },
  } as unknown as Organization;
  assert.deepEqual(organizationDifference(organization, { url: 'x', summary: 's', custom: { cnpj: '' } }), {
    summary: 's',
  });
});

test('differences are told by their names, custom fields by theirs', () => {
  assert.deepEqual(namesOf({ title: 'x', custom: { a: '1', b: '2' } }), ['title', 'custom:a', 'custom:b']);
  assert.deepEqual(namesOf({}), []);
});
