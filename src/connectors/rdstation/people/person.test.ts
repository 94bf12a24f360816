import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newContactFields, peopleOf, seek } from './person.ts';

const people = (
  emails: string | string[] | null,
  names: string | string[] | null = null,
  phones: string | null = null,
) => peopleOf({ emails, names, phones, phoneType: 'mobile' });

describe('the people of an input', () => {
  test('are one for one email, in small letters', () => {
    assert.deepEqual(people(' Maria@ACME.com.br ', 'Silva, Maria', '+5511999998888'), [
      { email: 'maria@acme.com.br', name: 'Silva, Maria', phone: '+5511999998888', phoneType: 'mobile' },
    ]);
  });
  test('are paired with names by place, lists and texts alike', () => {
    const pairs = (found: { email: string; name: string | null }[]) =>
      found.map((one) => [one.email, one.name]);
    const expected = [
      ['a@x.br', 'Ana'],
      ['b@x.br', 'Bruno'],
    ];
    assert.deepEqual(pairs(people('a@x.br; b@x.br', 'Ana; Bruno')), expected);
    assert.deepEqual(pairs(people(['a@x.br', 'b@x.br'], ['Ana', 'Bruno'])), expected);
    assert.deepEqual(pairs(people('a@x.br,,b@x.br', 'Ana;;Bruno')), expected);
  });
  test('are none for a blank email, and one for an email that repeats', () => {
    assert.deepEqual(people(null, 'Maria'), []);
    assert.deepEqual(people(' ; ', 'Maria'), []);
    assert.equal(people('a@x.br;A@x.br').length, 1);
  });
});

test('a new contact without a name RD would take is called by its email', () => {
  const person = { email: 'a@x.br', name: 'Z', phone: null, phoneType: 'mobile' as const };
  assert.deepEqual(newContactFields(person), { name: 'a@x.br', email: 'a@x.br' });
});

test('a person is looked for once, and afresh when asked', async () => {
  let searches = 0;
  const findContactsByEmail = async () => (searches++, []);
  const sought = seek({ findContactsByEmail }, people('a@x.br')[0]!);
  assert.equal(sought.seen(), false);
  await Promise.all([sought.found(), sought.found()]);
  assert.equal(searches, 1);
  await sought.foundNow();
  assert.equal(searches, 2);
});
