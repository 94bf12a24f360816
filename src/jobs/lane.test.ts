import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { Job, NewJob } from '#domain/job.ts';
import { systemClock } from '#std/clock.ts';
import { newId } from '#std/id.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { LaneWorker, type LaneOptions } from './lane.ts';
import { abandon, claim, enqueue, extend, finish, reap, release } from './store.ts';

let database: TestDatabase;
before(async () => void (database = await createTestDatabase()));
after(() => database[Symbol.asyncDispose]());
beforeEach(() => database.pool.query('delete from jobs'));

const job = (change: Partial<NewJob> = {}): NewJob => ({
  id: newId(),
  lane: 'runs',
  kind: 'run.advance',
  ...change,
});
const expire = () =>
  database.pool.query(`update jobs set lease_until = now() - interval '1 s' where lease_until is not null`);

/** Works the lane until `done` says so, and gives what was handled in order. */
async function work(done: (handled: Job[]) => boolean, options: Partial<LaneOptions> = {}): Promise<Job[]> {
  const handled: Job[] = [];
  const finished = Promise.withResolvers<void>();
  const lane = new LaneWorker({
    db: database.pool,
    clock: systemClock,
    lane: 'runs',
    owner: 'w1',
    concurrency: 8,
    prefetch: 50,
    handle: async (held) => {
      handled.push(held.job);
      await finish(database.pool, 'w1', held.job);
      if (done(handled)) finished.resolve();
    },
    onError: (error) => finished.reject(error),
    onLost: () => undefined,
    retryMs: 10,
    ...options,
  });
  await finished.promise;
  await lane.stop(1_000);
  return handled;
}

test('two claims at the same time share the jobs and never get one twice', async () => {
  const jobs = Array.from({ length: 40 }, () => job());
  await enqueue(database.pool, jobs);
  const claims = await Promise.all(['a', 'b', 'c'].map((owner) => claim(database.pool, 'runs', owner, 20)));
  const ids = claims.flat().map((one) => one.id);
  assert.equal(new Set(ids).size, ids.length);
  const rest = await claim(database.pool, 'runs', 'd', 40);
  assert.equal(ids.length + rest.length, 40);
});

test('a worker that was overtaken can neither finish, nor extend, nor hand back the job', async () => {
  await enqueue(database.pool, [job()]);
  const [old] = await claim(database.pool, 'runs', 'sleeper', 1);
  await expire();
  assert.equal(await reap(database.pool), 1);
  const [now] = await claim(database.pool, 'runs', 'overtaker', 1);
  assert.equal(now!.fence, old!.fence + 1);
  assert.equal(await finish(database.pool, 'sleeper', old!), false);
  assert.equal((await extend(database.pool, 'sleeper', [old!])).size, 0);
  await release(database.pool, 'sleeper', [old!], 0);
  assert.equal(await finish(database.pool, 'overtaker', now!), true);
});

test('a worker that claims its own expired job again cannot write with the old claim', async () => {
  await enqueue(database.pool, [job()]);
  const [first] = await claim(database.pool, 'runs', 'w', 1);
  await expire();
  await reap(database.pool);
  const [second] = await claim(database.pool, 'runs', 'w', 1);
  assert.equal(await finish(database.pool, 'w', first!), false);
  assert.equal(await finish(database.pool, 'w', second!), true);
});

test('a job says whether the claim before it ended in good order', async () => {
  await enqueue(database.pool, [job()]);
  const [first] = await claim(database.pool, 'runs', 'w', 1);
  await release(database.pool, 'w', [first!], 0);
  const [second] = await claim(database.pool, 'runs', 'w', 1);
  assert.equal(second!.fence - 1, second!.settled);
  await expire();
  await reap(database.pool);
  const [third] = await claim(database.pool, 'runs', 'w', 1);
  assert.notEqual(third!.fence - 1, third!.settled);
});

test('jobs with one order key run one at a time in their order, others do not wait for them', async () => {
  const keyed = [3, 1, 2].map((orderAt) => job({ orderKey: 'document-1', orderAt }));
  await enqueue(database.pool, [...keyed, job(), job()]);
  const claimed = await claim(database.pool, 'runs', 'w', 10);
  assert.deepEqual(
    claimed.filter((one) => one.orderKey).map((one) => one.id),
    [keyed[1]!.id],
  );
  assert.equal(claimed.length, 3);
  for (const one of claimed) await release(database.pool, 'w', [one], 60_000);
  assert.equal((await claim(database.pool, 'runs', 'w', 10)).length, 0, 'a waiting head blocks its key');
});

