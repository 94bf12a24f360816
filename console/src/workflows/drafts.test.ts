import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { WorkflowSummary } from '../../../src/api/contract.ts';
import { differencesOf } from './differences.ts';
import { changeAction, changeTrigger, emptyDefinition } from './guide.ts';
import { beginWith } from './local-draft.ts';
import { tagColor } from './tag-color.ts';
import { narrowed } from './workflow-list.ts';

const draft = { name: 'A', definition: emptyDefinition() };
const typed = { ...draft, name: 'Typed', at: 1 };

describe('what the editor opens with', () => {
  const stored = { draft, revision: 3 };
  test('without anything in this browser, or the same, what is stored', () => {
    assert.equal(beginWith(null, stored).kind, 'stored');
    assert.equal(beginWith({ ...draft, revision: 2, at: 1 }, stored).kind, 'stored');
  });
  test('what was typed upon the stored revision goes on', () => {
    assert.equal(beginWith({ ...typed, revision: 3 }, stored).kind, 'restored');
  });
  test('what was typed before somebody else saved is a question', () => {
    assert.equal(beginWith({ ...typed, revision: 2 }, stored).kind, 'conflict');
  });
});

describe('where two drafts differ', () => {
  const base = emptyDefinition();
  const step = {
    ...{ kind: 'action' as const, connector: 'crm', connectionId: 'c', key: 'deal.upsert', version: 1 },
    ...{ input: { title: 'T', stage: 's' } as Record<string, string>, orderBy: null, next: null },
  };
  const definition = { ...base, steps: { [base.start]: step } };
  test('each place is named, with what it was and is', () => {
    const changed = changeAction(changeTrigger(definition, { settings: { folder: '/A' } }), {
      input: { title: 'U', stage: 's' },
    });
    assert.deepEqual(differencesOf({ name: 'A', definition }, { name: 'A', definition: changed }), [
      { way: ['steps', base.start, 'input', 'title'], before: 'T', after: 'U' },
      { way: ['trigger', 'settings', 'folder'], before: null, after: '/A' },
    ]);
  });
  test('an emptied value and one that was never there are the same', () => {
    const emptied = changeTrigger(definition, { settings: { folder: '' } });
    assert.deepEqual(differencesOf({ name: 'A', definition }, { name: 'A', definition: emptied }), []);
  });
});

describe('finding workflows', () => {
  const one = (name: string, more: Partial<WorkflowSummary> = {}) =>
    ({ name, status: 'published', tags: [], attention: 0, ...more }) as unknown as WorkflowSummary;
  const list = [
    one('Prestação de serviços', { tags: ['Vendas'] }),
    one('Aditivo', { status: 'paused', attention: 2 }),
  ];
  const names = (filter: Partial<Parameters<typeof narrowed>[1]>) =>
    narrowed(list, { q: '', status: '', tag: '', ...filter }, () => 'Clicksign to RD').map(
      ({ name }) => name,
    );
  test('words are found in the name, the tags and what it does, without accents', () => {
    assert.deepEqual(names({ q: 'prestacao VENDAS clicksign' }), ['Prestação de serviços']);
    assert.deepEqual(names({ q: 'clicksign' }).length, 2);
    assert.deepEqual(names({ q: 'nowhere' }), []);
  });
  test('status, tag and what needs somebody narrow it down', () => {
    assert.deepEqual(names({ status: 'paused' }), ['Aditivo']);
    assert.deepEqual(names({ status: 'attention' }), ['Aditivo']);
    assert.deepEqual(names({ tag: 'Vendas' }), ['Prestação de serviços']);
  });
  test('a tag has one colour, whatever its case', () => {
    assert.equal(tagColor('Vendas'), tagColor('vendas'));
  });
});
