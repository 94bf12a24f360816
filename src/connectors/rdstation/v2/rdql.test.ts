import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allOf, matchFilter, textFilter } from './rdql.ts';

test('a text is asked for as a whole', () => {
  assert.equal(textFilter('name', 'Contrato (ACME), v2'), 'name:"Contrato (ACME), v2"');
});
test('a text with quotes is matched by its longest piece', () => {
  assert.equal(textFilter('name', 'O "novo" contrato'), 'name:~"contrato"');
  assert.equal(textFilter('name', '""'), null);
});
test('a match ignores case and is written as one', () => {
  assert.equal(matchFilter('email', 'a@x.br'), 'email:~"a@x.br"');
});
test('conditions are joined, missing ones left out', () => {
  assert.equal(allOf('a:1', null, undefined, '', 'b:2'), 'a:1 and b:2');
  assert.equal(allOf(null), undefined);
});
