import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { createSecretBox, keyFrom, secretBoxOf } from './crypto.ts';

const row = ['credentials', 'workspace', 'connection'];
const first = { id: 'first', key: randomBytes(32) };
const second = { id: 'second', key: randomBytes(32) };

test('what was sealed opens for the same row, whatever it is', () => {
  const box = createSecretBox({ keys: [first] });
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.array(fc.string()), (plain, identity) => {
      const sealed = box.seal(plain, identity);
      assert.equal(box.open(sealed, identity), plain);
      assert.ok(plain.length < 6 || !sealed.includes(plain));
    }),
  );
});

test('sealing the same text twice gives different bytes', () => {
  const box = createSecretBox({ keys: [first] });
  assert.notDeepEqual(box.seal('text', row), box.seal('text', row));
});

test('a value moved to another row or table does not open', () => {
  const box = createSecretBox({ keys: [first] });
  const sealed = box.seal('token', row);
  for (const other of [
    ['credentials', 'workspace', 'other'],
    ['endpoints', ...row.slice(1)],
    row.slice(0, 2),
    [],
  ]) {
    assert.throws(() => box.open(sealed, other), { name: 'AppError', code: 'internal' }, other.join());
  }
  assert.throws(() => box.open(box.seal('x', ['a', 'bc']), ['ab', 'c']), { name: 'AppError' });
});

test('no bit of a sealed value can be changed unnoticed', () => {
  const box = createSecretBox({ keys: [first, { id: 'firsu', key: first.key }] });
  const sealed = box.seal('token', row);
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const changed = Buffer.from(sealed);
    changed[bit >> 3]! ^= 1 << (bit & 7);
    assert.throws(() => box.open(changed, row), { name: 'AppError' }, `bit ${bit}`);
  }
  for (let length = 0; length < sealed.length; length++) {
    assert.throws(() => box.open(sealed.subarray(0, length), row), { name: 'AppError' });
  }
});

test('a new key seals while the old one still opens, and without it nothing does', () => {
  const sealed = createSecretBox({ keys: [first] }).seal('token', row);
  const rotating = createSecretBox({ keys: [second, first] });
  assert.equal(rotating.open(sealed, row), 'token');
  assert.deepEqual([rotating.isCurrent(sealed), rotating.isCurrent(rotating.seal('x', row))], [false, true]);
  assert.throws(() => createSecretBox({ keys: [second] }).open(sealed, row), /COUNTERSIGN_SECRET/);
});

test('a secret gives the same key everywhere and short ones are refused', () => {
  const secret = 'a long enough secret, at least 32';
  assert.deepEqual(keyFrom(secret), keyFrom(secret));
  assert.notEqual(keyFrom(secret).id, keyFrom(`${secret}!`).id);
  assert.equal(keyFrom(secret).key.length, 32);
  assert.throws(() => keyFrom('short'), { name: 'AppError', code: 'invalid' });
});

test('two secrets with a comma rotate; a comma inside one long secret separates nothing', () => {
  const [fresh, old] = ['n'.repeat(40), 'o'.repeat(40)];
  const sealed = secretBoxOf(old).seal('token', row);
  assert.equal(secretBoxOf(`${fresh}, ${old}`).open(sealed, row), 'token');
  assert.throws(() => secretBoxOf(fresh).open(sealed, row), { name: 'AppError' });
  const odd = `${'x'.repeat(40)},short`;
  assert.equal(secretBoxOf(odd).open(secretBoxOf(odd).seal('token', row), row), 'token');
});
