import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readFilters } from './filter.ts';
import { fits } from './fits.ts';
import type { Filter } from './filter.ts';
import { mayMove } from './lifecycle.ts';
import { property } from './property.ts';
import type { Property } from './property.ts';
import { sortKey } from './sort-key.ts';
import { checkValues, missingValues, sentenceOf } from './validate.ts';
import { longestText, normalise } from './value.ts';
import type { GivenValue } from './value.ts';
import { crm } from '../../connectors/crm/manifest.ts';

const options = ['red', 'green', 'blue'].map((value) => ({ value, label: value.toUpperCase() }));
const of = (given: Partial<Property>) => property({ name: 'p', label: 'P', ...given });
const kept = (given: Partial<Property>, value: GivenValue, current: string | null = null) => {
  const normal = normalise(of(given), value, current);
  return 'value' in normal ? normal.value : normal.fault.code;
};

describe('a value', () => {
  const tries: [Partial<Property>, GivenValue, string | null][] = [
    [{}, '', null],
    [{}, null, null],
    [{}, 'Ærlig 🌻 مريم', 'Ærlig 🌻 مريم'],
    [{}, 'a\u0000b', 'ab'],
    [{}, 'x'.repeat(longestText + 1), 'too_long'],
    [{ type: 'number' }, ' 01250.50 ', '1250.5'],
    [{ type: 'number' }, '-0', '0'],
    [{ type: 'number' }, '.5', '0.5'],
    [{ type: 'number' }, 1e3, '1000'],
    [{ type: 'number' }, '12345678901234567890.123', '12345678901234567890.123'],
    [{ type: 'number' }, '1,5', 'wrong_type'],
    [{ type: 'number' }, 'NaN', 'wrong_type'],
    [{ type: 'date' }, '2026-02-28', '2026-02-28'],
    [{ type: 'date' }, '2026-02-30', 'wrong_type'],
    [{ type: 'date' }, 1_767_225_600_000, '2026-01-01'],
    [{ type: 'date' }, '1767225600001', 'wrong_type'],
    [{ type: 'date' }, '28.02.2026', 'wrong_type'],
    [{ type: 'datetime' }, '2026-02-28T12:00:00+01:00', '2026-02-28T11:00:00.000Z'],
    [{ type: 'datetime' }, '2026-02-28 12:00', '2026-02-28T12:00:00.000Z'],
    [{ type: 'datetime' }, 'soon', 'wrong_type'],
    [{ type: 'bool' }, true, 'true'],
    [{ type: 'bool' }, 'FALSE', 'false'],
    [{ type: 'bool' }, 'yes', 'wrong_type'],
    [{ type: 'enumeration', options }, 'red', 'red'],
    [{ type: 'enumeration', options }, 'RED', 'not_an_option'],
    [{ type: 'enumeration', fieldType: 'checkbox', options }, 'blue;red;', 'red;blue'],
    [{ type: 'enumeration', fieldType: 'checkbox', options }, 'red;pink', 'not_an_option'],
    [{ format: 'email' }, ' Ana@ACME.example ', 'ana@acme.example'],
    [{ format: 'email' }, 'ana@acme', 'invalid_email'],
    [{ format: 'domain' }, 'https://www.Acme.example/about?x', 'acme.example'],
    [{ type: 'phone_number', fieldType: 'phonenumber' }, ' +47 912 34 567', '+47 912 34 567'],
  ];
  for (const [given, value, wanted] of tries) {
    const shown = String(value).slice(0, 30);
    test(`${given.type ?? given.format ?? 'string'} "${shown}" is kept as ${String(wanted).slice(0, 30)}`, () => {
      assert.equal(kept(given, value), wanted);
    });
  }

  test('several options that begin with a semicolon are added', () => {
    const several = { type: 'enumeration', fieldType: 'checkbox', options } as const;
    assert.equal(kept(several, ';green', 'blue'), 'green;blue');
  });

  test('keeps its size as a text to sort by', () => {
    const numbers = [
      '-1e30',
      '-20',
      '-3',
      '-0.5',
      '-0.05',
      '0',
      '0.05',
      '0.5',
      '3',
      '20',
      '100',
      '1250.5',
      '1e30',
    ];
    const keys = numbers.map((value) => sortKey({ type: 'number' }, kept({ type: 'number' }, value)!));
    assert.deepEqual(keys.toSorted(), keys);
  });
});

