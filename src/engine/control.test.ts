import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Id } from '#std/id.ts';
import { newId } from '#std/id.ts';
import { engineStory } from '../../test/support/engine-story.ts';
import { workflowOf } from '../../test/support/fake-vendor.ts';

const story = engineStory();

test('a failed run tried again by hand adds an attempt to those it had', async () => {
  await story.publish({ key: 'call.make' });
  story.fail(400);
  const run = await story.runTo('failed');
  await story.hub.control.retry(story.hub.workspaceId, run);
  await story.hub.waitForRuns('completed');
  assert.deepEqual(await story.brief(run), ['s1.1 failed', 's1.2 succeeded by hand']);
  assert.deepEqual(await story.attention(), []);
});

test('a waiting run tried again by hand does not wait', async () => {
  await story.publish({ key: 'call.make', firstMs: 3_600_000 });
  story.fail(500);
  const run = await story.runTo('waiting');
  await story.hub.control.retry(story.hub.workspaceId, run);
  await story.hub.waitForRuns('completed');
  assert.deepEqual(await story.brief(run), ['s1.1 failed', 's1.2 succeeded by hand']);
});

test('a try by hand opens a new round, and what follows it by itself belongs to that round', async () => {
  await story.publish({ key: 'call.make', firstMs: 400, giveUpAfterMs: 2_000 });
  story.fail(500, 20);
  const run = await story.runTo('failed');
  const before = (await story.attempts(run)).length;
  await story.hub.control.retry(story.hub.workspaceId, run);
  await story.hub.waitFor(
    'the second round to fail',
    'select from attention where run_id = $1 and status = $2',
    [run, 'failed'],
    (rows) => rows.length === 1,
  );
  const round = (await story.brief(run)).slice(before);
  assert.ok(round.length > 1, 'more than the one try');
  assert.match(round[0]!, /failed by hand$/);
  assert.ok(
    round.slice(1).every((one) => one.endsWith('failed')),
    round.join(),
  );
});

test('a step gone through again is a second call, and what was created before is found', async () => {
  await story.publish({ key: 'deal.ensure' }, { key: 'call.make', text: '{{ steps.s1.id }}' });
  const run = await story.runTo('completed', { id: 'a', name: 'ACME' });
  const [deal] = story.vendor.deals.keys();
  await story.hub.control.retryFrom(story.hub.workspaceId, run, 's1');
  await story.hub.waitFor(
    'both steps again',
    'select from attempts where run_id = $1',
    [run],
    (rows) => rows.length === 4,
  );
  await story.hub.waitForRuns('completed');
  assert.deepEqual(await story.brief(run), [
    's1.1 succeeded',
    's2.1 succeeded',
    's1.2 succeeded by hand',
    's2.2 succeeded by hand',
  ]);
  assert.equal(story.vendor.deals.size, 1, 'linked, not doubled');
  assert.equal(story.vendor.count(`POST /calls {"text":"${deal}"}`), 2);
});

test('going on from a later step leaves the earlier one and its output alone', async () => {
  await story.publish({ key: 'call.make' }, { key: 'call.make', text: 'second {{ steps.s1.text }}' });
  const run = await story.runTo('completed', { id: 'a', name: 'ACME' });
  await story.hub.control.retryFrom(story.hub.workspaceId, run, 's2');
  await story.hub.waitFor(
    'the second step again',
    'select from attempts where run_id = $1',
    [run],
    (rows) => rows.length === 3,
  );
  assert.deepEqual(
    [
      story.vendor.count('POST /calls {"text":"ACME"}'),
      story.vendor.count('POST /calls {"text":"second ACME"}'),
    ],
    [1, 2],
  );
  assert.deepEqual(
    (await story.attempts(run)).map((one) => one.superseded),
    [false, true, false],
  );
  await assert.rejects(story.hub.control.retryFrom(story.hub.workspaceId, run, 'nowhere'), {
    code: 'not_found',
  });
});

test('a repeated run takes the version published now, and the old run stays as it was', async () => {
  const workflow = await story.publish({ key: 'call.make', text: 'old' });
  const run = await story.runTo('completed');
  await story.hub.publishNext(
    workflow,
    workflowOf(story.hub.connectionId, [{ key: 'call.make', text: 'new' }]),
  );
  const again = await story.hub.control.repeat(story.hub.workspaceId, run);
  await story.hub.waitForRuns('completed', 2);
  assert.deepEqual(story.vendor.calls, ['POST /calls {"text":"old"}', 'POST /calls {"text":"new"}']);
  const rows = await story.hub.rows<{ repeats: Id }>(
    'select repeats from runs where workspace_id = $1 and id = $2',
    again,
  );
  assert.equal(rows[0]!.repeats, run);
  assert.deepEqual(await story.brief(run), ['s1.1 succeeded']);
});

test('a repeated run whose event is dropped before it begins fails and says so', async () => {
  await story.publish({ key: 'call.make' });
  const run = await story.runTo('completed');
  await story.hub.worker().stop();
  await story.hub.control.repeat(story.hub.workspaceId, run);
  await story.hub.pool.query('delete from events where workspace_id = $1', [story.hub.workspaceId]);
  await story.hub.waitForRuns('failed');
  assert.equal((await story.attention())[0]!.code, 'app_gone');
  await assert.rejects(story.hub.control.repeat(story.hub.workspaceId, run), { code: 'gone' });
});