test('the lane works keyed jobs in order under concurrency', async () => {
  const jobs = Array.from({ length: 30 }, (_, index) => job({ orderKey: `k${index % 3}`, orderAt: index }));
  await enqueue(database.pool, jobs.toReversed());
  const handled = await work((done) => done.length === 30);
  for (const key of ['k0', 'k1', 'k2']) {
    const order = handled
      .filter((one) => one.orderKey === key)
      .map((one) => jobs.findIndex((j) => j.id === one.id));
    assert.deepEqual(
      order,
      order.toSorted((a, b) => a - b),
    );
  }
});

test('a handler that throws gives its job back, and it is handled again', async () => {
  await enqueue(database.pool, [job()]);
  let tries = 0;
  const lane = Promise.withResolvers<number>();
  const worker = new LaneWorker({
    db: database.pool,
    clock: systemClock,
    lane: 'runs',
    owner: 'w2',
    concurrency: 1,
    prefetch: 2,
    retryMs: 10,
    handle: async (held) => {
      if (++tries < 3) throw new Error('our own failure');
      await finish(database.pool, 'w2', held.job);
      lane.resolve(held.job.fence);
    },
    onError: () => undefined,
    onLost: () => undefined,
  });
  assert.equal(await lane.promise, 3);
  await worker.stop(1_000);
});

test('stopping hands back what has not started, to be claimed at once', async () => {
  await enqueue(
    database.pool,
    Array.from({ length: 20 }, () => job()),
  );
  const started = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const worker = new LaneWorker({
    db: database.pool,
    clock: systemClock,
    lane: 'runs',
    owner: 'w3',
    concurrency: 2,
    prefetch: 20,
    handle: async (held) => {
      started.resolve();
      await release.promise;
      await finish(database.pool, 'w3', held.job);
    },
    onError: (error) => started.reject(error),
    onLost: () => undefined,
  });
  await started.promise;
  const stopped = worker.stop(5_000);
  release.resolve();
  await stopped;
  assert.equal((await claim(database.pool, 'runs', 'next', 50)).length, 18);
});

test('a named job exists once however often it is asked for', async () => {
  await enqueue(database.pool, [job({ name: 'sweep' }), job({ name: 'sweep' })]);
  await enqueue(database.pool, [job({ name: 'sweep' })]);
  assert.equal((await database.pool.query('select from jobs')).rowCount, 1);
});

test('a late job with an earlier place in its key waits while another of the key is held', async () => {
  await enqueue(database.pool, [job({ orderKey: 'document-1', orderAt: 2 })]);
  const [held] = await claim(database.pool, 'runs', 'w', 10);
  await enqueue(database.pool, [job({ orderKey: 'document-1', orderAt: 1 })]);
  assert.deepEqual(await claim(database.pool, 'runs', 'w', 10), []);
  await finish(database.pool, 'w', held!);
  assert.equal((await claim(database.pool, 'runs', 'w', 10)).length, 1);
});

test('a job let go by a worker that stopped in the middle tells the next one so', async () => {
  await enqueue(database.pool, [job()]);
  const [first] = await claim(database.pool, 'runs', 'w', 1);
  await abandon(database.pool, 'w', [first!]);
  const [second] = await claim(database.pool, 'runs', 'next', 1);
  assert.equal(second!.fence - 1 - second!.settled, 1);
});

test('a job given back may change its lane', async () => {
  await enqueue(database.pool, [job({ payload: { manual: true } })]);
  const [held] = await claim(database.pool, 'runs', 'w', 1);
  await release(database.pool, 'w', [held!], 0, { lane: 'webhooks' });
  assert.deepEqual(await claim(database.pool, 'runs', 'w', 1), []);
  const [moved] = await claim(database.pool, 'webhooks', 'w', 1);
  assert.deepEqual([moved!.id, moved!.payload], [held!.id, { manual: true }]);
});
