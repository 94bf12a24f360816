import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPool } from '#db/pool.ts';
import { reap } from '#jobs/store.ts';
import { adoptLostRuns } from '#runs/control-store.ts';
import { idAt, newId } from '#std/id.ts';
import { losingAnswerOf, mortal } from '../../test/support/broken-pool.ts';
import { engineStory } from '../../test/support/engine-story.ts';

const story = engineStory();

/** All leases have run out, and somebody noticed. */
async function expireLeases(): Promise<void> {
  await story.hub.pool.query(
    `update jobs set lease_until = now() - interval '1 s' where lease_until is not null`,
  );
  await reap(story.hub.pool);
}

for (const key of ['call.key', 'call.make']) {
  test(`after a worker died in a call (${key}), the next one records it as unknown and goes on`, async () => {
    await story.publish({ key }, { key: 'call.make' });
    const dying = mortal(story.hub.pool);
    story.hub.worker({ pool: dying.pool });
    const call = story.hold();
    await story.hub.deliver({ id: 'a' });
    await call.reached;
    dying.kill();
    await expireLeases();
    const next = story.hub.worker();
    const [run] = await story.hub.waitForRuns('completed');
    assert.deepEqual(await story.brief(run!), ['s1.1 unknown', 's1.2 succeeded', 's2.1 succeeded']);
    assert.equal((await story.attempts(run!))[0]!.error!.code, 'worker_lost');
    assert.equal(next.lost, 1);
    call.letGo();
  });

  test(`the result of a worker that was overtaken (${key}) is not written, what it sent is kept`, async () => {
    await story.publish({ key, text: 'x' });
    story.hub.worker();
    const [first, second] = [story.hold(), story.hold()];
    await story.hub.deliver({ id: 'a' });
    await first.reached;
    await expireLeases();
    await second.reached;
    first.letGo();
    const kept = `select r.id, r.status from attempts a join runs r on r.id = a.run_id
      where workspace_id = $1 and a.status = 'unknown' and detail is not null`;
    const seen = (rows: { status: string }[]) => rows.length === 1;
    const [run] = await story.hub.waitFor('the late result', kept, [story.hub.workspaceId], seen);
    assert.equal(run!.status, 'pending', 'its new holder is not through yet');
    second.letGo();
    const [id] = await story.hub.waitForRuns('completed');
    assert.deepEqual(await story.brief(id!), ['s1.1 unknown', 's1.2 succeeded']);
  });
}

test('a worker overtaken while it looked creates nothing: whoever took over did', async () => {
  await story.publish({ key: 'deal.ensure' });
  story.hub.worker();
  const look = story.hold();
  await story.hub.deliver({ id: 'a', name: 'ACME' });
  await look.reached;
  await expireLeases();
  await story.hub.waitForRuns('completed');
  story.vendor.deals.clear(); // so that the sleeper, who sees no deal, would want to create one
  look.letGo();
  const kept = `select from attempts a join runs r on r.id = a.run_id where workspace_id = $1 and a.status = 'unknown' and detail is not null`;
  await story.hub.waitFor(
    'the sleeper to give up',
    kept,
    [story.hub.workspaceId],
    (rows) => rows.length === 1,
  );
  assert.equal(story.vendor.deals.size, 0);
});

test('a worker told to stop lets go of calls under way, and the next one knows of them', async () => {
  await story.publish({ key: 'call.make' });
  const first = story.hub.worker();
  const call = story.hold();
  await story.hub.deliver({ id: 'a' });
  await call.reached;
  await first.stop(10);
  story.hub.worker();
  const [run] = await story.hub.waitForRuns('completed');
  call.letGo();
  assert.deepEqual(await story.brief(run!), ['s1.1 unknown', 's1.2 succeeded']);
});

test('while database connections are cut again and again all runs complete, and no call is made twice', async () => {
  await story.publish(
    { key: 'call.make' },
    { key: 'call.key', text: 'k {{ name }}' },
    { key: 'deal.ensure' },
  );
  for (let n = 0; n < 40; n++) await story.hub.deliver({ id: `e${n}`, name: `e${n}` });
  const workers = [story.hub.worker(), story.hub.worker()];
  const cut = await cutConnections(20);
  // A claim nobody heard of is claimed again when its lease runs out; let us not wait for that.
  const until = Date.now() + 30_000;
  while (
    (await story.hub.rows(`select from runs where workspace_id = $1 and status <> 'completed'`)).length > 0
  ) {
    if (workers.every((worker) => worker.held() === 0)) await expireLeases();
    assert.ok(Date.now() < until, `waited 30 s; ${story.hub.errors.slice(-3).join('; ')}`);
    await story.hub.clock.sleep(50);
  }
  const posts = story.vendor.calls.filter((call) => call.startsWith('POST'));
  assert.equal(posts.length, 120);
  assert.equal(new Set(posts).size, 120);
  assert.ok(cut > 20, `${cut} connections were cut`);
});

