import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Attempt, Call, Run, RunStep } from '../../../src/api/contract.ts';
import { curlOf } from './curl.ts';
import { firstSelection, timelineOf } from './timeline.ts';
import { knownValues, valueAt } from './values.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 21, 14, 0, seconds)).toISOString();
const attempt = (n: number, start: number, ms: number, more: Partial<Attempt> = {}): Attempt => ({
  n,
  status: 'succeeded',
  trigger: 'scheduled',
  startedAt: at(start),
  ms,
  nextAt: null,
  error: null,
  notes: [],
  touched: [],
  calls: [],
  ...more,
});
const step = (status: RunStep['status'], attempts: Attempt[]): RunStep => ({
  id: 's',
  connector: 'rdstation',
  action: 'deal.upsert',
  connection: null,
  status,
  input: null,
  output: null,
  attempts,
});
const run = (steps: RunStep[]) =>
  ({ event: { receivedAt: at(0) }, steps, actions: [] as Run['actions'] }) as Run;

test('a timeline shows the event, the step, its attempts and the wait between them', () => {
  const lines = timelineOf(
    run([step('succeeded', [attempt(1, 0, 500, { status: 'failed' }), attempt(2, 49, 1000)])]),
    0,
  );
  assert.deepEqual(
    lines.map((line) => line.kind),
    ['event', 'step', 'attempt', 'wait', 'attempt'],
  );
});

test('bars are to the scale of the whole run', () => {
  const lines = timelineOf(run([step('succeeded', [attempt(1, 0, 5000), attempt(2, 10, 10_000)])]), 0);
  const bars = lines.flatMap((line) => ('bar' in line && line.bar ? [line.bar] : []));
  assert.deepEqual(bars, [
    { left: 0, width: 25 },
    { left: 25, width: 25 },
    { left: 50, width: 50 },
  ]);
});

test('a step that waits ends with its next attempt', () => {
  const lines = timelineOf(
    run([step('waiting', [attempt(1, 0, 100, { status: 'failed', nextAt: at(60) })])]),
    0,
  );
  assert.deepEqual(lines.at(-1), { kind: 'next', key: 's/next', at: Date.parse(at(60)) });
});

test('the failed attempt is shown first, the step when all went well', () => {
  assert.equal(firstSelection(run([step('failed', [attempt(1, 0, 1), attempt(2, 1, 1)])])), 's/2');
  assert.equal(firstSelection(run([step('succeeded', [attempt(1, 0, 1)])])), 's');
  assert.equal(firstSelection(run([step('pending', [])])), 'event');
});

const call: Call = {
  method: 'POST',
  url: 'https://crm.example/deals?token=***&page=1',
  startedAt: at(0),
  ms: 1,
  requestHeaders: { Authorization: 'Bearer ***', 'content-type': 'application/json', 'content-length': '9' },
  requestBody: { text: `{"a":"it's"}`, bytes: 12, cut: false },
  status: 200,
  responseHeaders: {},
  responseBody: null,
  error: null,
};

test('a curl command has placeholders for secrets and survives quotes', () => {
  assert.equal(
    curlOf(call),
    [
      `curl -X POST 'https://crm.example/deals?token=TOKEN&page=1'`,
      `-H "Authorization: $AUTHORIZATION"`,
      `-H 'content-type: application/json'`,
      `--data-raw '{"a":"it'\\''s"}'`,
    ].join(' \\\n  '),
  );
});

test('known values are those that are there and fit on a line', () => {
  const data = { document: { filename: 'a.pdf', tags: ['x'] }, signers: [{ email: 'm@acme.br' }] };
  assert.equal(valueAt(data, 'signers.0.email'), 'm@acme.br');
  assert.equal(valueAt(data, 'document.__proto__'), undefined);
  const output = ['document.filename', 'document.tags', 'document.gone'].map((path) => ({
    path,
    type: 'text' as const,
    sample: '',
  }));
  assert.deepEqual(knownValues(data, output), [{ path: 'document.filename', type: 'text', value: 'a.pdf' }]);
});

test('what people did stands before the first attempt that came after it, or at the end', () => {
  const by = { kind: 'person' as const, name: 'Ana' };
  const actions: Run['actions'] = [
    { at: at(5), action: 'retry', params: {}, by },
    { at: at(30), action: 'cancel', params: {}, by },
  ];
  const attempts = [attempt(1, 0, 400, { status: 'failed' }), attempt(2, 5, 900)];
  const lines = timelineOf({ ...run([step('succeeded', attempts)]), actions }, Date.parse(at(60)));
  assert.deepEqual(
    lines.map((line) => line.key),
    ['event', 's', 's/1', 's/wait/2', 'action/0', 's/2', 'action/1'],
  );
});
