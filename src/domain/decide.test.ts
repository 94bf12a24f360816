import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PastAttempt } from './decide.ts';
import type { ActionStep, Definition } from './workflow.ts';
import { decide, nextTry } from './decide.ts';

const step = (next: string | null): ActionStep => ({
  kind: 'action',
  connector: 'crm',
  connectionId: null,
  key: 'deal.upsert',
  version: 1,
  input: {},
  orderBy: null,
  next,
});
const definition: Definition = {
  schema: 1,
  trigger: { connector: 'sign', connectionId: 'c', key: 'document.signed', version: 1, settings: {} },
  filters: null,
  start: 'first',
  steps: { first: step('second'), second: step(null) },
};
const attempt = (change: Partial<PastAttempt>): PastAttempt => ({
  step: 'first',
  n: 1,
  status: 'failed',
  startedAt: 0,
  nextAt: null,
  trigger: 'scheduled',
  error: null,
  ...change,
});

test('a new run performs its first step', () => {
  const decision = decide(definition, []);
  assert.deepEqual(
    [decision.do, decision.do === 'perform' && decision.stepId, decision.do === 'perform' && decision.n],
    ['perform', 'first', 1],
  );
});

test('a failed or unknown step is tried again with the next number', () => {
  const decision = decide(definition, [attempt({ n: 1 }), attempt({ n: 2, status: 'unknown' })]);
  assert.ok(decision.do === 'perform' && decision.stepId === 'first' && decision.n === 3);
});

test('a step that succeeded leads to the next one, and the last one to rest', () => {
  const one = decide(definition, [attempt({ status: 'succeeded' })]);
  assert.ok(one.do === 'perform' && one.stepId === 'second' && one.n === 1);
  const both = decide(definition, [
    attempt({ status: 'succeeded' }),
    attempt({ step: 'second', status: 'succeeded' }),
  ]);
  assert.deepEqual(both, { do: 'rest', status: 'completed' });
});

test('a definition that leads back to itself is refused, not run for ever', () => {
  const loop = { ...definition, steps: { first: step('first') } };
  assert.throws(() => decide(loop, [attempt({ status: 'succeeded' })]), /leads back/);
});

const retryable = { retryable: true, retryAfterMs: null };

test('what the vendor refused for good is not tried again', () => {
  assert.equal(
    nextTry(step(null), [], { retryable: false, retryAfterMs: null }, 0, 0, () => 0),
    null,
  );
});

test('retries stop three days after the first try of the round', () => {
  const days = (count: number) => count * 86_400_000;
  const past = [attempt({ startedAt: 0 })];
  assert.notEqual(
    nextTry(step(null), past, retryable, days(2), days(2), () => 0),
    null,
  );
  assert.equal(
    nextTry(step(null), past, retryable, days(3), days(3), () => 0),
    null,
  );
});

test('a try by hand opens a new round: its waits begin at one minute again', () => {
  const days = 86_400_000;
  const past = [attempt({ startedAt: 0 }), attempt({ n: 2, startedAt: 4 * days, trigger: 'manual' })];
  const next = nextTry(step(null), past, retryable, 4 * days + 60_000, 4 * days + 60_000, () => 0);
  assert.equal(next, 4 * days + 60_000 + 120_000);
});
