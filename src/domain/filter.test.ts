import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Condition } from './filter.ts';
import { judge } from './filter.ts';

const data = {
  document: { filename: 'Prestação de Serviços.pdf', size: 12, at: '2026-03-10T14:05:00Z' },
  tags: ['Vip', 'b'],
  blank: '',
};

const table: [condition: Condition, passes: boolean][] = [
  [{ path: 'document.filename', operator: 'contains', value: 'PRESTACAO' }, true],
  [{ path: 'document.filename', operator: 'equals', value: 'prestação de serviços.PDF' }, true],
  [{ path: 'document.filename', operator: 'starts_with', value: 'servicos' }, false],
  [{ path: 'document.filename', operator: 'ends_with', value: '.pdf' }, true],
  [{ path: 'document.filename', operator: 'not_contains', value: 'nda' }, true],
  [{ path: 'document.size', operator: 'greater_than', value: 9 }, true],
  [{ path: 'document.size', operator: 'less_than', value: '9' }, false],
  [{ path: 'document.at', operator: 'greater_than', value: '2026-03-10T11:04:00-03:00' }, true],
  [{ path: 'document.missing', operator: 'greater_than', value: 0 }, false],
  [{ path: 'document.missing', operator: 'not_equals', value: 'x' }, true],
  [{ path: 'document.missing', operator: 'is_unknown' }, true],
  [{ path: 'blank', operator: 'is_known' }, false],
  [{ path: 'tags', operator: 'contains', value: 'vip' }, true],
  [{ path: 'document.size', operator: 'is_any_of', value: [11, 12] }, true],
];

for (const [condition, passes] of table) {
  test(`${condition.path} ${condition.operator} ${JSON.stringify(condition.value)} is ${passes}`, () => {
    assert.equal(judge({ match: 'all', conditions: [condition] }, data).passed, passes);
  });
}

test('groups nest, and the verdict names the condition that decided', () => {
  const no: Condition = { path: 'document.size', operator: 'equals', value: 1 };
  const yes: Condition = { path: 'document.size', operator: 'equals', value: 12 };
  assert.deepEqual(judge({ match: 'all', conditions: [yes, no] }, data), { passed: false, decidedBy: no });
  assert.equal(
    judge({ match: 'any', conditions: [no, { match: 'all', conditions: [yes] }] }, data).passed,
    true,
  );
  assert.equal(judge(null, data).passed, true);
  assert.equal(judge({ match: 'any', conditions: [] }, data).passed, true);
});
