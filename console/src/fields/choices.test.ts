import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asChoices, withChosen } from './choices.ts';
import { foldFields } from './model.ts';

test('options stand under their headings, doubles once', () => {
  const options = [
    { value: 'a', label: 'A' },
    { value: 's1', label: 'Proposta', group: 'Vendas' },
    { value: 's1', label: 'Proposta again', group: 'Vendas' },
  ];
  assert.deepEqual(asChoices(options), [
    { value: 'a', label: 'A' },
    { group: 'Vendas', items: [{ value: 's1', label: 'Proposta' }] },
  ]);
});

test('what was chosen stays to be seen when the account no longer has it', () => {
  const options = withChosen([{ value: 'a', label: 'A' }], ['gone', 'a', ''], (value) => `${value}?`);
  assert.deepEqual(
    options.map((option) => option.label),
    ['gone?', 'A'],
  );
});

test('optional fields nobody filled fold away, one alone does not', () => {
  const fields = ['owner', 'source', 'stage'].map((key) => ({
    key,
    type: 'select' as const,
    required: key === 'stage',
  }));
  assert.deepEqual(
    foldFields(fields, {}, {}).extra.map((field) => field.key),
    ['owner', 'source'],
  );
  assert.deepEqual(foldFields(fields, { owner: 'u1' }, {}).extra, []);
  assert.deepEqual(foldFields(fields, {}, { source: [{ path: 'x', code: 'required' }] }).extra, []);
});
