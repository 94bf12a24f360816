import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Actor } from '#domain/actor.ts';
import type { Id } from '#std/id.ts';
import { newId, showId } from '#std/id.ts';
import { engineStory } from '../../test/support/engine-story.ts';

const story = engineStory();
const ana: Actor = { kind: 'person', id: newId(), name: 'Ana' };

/** What is noted of a run, oldest first: who did what. */
async function noted(run: Id): Promise<string[]> {
  const { rows } = await story.hub.pool.query<{ said: string }>(
    `select coalesce(actor_name, actor_kind) || ' ' || action || coalesce(' ' || nullif(params::text, '{}'), '') as said
     from run_actions where workspace_id = $1 and run_id = $2 order by id`,
    [story.hub.workspaceId, run],
  );
  return rows.map((row) => row.said);
}

test('what a person does with a run is noted with their name', async () => {
  await story.publish({ key: 'call.make' });
  story.fail(400);
  const run = await story.runTo('failed');
  const { control, workspaceId } = story.hub;
  await control.retry(workspaceId, run, ana);
  await story.hub.waitForRuns('completed');
  await control.retryFrom(workspaceId, run, 's1', ana);
  await story.hub.waitForRuns('completed');
  assert.deepEqual(await noted(run), ['Ana retry', 'Ana retry_from {"stepId": "s1"}']);
});

test('a repeat is noted on both runs, and leads from one to the other', async () => {
  await story.publish({ key: 'call.make' });
  const run = await story.runTo('completed');
  const again = await story.hub.control.repeat(story.hub.workspaceId, run, ana);
  assert.deepEqual(await noted(run), [`Ana repeat {"as": "${showId('run', again)}"}`]);
  assert.deepEqual(await noted(again), [`Ana repeat {"of": "${showId('run', run)}"}`]);
});

test('what could not be done is not noted', async () => {
  await story.publish({ key: 'call.make' });
  const run = await story.runTo('completed');
  await assert.rejects(story.hub.control.cancel(story.hub.workspaceId, run, ana), { code: 'conflict' });
  assert.equal(await story.hub.control.bulk(story.hub.workspaceId, 'cancel', [run], ana), 0);
  assert.deepEqual(await noted(run), []);
});

test('runs that go on because their connection was mended say so', async () => {
  await story.publish({ key: 'call.make' });
  story.fail(401);
  const run = await story.runTo('parked');
  const { pool, control, workspaceId, connectionId } = story.hub;
  const client = await pool.connect();
  await control.resumeConnection(client, workspaceId, connectionId).finally(() => client.release());
  assert.deepEqual(await noted(run), [`hub resume {"connection": "${showId('connection', connectionId)}"}`]);
});

test('an action on many runs is noted on each it changed', async () => {
  await story.publish({ key: 'call.make', firstMs: 3_600_000 });
  story.fail(500, 2);
  const first = await story.runTo('waiting');
  await story.hub.deliver({ id: 'b' });
  const { rows } = await story.hub
    .waitFor(
      'the second run to wait',
      'select run_id from attention where workspace_id = $1 and status = $2',
      [story.hub.workspaceId, 'waiting'],
      (found) => found.length === 2,
    )
    .then(() =>
      story.hub.pool.query<{ id: Id }>('select id from runs where workspace_id = $1', [
        story.hub.workspaceId,
      ]),
    );
  const ids = rows.map((row) => row.id);
  assert.ok(ids.includes(first));
  assert.equal(await story.hub.control.bulk(story.hub.workspaceId, 'cancel', ids, ana), 2);
  for (const run of ids) assert.deepEqual(await noted(run), ['Ana cancel']);
});
