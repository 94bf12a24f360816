import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { pinned, readFilter } from './rdql.ts';

const term = (field: string, operator: string, values: string[], negated = false) => ({
  kind: 'term',
  field,
  operator,
  values,
  negated,
});

describe('RDQL', () => {
  test('reads terms with their operators, negation, lists and quotes', () => {
    const cases: [string, object][] = [
      ['status:won', term('status', '=', ['won'])],
      ['-status:won', term('status', '=', ['won'], true)],
      ['name:~acme', term('name', '~', ['acme'])],
      ['total_price:>=100', term('total_price', '>=', ['100'])],
      ['status:(won, lost)', term('status', '=', ['won', 'lost'])],
      ['name:"Contrato ACME, \\"novo\\""', term('name', '=', ['Contrato ACME, "novo"'])],
      ['@chave-clicksign:a61014fe-9', term('@chave-clicksign', '=', ['a61014fe-9'])],
      ['-@ativo:true', term('@ativo', '=', ['true'], true)],
      ['email:maria@acme.com.br', term('email', '=', ['maria@acme.com.br'])],
    ];
    for (const [text, expected] of cases) assert.deepEqual(readFilter(text), expected, text);
  });

  test('terms side by side mean and, which binds closer than or; parentheses group', () => {
    const [a, b, c] = [term('a', '=', ['1']), term('b', '=', ['2']), term('c', '=', ['3'])];
    assert.deepEqual(readFilter('a:1 b:2 or c:3'), {
      kind: 'any',
      parts: [{ kind: 'all', parts: [a, b] }, c],
    });
    assert.deepEqual(readFilter('a:1 and b:2'), { kind: 'all', parts: [a, b] });
    assert.deepEqual(readFilter('(a:1 or b:2) and c:3'), {
      kind: 'all',
      parts: [{ kind: 'any', parts: [a, b] }, c],
    });
  });

  test('what cannot be read is refused', () => {
    const bad = [
      '',
      'status',
      'status:',
      '(a:1',
      'a:1)',
      'a:1 or',
      'a:1 and',
      'a:(1',
      'a:1,b:2',
      'name:"open',
      'or a:1',
    ];
    for (const text of bad) assert.throws(() => readFilter(text), { kind: 'bad_request' }, text);
  });

  test('a value is pinned only where every record must have it', () => {
    assert.equal(pinned(readFilter('@chave:x status:won'), '@chave'), 'x');
    assert.equal(pinned(readFilter('@chave:x'), '@chave'), 'x');
    for (const text of ['@chave:x or status:won', '-@chave:x', '@chave:~x', '@chave:(x,y)', 'status:won']) {
      assert.equal(pinned(readFilter(text), '@chave'), undefined, text);
    }
  });
});
