import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromClock, readEntered, toClock } from './entered.ts';

const read = (type: 'number' | 'string' | 'date', text: string, format: 'email' | null = null) =>
  readEntered({ type, format }, text);

test('a number is read as people write it', () => {
  for (const text of ['1250.5', '1250,5', '1 250,5', '1.250,5', '1,250.5']) {
    assert.deepEqual(read('number', text), { value: '1250.5' }, text);
  }
  assert.deepEqual(read('number', '1.250.000'), { value: '1250000' });
  assert.deepEqual(read('number', 'about 5'), { fault: 'not_a_number' });
});

test('nothing entered is no value, whatever the type', () => {
  assert.deepEqual(read('number', '  '), { value: null });
  assert.deepEqual(read('string', '', 'email'), { value: null });
});

test('an address without a dot behind its @ is refused', () => {
  assert.deepEqual(read('string', 'ana@acme', 'email'), { fault: 'invalid_email' });
  assert.deepEqual(read('string', ' ana@acme.example ', 'email'), { value: ' ana@acme.example ' });
});

test('a clock of a zone and the moment it shows are told apart', () => {
  assert.equal(toClock('2026-07-01T10:00:00.000Z', 'Europe/Oslo'), '2026-07-01T12:00');
  assert.equal(fromClock('2026-07-01T12:00', 'Europe/Oslo'), '2026-07-01T10:00:00.000Z');
  assert.equal(fromClock('2026-01-01T12:00', 'America/Sao_Paulo'), '2026-01-01T15:00:00.000Z');
  assert.equal(fromClock('', 'UTC'), '');
});