describe('a write', () => {
  const properties = new Map(crm.objects!.schema.properties['contact']!.map((one) => [one.name, one]));
  const contact = crm.objects!.schema.objects[0]!;

  test('names each property at fault and says what to do', () => {
    const { wanted, faults } = checkValues(properties, { emial: 'x', createdate: '1', firstname: 'Ana' });
    assert.deepEqual(wanted, { firstname: 'Ana' });
    assert.deepEqual(
      faults.map(({ path, code }) => [path, code]),
      [
        ['properties.emial', 'unknown_property'],
        ['properties.createdate', 'read_only'],
      ],
    );
    assert.match(
      sentenceOf(faults),
      /"emial" does not exist; did you mean "email"\?.*1 more.*Nothing was written/,
    );
  });

  test('needs one of an email and the names', () => {
    assert.equal(missingValues(contact, { jobtitle: 'Head' })[0]?.code, 'required');
    assert.deepEqual(missingValues(contact, { lastname: 'Berg' }), []);
  });

  test('moves a lifecycle stage forward only', () => {
    const stage = properties.get('lifecyclestage')!;
    assert.ok(
      mayMove(stage, null, 'lead') && mayMove(stage, 'lead', 'customer') && mayMove(stage, 'customer', null),
    );
    assert.ok(!mayMove(stage, 'customer', 'lead'));
    assert.ok(mayMove(stage, '51439524', 'lead'));
  });
});

describe('filters without a database', () => {
  const properties = new Map([
    ['city', of({ name: 'city' })],
    ['sum', of({ name: 'sum', type: 'number' })],
    ['colours', of({ name: 'colours', type: 'enumeration', fieldType: 'checkbox', options })],
  ]);
  const holds = (filter: Filter, values: Record<string, string>) => {
    const { groups, faults } = readFilters(properties, ['company'], [{ filters: [filter] }]);
    assert.deepEqual(faults, []);
    return fits(groups, { values, associated: () => ['42'] });
  };
  const tries: [Filter, Record<string, string>, boolean][] = [
    [{ property: 'city', operator: 'EQ', value: 'OSLO' }, { city: 'Oslo' }, true],
    [{ property: 'city', operator: 'NEQ', value: 'Oslo' }, {}, true],
    [{ property: 'city', operator: 'CONTAINS_TOKEN', value: 'são' }, { city: 'São Paulo' }, true],
    [{ property: 'city', operator: 'CONTAINS_TOKEN', value: 'pau' }, { city: 'São Paulo' }, false],
    [{ property: 'city', operator: 'CONTAINS_TOKEN', value: 'pau*' }, { city: 'São Paulo' }, true],
    [{ property: 'city', operator: 'CONTAINS_TOKEN', value: '(+' }, { city: 'São Paulo' }, false],
    [{ property: 'sum', operator: 'GT', value: '9' }, { sum: '10' }, true],
    [{ property: 'sum', operator: 'BETWEEN', value: '9', highValue: '11' }, { sum: '10' }, true],
    [{ property: 'colours', operator: 'IN', values: ['red'] }, { colours: 'red;blue' }, true],
    [{ property: 'colours', operator: 'EQ', value: 'red' }, { colours: 'red;blue' }, false],
    [{ property: 'associations.company', operator: 'EQ', value: '42' }, {}, true],
    [{ property: 'associations.company', operator: 'NOT_HAS_PROPERTY' }, {}, false],
  ];
  for (const [filter, values, wanted] of tries) {
    test(`${filter.property} ${filter.operator} ${filter.value ?? String(filter.values ?? '')} is ${wanted} for ${JSON.stringify(values)}`, () => {
      assert.equal(holds(filter, values), wanted);
    });
  }

  test('too many are refused', () => {
    const filter: Filter = { property: 'city', operator: 'HAS_PROPERTY' };
    const { faults } = readFilters(
      properties,
      [],
      Array.from({ length: 6 }, () => ({ filters: [filter] })),
    );
    assert.equal(faults[0]?.code, 'too_big');
  });
});