test('a canceled run that waits is never tried again', async () => {
  await story.publish({ key: 'call.make', firstMs: 50 });
  story.fail(500);
  const run = await story.runTo('waiting');
  await story.hub.control.cancel(story.hub.workspaceId, run);
  await story.hub.waitForRuns('canceled');
  assert.deepEqual(await story.hub.rows('select from jobs where workspace_id = $1'), []);
  assert.deepEqual(await story.attention(), []);
  await assert.rejects(story.hub.control.cancel(story.hub.workspaceId, run), { code: 'conflict' });
});

test('a run canceled in the middle of a call writes no result: its attempt is unknown, nothing follows', async () => {
  await story.publish({ key: 'call.key' }, { key: 'call.make' });
  story.hub.worker();
  const call = story.hold();
  await story.hub.deliver({ id: 'a' });
  await call.reached;
  const [run] = await story.hub.waitForRuns('pending');
  await story.hub.control.cancel(story.hub.workspaceId, run!);
  assert.deepEqual(
    (await story.attempts(run!)).map((one) => [one.status, one.error?.code]),
    [['unknown', 'canceled_by_hand']],
  );
  call.letGo();
  const detail = `select from attempts where run_id = $1 and detail is not null`;
  await story.hub.waitFor('what was sent to be added', detail, [run], (rows) => rows.length === 1);
  assert.deepEqual(
    (await story.attempts(run!)).map((one) => [one.status, one.error?.code]),
    [['unknown', 'canceled_by_hand']],
  );
  assert.equal(story.vendor.calls.length, 1);
  assert.equal((await story.hub.waitForRuns('canceled')).length, 1);
});

test('what a canceled run may have created is asked for before the next run creates', async () => {
  await story.publish({ key: 'deal.ensure' });
  story.hub.worker();
  story.vendor.script.push(() => undefined);
  const call = story.hold();
  await story.hub.deliver({ id: 'a', name: 'ACME' });
  await call.reached;
  const [run] = await story.hub.waitForRuns('pending');
  await story.hub.control.cancel(story.hub.workspaceId, run!);
  assert.equal((await story.intents())[0]!.status, 'sending', 'its call is under way');
  await story.hub.deliver({ id: 'b', name: 'ACME' });
  await story.hub.waitFor(
    'the next run to have asked',
    `select from jobs where workspace_id = $1 and settled > 0 union all
     select from runs where workspace_id = $1 and status = 'completed'`,
    [story.hub.workspaceId],
    (rows) => rows.length > 0,
  );
  call.letGo();
  await story.hub.waitForRuns('completed');
  assert.equal(story.vendor.deals.size, 1);
});

test('one action on many runs changes those it fits, in whole or not at all', async () => {
  await story.publish({ key: 'call.make', firstMs: 3_600_000 });
  story.vendor.script.push(
    () => ({ status: 500 }),
    () => ({ status: 400 }),
  );
  story.hub.worker();
  for (const [id, status] of [
    ['a', 'waiting'],
    ['b', 'failed'],
    ['c', 'completed'],
  ] as const) {
    await story.hub.deliver({ id });
    await story.hub.waitForRuns(status);
  }
  const ids = (await story.hub.rows<{ id: Id }>('select id from runs where workspace_id = $1')).map(
    ({ id }) => id,
  );
  assert.equal(await story.hub.control.bulk(story.hub.workspaceId, 'retry', [...ids, ...ids, newId()]), 2);
  await story.hub.waitForRuns('completed', 3);
  assert.equal(await story.hub.control.bulk(story.hub.workspaceId, 'cancel', ids), 0);
  assert.equal(await story.hub.control.bulk(story.hub.workspaceId, 'repeat', [...ids, newId()]), 3);
  await story.hub.waitForRuns('completed', 6);
  assert.equal(story.vendor.calls.length, 8);
});

test('many runs are retried and canceled two hundred at a time', async () => {
  const ids = Array.from({ length: 300 }, () => newId());
  await story.hub.pool.query(
    `insert into runs (id, workspace_id, workflow_id, version_id, event_id, status) select id, $1, $1, $1, $1, 'failed' from unnest($2::uuid[]) id`,
    [story.hub.workspaceId, ids],
  );
  let transactions = 0;
  const count = () => void transactions++;
  story.hub.pool.on('acquire', count);
  assert.equal(await story.hub.control.bulk(story.hub.workspaceId, 'retry', ids), 300);
  assert.equal(await story.hub.control.bulk(story.hub.workspaceId, 'cancel', ids), 300);
  story.hub.pool.off('acquire', count);
  assert.equal(transactions, 4, 'of 200 runs each');
});

test('nobody acts on runs of another workspace', async () => {
  await story.publish({ key: 'call.make' });
  story.fail(400);
  const run = await story.runTo('failed');
  const other = newId();
  const { control } = story.hub;
  const notFound = { code: 'not_found' };
  await assert.rejects(control.retry(other, run), notFound);
  await assert.rejects(control.retryFrom(other, run, 's1'), notFound);
  await assert.rejects(control.repeat(other, run), notFound);
  await assert.rejects(control.cancel(other, run), notFound);
  await assert.rejects(control.decide(other, run, 'give_up', null), notFound);
  assert.equal(await control.bulk(other, 'cancel', [run]), 0);
});
