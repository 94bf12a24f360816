import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Filter } from '../../../src/api/contract-records.ts';
import { isWhole, operatorsOf, readFilters, writeFilters } from './filters.ts';

test('filters come back from an address as they were written', () => {
  const filters: Filter[] = [
    { property: 'city', operator: 'EQ', value: 'Oslo; a:b, c\\d' },
    { property: 'amount', operator: 'BETWEEN', value: '1', highValue: '20' },
    { property: 'stage', operator: 'IN', values: ['won', 'lo,st'] },
    { property: 'email', operator: 'HAS_PROPERTY' },
  ];
  assert.deepEqual(readFilters(writeFilters(filters)), filters);
});

test('an address that holds no filter gives none', () => {
  assert.deepEqual(readFilters(''), []);
  assert.deepEqual(readFilters('city;city:LIKE:x;:EQ:x'), []);
});

test('a time keeps its colons when somebody wrote them plainly escaped', () => {
  assert.equal(
    writeFilters(readFilters('at:GTE:2026-11-22T10\\:00\\:00Z')),
    'at:GTE:2026-11-22T10\\:00\\:00Z',
  );
});

test('a filter is whole when its operator has what it needs', () => {
  assert.ok(isWhole({ property: 'a', operator: 'HAS_PROPERTY' }));
  assert.ok(!isWhole({ property: 'a', operator: 'IN', values: [] }));
  assert.ok(!isWhole({ property: 'a', operator: 'BETWEEN', value: '1' }));
  assert.equal(operatorsOf({ type: 'enumeration' })[0], 'IN');
});