/** Cuts all connections of the database, 50 ms apart. Gives how many there were. */
async function cutConnections(times: number): Promise<number> {
  const { connectionString } = story.database;
  const admin = createPool({ connectionString, applicationName: 'admin', maxConnections: 1 });
  let cut = 0;
  for (let n = 0; n < times; n++) {
    const { rowCount } = await admin.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name <> 'admin'`,
    );
    cut += rowCount ?? 0;
    await story.hub.clock.sleep(50);
  }
  await admin.end();
  return cut;
}

const statements = [
  'jobs.claim',
  'runs.load',
  'runs.begin-attempt',
  'runs.record-results',
  'effects.open-intent',
  'effects.mark-sending',
  'effects.link-and-close',
];
for (const name of statements) {
  test(`a statement whose answer was lost (${name}) doubles no call, and the run completes`, async () => {
    await story.publish({ key: 'call.key' }, { key: 'deal.ensure' });
    await story.hub.deliver({ id: 'a', name: 'ACME' });
    story.hub.worker({ pool: losingAnswerOf(story.hub.pool, name) });
    if (name === 'jobs.claim') {
      await story.hub.waitFor(
        'the lost claim',
        'select from jobs where fence = 1',
        [],
        (rows) => rows.length === 1,
      );
      await expireLeases();
    }
    const [run] = await story.hub.waitForRuns('completed');
    // A claim nobody heard of looks like a worker that died.
    const unheard = name === 'jobs.claim' ? ['s1.1 unknown', 's1.2 succeeded'] : ['s1.1 succeeded'];
    assert.deepEqual(await story.brief(run!), [...unheard, 's2.1 succeeded']);
    assert.deepEqual([story.vendor.count('POST /calls'), story.vendor.deals.size], [1, 1]);
  });
}

/** Runs of this workspace that a sweep of the given window gives a job. */
const sweep = (from: number, to: number) =>
  adoptLostRuns(story.hub.pool, { from: idAt(Date.now() + from), to: idAt(Date.now() + to) });

test('a run that rests nowhere is given a job, and keeps its place among those with its key', async () => {
  await story.publish({ key: 'call.make', orderBy: '{{ name }}' });
  for (const id of ['a', 'b']) await story.hub.deliver({ id, name: 'ACME', at: 1_700_000_000_000 });
  const jobs = 'select run_id, order_key, order_at from jobs where workspace_id = $1 order by run_id';
  const before = await story.hub.rows(jobs);
  await story.hub.pool.query('delete from jobs where workspace_id = $1', [story.hub.workspaceId]);
  assert.equal(await sweep(-60_000, -1_000), 0, 'too young');
  assert.equal(await sweep(1_000, 60_000), 0, 'outside the window');
  assert.equal(await sweep(-60_000, 1_000), 2);
  assert.equal(await sweep(-60_000, 1_000), 0, 'they have jobs now');
  assert.deepEqual(await story.hub.rows(jobs), before);
  story.hub.worker();
  await story.hub.waitForRuns('completed', 2);
  assert.equal(await sweep(-60_000, 1_000), 0);
});

test('a run whose retry was lost is found wherever it is, and goes on where it was', async () => {
  await story.publish({ key: 'call.make' }, { key: 'call.make', text: 'second' });
  story.vendor.script.push(
    () => undefined,
    () => ({ status: 500 }),
  );
  const run = await story.runTo('waiting');
  await story.hub.pool.query('delete from jobs where workspace_id = $1', [story.hub.workspaceId]);
  assert.equal(await sweep(0, 0), 0, 'too young');
  await story.hub.pool.query(`update attention set since = now() - interval '2 minutes' where run_id = $1`, [
    run,
  ]);
  assert.equal(await sweep(0, 0), 1);
  await story.hub.waitForRuns('completed');
  assert.deepEqual(await story.brief(run), ['s1.1 succeeded', 's2.1 failed', 's2.2 succeeded']);
});

test('a run has one job at most, whatever goes wrong', async () => {
  await story.publish({ key: 'call.make' });
  await story.hub.deliver({ id: 'a' });
  const again = `insert into jobs (id, lane, kind, run_id) select $1, lane, kind, run_id from jobs`;
  await assert.rejects(story.hub.pool.query(again, [newId()]), { code: '23505' });
});
