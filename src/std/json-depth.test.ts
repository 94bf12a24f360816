import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseJson } from './json.ts';

const bytes = (text: string) => Buffer.from(text);
const nested = (levels: number) => `${'{"a":['.repeat(levels / 2)}1${']}'.repeat(levels / 2)}`;

test('JSON nested over 200 deep is none, and up to that it is', () => {
  assert.notEqual(parseJson(bytes(nested(200))), undefined);
  for (const levels of [202, 10_000, 400_000]) assert.equal(parseJson(bytes(nested(levels))), undefined);
  assert.equal(parseJson(bytes('['.repeat(400_000))), undefined);
});

test('brackets within texts are no nesting, however the texts end', () => {
  const texts = ['['.repeat(500), '\\', '\\\\', `"${'{'.repeat(300)}"`, `\\"${'['.repeat(300)}\\\\"`, '"]}'];
  assert.deepEqual(parseJson(bytes(JSON.stringify(texts))), texts);
  const flat = Array.from({ length: 1_000 }, () => [{}]);
  assert.deepEqual(parseJson(bytes(JSON.stringify(flat))), flat);
});

test('what JSON.parse reads, it reads alike', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 8 }), (text) =>
      assert.deepEqual(parseJson(bytes(text)), JSON.parse(text)),
    ),
    { seed: 20_261_122 },
  );
});
