import assert from 'node:assert/strict';
import { test } from 'node:test';
import { transaction } from '#db/pool.ts';
import { VendorError } from '#kit/vendor-error.ts';
import { engineStory } from '../../test/support/engine-story.ts';

const story = engineStory();

/** How long the waiting job still waits, in seconds. */
async function waits(): Promise<number> {
  const [job] = await story.hub.rows<{ seconds: number }>(
    `select extract(epoch from due_at - now())::float8 as seconds from jobs where workspace_id = $1`,
  );
  return job!.seconds;
}

const output = () =>
  story.hub.rows<{ output: unknown }>(
    `select output from attempts join runs on id = run_id where workspace_id = $1 order by run_id, n`,
  );

test('an action that fails in a way nobody foresaw is recorded and tried again', async () => {
  await story.publish({ key: 'call.break', firstMs: 20 });
  const run = await story.runTo('waiting');
  let attempts = await story.attempts(run);
  while (attempts.length < 2) attempts = await story.attempts(run);
  assert.ok(attempts.every((one) => one.status === 'failed' && one.error!.code === 'internal_error'));
  assert.deepEqual(await story.attention(), [{ status: 'waiting', code: 'internal_error' }]);
  assert.deepEqual(story.hub.errors, []);
});

test('a 401 parks the run until its connection is made again', async () => {
  await story.publish({ key: 'call.make' });
  story.fail(401);
  await story.runTo('parked');
  assert.deepEqual(await story.attention(), [{ status: 'parked', code: 'needs_reconnect' }]);
  assert.deepEqual(story.hub.broken, [story.hub.connectionId]);
  assert.deepEqual(await story.hub.rows('select from jobs where workspace_id = $1'), []);
});

test('a 403 parks that run only, and reconnecting does not wake it', async () => {
  await story.publish({ key: 'call.make' });
  story.fail(403);
  await story.runTo('parked');
  await story.hub.deliver({ id: 'b' });
  await story.hub.waitForRuns('completed');
  assert.deepEqual(await story.attention(), [{ status: 'parked', code: 'vendor_forbidden' }]);
  assert.deepEqual(story.hub.broken, []);
  const { control, workspaceId, connectionId, pool } = story.hub;
  await transaction(pool, (tx) => control.resumeConnection(tx, workspaceId, connectionId));
  assert.equal((await story.hub.waitForRuns('parked')).length, 1);
});

test('a vendor that asks to wait is not asked before', async () => {
  await story.publish({ key: 'call.make', firstMs: 10 });
  story.fail(429, 1, { 'retry-after': '120' });
  const run = await story.runTo('waiting');
  const seconds = await waits();
  assert.ok(seconds > 110 && seconds <= 120, `${seconds} s`);
  assert.deepEqual(await story.attention(), [{ status: 'waiting', code: 'vendor_rate_limited' }]);
  assert.equal((await story.attempts(run))[0]!.status, 'failed');
});

test('no vendor makes a run wait longer than its policy allows', async () => {
  await story.publish({ key: 'call.make', firstMs: 10, maxMs: 60_000 });
  story.fail(503, 1, { 'retry-after': '999999999' });
  await story.runTo('waiting');
  assert.ok((await waits()) <= 60);
});

test('the waits grow with every failure', async () => {
  await story.publish({ key: 'call.make', firstMs: 20 });
  story.fail(500, 3);
  const run = await story.runTo('completed');
  const rows = await story.hub.rows<{ wait: number }>(
    `select extract(epoch from next_at - started_at)::float8 * 1000 - ms as wait from attempts join runs on id = run_id
     where workspace_id = $1 and run_id = $2 and next_at is not null order by n`,
    run,
  );
  const waited = rows.map(({ wait }) => Math.round(wait / 20));
  assert.deepEqual(waited, [1, 2, 4]);
});

test('what a vendor answers is stored, whatever it holds, and it is called once', async () => {
  await story.publish({ key: 'call.make' }, { key: 'call.make', text: 'then {{ steps.s1.answer.text }}' });
  story.vendor.script.push(() => ({
    json: { text: 'a\u0000b\ud83c 🎉', '\u0000key': ['\udc00'], path: 'C:\\u0000' },
  }));
  await story.runTo('completed');
  const [first] = await output();
  assert.deepEqual((first!.output as { answer: object }).answer, {
    text: 'ab\ufffd 🎉',
    key: ['\ufffd'],
    path: 'C:\\u0000',
  });
  assert.equal(story.vendor.calls.length, 2);
});

test('a workflow and a failure with NUL in their texts are stored without it', async () => {
  await story.publish({ key: 'call.make', text: 'a\u0000b' });
  story.vendor.script.push(() => Promise.reject(new VendorError('invalid', 'no \u0000 such value')));
  const run = await story.runTo('failed');
  assert.deepEqual(story.vendor.calls, ['POST /calls {"text":"ab"}']);
  assert.equal((await story.attempts(run))[0]!.error!.message, 'no  such value');
});

test('a result the database refuses fails alone, for good, and no vendor is called again for it', async () => {
  await story.publish({ key: 'call.make', firstMs: 1e24, maxMs: 1e24, giveUpAfterMs: 1e25 });
  const calls = ['a', 'b', 'c'].map(() => story.hold());
  for (const id of ['a', 'b', 'c']) await story.hub.deliver({ id });
  story.hub.worker();
  await Promise.all(calls.map((call) => call.reached));
  story.vendor.script.push(() => ({ status: 500 }));
  await story.hub.deliver({ id: 'd' });
  for (const call of calls) call.letGo();
  await story.hub.waitForRuns('completed', 3);
  await story.hub.waitForRuns('failed');
  assert.deepEqual(await story.attention(), [{ status: 'failed', code: 'result_not_storable' }]);
  assert.equal(story.vendor.calls.length, 4);
});

test('an action this version does not know waits for one that does', async () => {
  await story.publish({ key: 'call.make', firstMs: 60_000 });
  const { actions } = story.hub.connectors['fake']!;
  const [known] = actions.splice(0, 1);
  const run = await story.runTo('waiting');
  assert.deepEqual(await story.attention(), [{ status: 'waiting', code: 'action_unknown' }]);
  actions.unshift(known!);
  await story.hub.control.retry(story.hub.workspaceId, run);
  await story.hub.waitForRuns('completed');
});

test('a run whose version was deleted fails and says so, instead of being tried for ever', async () => {
  await story.publish({ key: 'call.make' });
  await story.hub.deliver({ id: 'a' });
  await story.hub.pool.query('delete from workflow_versions where workspace_id = $1', [
    story.hub.workspaceId,
  ]);
  story.hub.worker();
  await story.hub.waitForRuns('failed');
  assert.deepEqual(await story.attention(), [{ status: 'failed', code: 'version_gone' }]);
});

test('a step with slow receivers leaves the lane of the others, also after a try by hand', async () => {
  await story.publish({ key: 'call.make' }, { key: 'call.wait' });
  story.hub.worker();
  story.vendor.script.push(
    () => undefined,
    () => ({ status: 400 }),
  );
  await story.hub.deliver({ id: 'a' });
  const [run] = await story.hub.waitForRuns('failed');
  const slow = story.hold();
  await story.hub.control.retry(story.hub.workspaceId, run!);
  await slow.reached;
  assert.deepEqual(await story.hub.rows('select lane from jobs where workspace_id = $1'), [
    { lane: 'webhooks' },
  ]);
  slow.letGo();
  await story.hub.waitForRuns('completed');
  assert.deepEqual(await story.brief(run!), ['s1.1 succeeded', 's2.1 failed', 's2.2 succeeded by hand']);
});
