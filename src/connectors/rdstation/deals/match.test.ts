import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Deal, DealOutcome } from '../port.ts';
import { candidates, choose, clockToleranceMs, leftBehind } from './match.ts';

const noon = Date.parse('2026-11-20T12:00:00Z');

function deal(id: string, rest: Partial<Deal> = {}): Deal {
  return {
    id,
    title: 'Contrato',
    outcome: 'open',
    pipelineId: 'p',
    stageId: 's',
    ownerId: null,
    sourceId: null,
    campaignId: null,
    organizationId: null,
    rating: null,
    closeOn: null,
    amount: null,
    custom: {},
    contactIds: null,
    contactEmails: null,
    createdAt: noon,
    partial: false,
    ...rest,
  };
}

const deals = (...outcomes: DealOutcome[]): Deal[] =>
  outcomes.map((outcome, index) => deal(`${outcome}${index}`, { outcome }));

const choices: [
  name: string,
  among: Deal[],
  several: 'ask' | 'newest',
  closed: 'new' | 'fail' | 'update',
  expected: string,
][] = [
  ['none of none', [], 'ask', 'fail', 'none'],
  ['the one that is open', deals('won', 'open'), 'ask', 'fail', 'one open1'],
  ['no closed one, when a new one is to be made', deals('won', 'lost'), 'ask', 'new', 'none'],
  ['a refusal for a closed one, when it is to fail', deals('lost'), 'newest', 'fail', 'closed lost0'],
  ['the closed one, when it may be updated', deals('won'), 'ask', 'update', 'one won0'],
  [
    'the open one before closed ones that may be updated',
    deals('won', 'open', 'lost'),
    'ask',
    'update',
    'one open1',
  ],
  ['the newest of several', deals('open', 'open'), 'newest', 'new', 'one open0'],
  ['all of several, for a person', deals('open', 'won', 'open'), 'ask', 'new', 'several open0,open2'],
  ['all of several closed ones, for a person', deals('won', 'won'), 'ask', 'update', 'several won0,won1'],
];

describe('choosing among deals that match gives', () => {
  for (const [name, among, several, closed, expected] of choices) {
    test(name, () => {
      const choice = choose(among, { several, closed });
      const ids =
        'deal' in choice ? choice.deal.id : 'deals' in choice ? choice.deals.map((one) => one.id).join() : '';
      assert.equal(`${choice.kind} ${ids}`.trim(), expected);
    });
  }
});

describe('a deal that an unanswered call left behind', () => {
  const trace = { since: noon, stamp: null, email: 'maria@acme.com.br' };
  const ids = (found: Deal[]): string[] => found.map((one) => one.id);

  test('was made since the call, as far as clocks agree', () => {
    const before = deal('before', { createdAt: noon - clockToleranceMs - 1 });
    const skewed = deal('skewed', { createdAt: noon - clockToleranceMs });
    assert.deepEqual(
      ids(leftBehind([before, skewed, deal('after'), deal('undated', { createdAt: null })], trace)),
      ['skewed', 'after'],
    );
  });
  test('is not one that is linked to somebody else', () => {
    const theirs = deal('theirs', { contactEmails: ['joao@acme.com.br'] });
    const ours = deal('ours', { contactEmails: ['maria@acme.com.br'] });
    assert.deepEqual(ids(leftBehind([theirs, ours, deal('bare', { contactEmails: [] })], trace)), [
      'ours',
      'bare',
    ]);
    assert.deepEqual(ids(leftBehind([ours], { ...trace, email: null })), []);
  });
  test('carries our stamp, when there is one, whoever it is linked to', () => {
    const stamped = deal('stamped', { custom: { f: 'doc-1' }, contactEmails: ['joao@acme.com.br'] });
    const other = deal('other', { custom: { f: 'doc-2' } });
    const stamp = { key: 'f', value: 'doc-1' };
    assert.deepEqual(ids(leftBehind([stamped, other, deal('bare')], { ...trace, stamp })), ['stamped']);
  });
});

test('candidates carry their ids, titles and pages', () => {
  const found = candidates(deals('open'), (one) => `https://rd/${one.id}`);
  assert.deepEqual(found.candidates, [{ id: 'open0', title: 'Contrato', url: 'https://rd/open0' }]);
});
