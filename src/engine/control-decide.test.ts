import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Id } from '#std/id.ts';
import { transaction } from '#db/pool.ts';
import { newId } from '#std/id.ts';
import { engineStory } from '../../test/support/engine-story.ts';

const story = engineStory();

/** A run that found two deals of its name and asks which is meant. Gives the run and one of the deals. */
async function parked(): Promise<{ run: Id; deal: string }> {
  await story.publish({ key: 'deal.ensure' });
  story.vendor.deals.set('d1', 'ACME').set('d2', 'ACME');
  const run = await story.runTo('parked', { id: 'a', name: 'ACME' });
  assert.deepEqual(await story.attention(), [{ status: 'parked', code: 'several_found' }]);
  return { run, deal: 'd2' };
}

test('asked which of several is meant, a person adopts one, and it is linked', async () => {
  const { run, deal } = await parked();
  await assert.rejects(story.hub.control.decide(story.hub.workspaceId, run, 'adopt', null), {
    code: 'invalid',
  });
  await story.hub.control.decide(story.hub.workspaceId, run, 'adopt', deal);
  await story.hub.waitForRuns('completed');
  const [done] = await story.hub.rows<{ output: object }>(
    `select output from attempts join runs on id = run_id where workspace_id = $1 and attempts.status = 'succeeded'`,
  );
  assert.deepEqual(done!.output, { id: deal, outcome: 'linked' });
  assert.equal(story.vendor.count('POST'), 0);
});

test('adopting links only what was asked about, not what the run is otherwise about to do', async () => {
  const { run, deal } = await parked();
  await story.hub.pool.query(
    `insert into intents (id, workspace_id, connection_id, object, match, run_id, holder, status, deadline)
     values ($1, $2, $3, 'contact', 'ana', $4, $1, 'unknown', now())`,
    [newId(), story.hub.workspaceId, story.hub.connectionId, run],
  );
  await story.hub.control.decide(story.hub.workspaceId, run, 'adopt', deal);
  await story.hub.waitForRuns('completed');
  const links = await story.hub.rows(
    'select object, external_id from external_links where workspace_id = $1',
  );
  assert.deepEqual(links, [{ object: 'deal', external_id: deal }]);
});

test('told to send again, the run creates without looking', async () => {
  const { run } = await parked();
  await story.hub.control.decide(story.hub.workspaceId, run, 'send_again', null);
  await story.hub.waitForRuns('completed');
  assert.equal(story.vendor.deals.size, 3);
});

test('given up, the run is over and its target is free for others', async () => {
  const { run } = await parked();
  await story.hub.control.decide(story.hub.workspaceId, run, 'give_up', null);
  assert.deepEqual(await story.hub.waitForRuns('failed'), [run]);
  assert.deepEqual(await story.intents(), [{ status: 'given_up' }]);
  story.vendor.deals.clear();
  await story.hub.deliver({ id: 'b', name: 'ACME' });
  await story.hub.waitForRuns('completed');
  await assert.rejects(story.hub.control.decide(story.hub.workspaceId, run, 'retry', null), {
    code: 'conflict',
  });
});

for (const how of ['decide', 'retry'] as const) {
  test(`a parked run tried again (${how}) looks again instead of waiting for itself`, async () => {
    const { run } = await parked();
    story.vendor.deals.delete('d2');
    if (how === 'retry') await story.hub.control.retry(story.hub.workspaceId, run);
    else await story.hub.control.decide(story.hub.workspaceId, run, 'retry', null);
    await story.hub.waitForRuns('completed');
    assert.equal(story.vendor.deals.size, 1);
  });
}

test('a parked run that is canceled holds its target no longer', async () => {
  const { run } = await parked();
  await story.hub.control.cancel(story.hub.workspaceId, run);
  story.vendor.deals.delete('d2');
  await story.hub.deliver({ id: 'b', name: 'ACME' });
  await story.hub.waitForRuns('completed');
});

test('runs behind a blocked order key pass its first one when told to', async () => {
  await story.publish({ key: 'call.make', orderBy: '{{ name }}', firstMs: 3_600_000 });
  story.fail(500);
  await story.runTo('waiting', { id: 'a', name: 'ACME' });
  await story.hub.deliver({ id: 'b', name: 'ACME' });
  await story.hub.deliver({ id: 'c', name: 'other' });
  await story.hub.waitForRuns('completed');
  const [job] = await story.hub.rows<{ order_key: string }>(
    'select order_key from jobs where workspace_id = $1 limit 1',
  );
  await story.hub.control.skipBlocked(story.hub.workspaceId, job!.order_key);
  await story.hub.waitForRuns('completed', 2);
  await assert.rejects(story.hub.control.skipBlocked(story.hub.workspaceId, job!.order_key), {
    code: 'not_found',
  });
});

test('a run tried again by hand waits its turn among those with its order key', async () => {
  await story.publish({ key: 'call.make', orderBy: '{{ name }}' });
  story.fail(400);
  const failed = await story.runTo('failed', { id: 'a', name: 'ACME' });
  const call = story.hold();
  await story.hub.deliver({ id: 'b', name: 'ACME' });
  await call.reached;
  await story.hub.control.retry(story.hub.workspaceId, failed);
  await story.hub.deliver({ id: 'c', name: 'other' });
  await story.hub.waitForRuns('completed');
  assert.equal(story.vendor.calls.length, 3, 'a did not run beside b');
  call.letGo();
  await story.hub.waitForRuns('completed', 3);
});

test('runs parked by a broken connection go on when it is mended, each once', async () => {
  await story.publish({ key: 'call.make' });
  story.fail(401, 3);
  story.hub.worker();
  for (const id of ['a', 'b', 'c']) await story.hub.deliver({ id });
  const [first] = await story.hub.waitForRuns('parked', 3);
  assert.deepEqual(story.hub.broken, [
    story.hub.connectionId,
    story.hub.connectionId,
    story.hub.connectionId,
  ]);
  await Promise.all([
    story.hub.control.retry(story.hub.workspaceId, first!),
    transaction(story.hub.pool, (tx) =>
      story.hub.control.resumeConnection(tx, story.hub.workspaceId, story.hub.connectionId),
    ),
  ]).catch((error: { code: string }) => assert.equal(error.code, 'conflict', 'resumed already'));
  await story.hub.waitForRuns('completed', 3);
  assert.equal(story.vendor.calls.length, 6);
});
