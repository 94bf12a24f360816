import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asksForValue, insertValue, sampleText } from './insertion.ts';
import { doubledTargets, readRows } from './rows.ts';

test('a value goes in at the caret and replaces the selection', () => {
  assert.deepEqual(insertValue('a – b', 4, 5, 'company'), { text: 'a – {{ company }}', caret: 17 });
});

test('braces just typed become part of the value', () => {
  assert.equal(insertValue('Title {{', 8, 8, 'document.filename').text, 'Title {{ document.filename }}');
});

test('two braces ask for a value unless they are closed already', () => {
  assert.equal(asksForValue('x {{', 4), true);
  assert.equal(asksForValue('x {{ }}', 4), false);
  assert.equal(asksForValue('x {', 3), false);
});

test('a sample is one short line', () => {
  assert.equal(sampleText('a\n  b'), 'a b');
  assert.equal(sampleText({ a: 1 }), '{"a":1}');
  assert.equal(sampleText('x'.repeat(80)).length, 60);
});

test('mappings are read as rows or as an object, other parts of a row kept', () => {
  assert.deepEqual(readRows({ 'deal:rating': '{{ n }}' }), [{ target: 'deal:rating', value: '{{ n }}' }]);
  assert.deepEqual(readRows([{ target: 'a', value: 5, overwriteBlank: true }, 'x']), [
    { target: 'a', value: '5', overwriteBlank: true },
  ]);
  assert.deepEqual(
    doubledTargets(readRows([{ target: 'a' }, { target: 'a' }, { target: '' }, { target: '' }])),
    ['a'],
  );
});
