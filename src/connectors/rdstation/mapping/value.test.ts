import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { VendorError } from '#kit/vendor-error.ts';
import type { Json } from '#std/json.ts';
import type { CustomField, CustomValue } from '../port.ts';
import { isBlank, toCustomValue, toDay, toNumber } from './value.ts';

function field(type: CustomField['type'], rest: Partial<CustomField> = {}): CustomField {
  return { id: 'f', key: 'f', label: 'Unidade', type, choices: [], allowsNew: false, ...rest };
}
const units = { choices: ['Florianópolis', 'São Paulo', 'Rio, Centro'] };
const namesTheField = (error: unknown): boolean =>
  error instanceof VendorError && error.kind === 'invalid' && error.message.startsWith('Field "Unidade":');

const values: [name: string, field: CustomField, given: Json, taken: CustomValue][] = [
  ['text', field('text'), ' abc ', 'abc'],
  ['a number in a text field', field('text'), 12.5, '12.5'],
  ['a list in a text field', field('text'), ['a', 'b'], 'a, b'],
  ['a blank', field('text'), '', ''],
  ['a blank list of choices', field('multiple_choice', units), '', []],
  ['a choice in other letters', field('option', units), 'são paulo ', 'São Paulo'],
  [
    'a new choice where those are welcome',
    field('option', { ...units, allowsNew: true }),
    'Recife',
    'Recife',
  ],
  [
    'choices set apart by semicolons',
    field('multiple_choice', units),
    'Rio, Centro; São Paulo',
    ['Rio, Centro', 'São Paulo'],
  ],
  [
    'choices set apart by commas',
    field('multiple_choice', units),
    'florianópolis, São Paulo',
    ['Florianópolis', 'São Paulo'],
  ],
  ['one choice with a comma in it', field('multiple_choice', units), 'Rio, Centro', ['Rio, Centro']],
  ['a list of choices', field('multiple_choice', units), ['São Paulo', ''], ['São Paulo']],
  ['a day', field('date'), '2026-03-31', '31/03/2026'],
];

describe('a custom field takes', () => {
  for (const [name, of, given, taken] of values) {
    test(name, () => assert.deepEqual(toCustomValue(of, given, 'br'), taken));
  }
  test('days the other way round in API v2', () => {
    assert.equal(toCustomValue(field('date'), '31/03/2026', 'iso'), '2026-03-31');
  });
  test('no choice it does not have, and says which field that was', () => {
    assert.throws(() => toCustomValue(field('option', units), 'Recife', 'br'), namesTheField);
    assert.throws(
      () => toCustomValue(field('multiple_choice', units), 'São Paulo; Recife', 'br'),
      namesTheField,
    );
  });
});

describe('a day', () => {
  const days: [Json, string][] = [
    ['2026-12-01', '2026-12-01'],
    ['1/2/2026', '2026-02-01'],
    ['2026-11-21T02:59:59Z', '2026-11-20'],
    ['2026-11-21T03:00:00Z', '2026-11-21'],
    ['2026-11-20T23:30:00-03:00', '2026-11-20'],
    ['2026-11-20T23:30:00', '2026-11-20'],
  ];
  for (const [given, day] of days) {
    test(`is ${day} for ${JSON.stringify(given)}`, () => assert.equal(toDay(given, 'Unidade'), day));
  }
  for (const given of ['30/02/2026', '2026-13-01', 'amanhã', '20261120', true]) {
    test(`is not ${String(given)}`, () => assert.throws(() => toDay(given, 'Unidade'), namesTheField));
  }
});

describe('a number', () => {
  const numbers: [Json, number][] = [
    [12.5, 12.5],
    ['12000', 12000],
    ['1234.5', 1234.5],
    ['1.234,50', 1234.5],
    ['1,234.50', 1234.5],
    ['R$ 12.000', 12000],
    ['1.234.567', 1234567],
    ['0.125', 0.125],
    ['-3,5', -3.5],
  ];
  for (const [given, number] of numbers) {
    test(`is ${number} for ${JSON.stringify(given)}`, () => assert.equal(toNumber(given, 'Unidade'), number));
  }
  for (const given of ['', 'grátis', '-', '1-2']) {
    test(`is not "${given}"`, () => assert.throws(() => toNumber(given, 'Unidade'), namesTheField));
  }
});

test('blank is null, white text, and a list of such; never zero or false', () => {
  assert.deepEqual([null, undefined, ' ', [], ['', null], 0, false, 'x'].map(isBlank), [
    true,
    true,
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});
