import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { searchQuery, termsOf } from './terms.ts';

test('a file name is found whole and by each of its words, without case and accents', () => {
  assert.deepEqual(termsOf(['Prestação ACME_2026.pdf']), [
    'prestacao acme_2026.pdf',
    'prestacao',
    'acme',
    '2026',
    'pdf',
  ]);
});

test('an email address is found whole, by its local part and by its domain', () => {
  const terms = termsOf(['Ana Souza <Ana.Souza@acme.com.br>']);
  for (const term of ['ana.souza@acme.com.br', 'ana.souza', 'acme.com.br', 'souza', 'acme']) {
    assert.ok(terms.includes(term), term);
  }
});

test('a telephone or tax number is also found without its punctuation', () => {
  assert.ok(termsOf(['123.456.789-09']).includes('12345678909'));
  assert.ok(termsOf(['+55 (11) 99999-0000']).includes('5511999990000'));
  assert.ok(!termsOf(['Contrato 12-34-56.pdf']).includes('123456'));
});

test('terms are unique, short, on one line, and fit what PostgreSQL can hold', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constant('a\u0000b\nc'),
    fc.constant('x'.repeat(5_000)),
  );
  fc.assert(
    fc.property(fc.array(text), (values) => {
      const terms = termsOf(values);
      assert.equal(new Set(terms).size, terms.length);
      for (const term of terms) {
        assert.ok(term !== '' && [...term].length <= 200 && !/[\n\u0000]/.test(term), JSON.stringify(term));
      }
    }),
    { numRuns: 50 },
  );
});

test('every typed word must be there, and the beginning of a word is enough', () => {
  assert.equal(searchQuery('Contrato acm'), `'contrato':* & 'acm':*`);
  assert.equal(searchQuery('Contrato_ACME.pdf'), `'contrato':* & 'acme':* & 'pdf':*`);
});

test('an email address, begun or whole, is looked up as one term', () => {
  assert.equal(searchQuery('ana.souza@ac'), `'ana.souza@ac':*`);
  assert.equal(searchQuery('@acme.com.br'), `'acme.com.br':*`);
});

test('a number with punctuation finds the number and the words', () => {
  assert.equal(searchQuery('123.456.789-09'), `('12345678909':* | '123':* & '456':* & '789':* & '09':*)`);
});

test('text in double quotes is the beginning of a whole value, quoted safely', () => {
  assert.equal(searchQuery(`"Joana d'Arc \\ x`), `'joana d''arc \\\\ x':*`);
});

test('nothing but punctuation asks for nothing', () => {
  assert.equal(searchQuery(' -- "" ?! '), null);
});

test('of very many values only so many terms are kept as one row can hold', () => {
  const values = Array.from({ length: 500 }, (_, index) => `contract ${index} of ${index + 500}`);
  assert.equal(termsOf(values).length, 1_000);
});
