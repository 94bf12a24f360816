import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { EnsureEffect, Found } from '#kit/effects.ts';
import { NeedsDecision, VendorError } from '#kit/vendor-error.ts';
import { systemClock } from '#std/clock.ts';
import { newId } from '#std/id.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { Overtaken, StepEffects, TargetBusy, type StepScope } from './effects.ts';
import { forgetIntents } from './store.ts';

let database: TestDatabase;
before(async () => void (database = await createTestDatabase()));
after(() => database[Symbol.asyncDispose]());

const workspaceId = newId();
const connectionId = newId();
let vendor: Map<string, string>;
let match: string;
beforeEach(() => {
  vendor = new Map();
  match = newId();
});

const scope = (change: Partial<StepScope> = {}): StepScope => ({
  db: database.pool,
  clock: systemClock,
  workspaceId,
  connectionId,
  runId: newId(),
  visibilityMs: 0,
  holds: () => true,
  begin: async () => true,
  openWindow: () => undefined,
  outcomeUnknown: () => undefined,
  persist: (work) => work(),
  crashPoint: () => undefined,
  ...change,
});

/** A deal at a vendor without idempotency: every create makes another one. */
const deal = (change: Partial<EnsureEffect<string>> = {}): EnsureEffect<string> => ({
  object: 'deal',
  match,
  find: async (): Promise<Found<string>> => {
    const ids = [...vendor].filter(([, title]) => title === match).map(([id]) => id);
    if (ids.length > 1) return { kind: 'many', candidates: ids.map((id) => ({ id, title: match })) };
    return ids[0] ? { kind: 'one', id: ids[0], value: match } : { kind: 'none' };
  },
  create: async () => {
    const id = newId();
    vendor.set(id, match);
    return { id, value: match };
  },
  read: async (id) => vendor.get(id) ?? null,
  ...change,
});

/** Lets an intent's time run out. */
const runOut = () =>
  database.pool.query(`update intents set deadline = now() - interval '1 hour' where match = $1`, [match]);

test('what was created is remembered, and the next run links to it', async () => {
  const first = await new StepEffects(scope()).ensure(deal());
  const second = await new StepEffects(scope()).ensure(deal({ find: () => assert.fail('not asked') }));
  assert.deepEqual([first.outcome, second.outcome], ['created', 'linked']);
  assert.equal(second.id, first.id);
  assert.equal(vendor.size, 1);
});

test('two runs at the same instant make one thing: the others wait for the first', async () => {
  let open = (): void => undefined;
  let reached = (): void => undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));
  const creating = new Promise<void>((resolve) => (reached = resolve));
  const slow = deal({ create: async (key) => (reached(), await gate, deal().create(key)) });
  const first = new StepEffects(scope()).ensure(slow);
  await creating;
  const others = await Promise.allSettled(
    Array.from({ length: 7 }, () => new StepEffects(scope()).ensure(deal())),
  );
  assert.ok(others.every((result) => result.status === 'rejected' && result.reason instanceof TargetBusy));
  open();
  assert.equal((await first).outcome, 'created');
  assert.equal((await new StepEffects(scope()).ensure(deal())).outcome, 'linked');
  assert.equal(vendor.size, 1);
});

test('after an unknown outcome the vendor is asked, and what the lost call made is adopted', async () => {
  const runId = newId();
  const lost = deal({
    create: async () => {
      vendor.set('made-but-unheard', match);
      throw new VendorError('timeout', 'no answer');
    },
  });
  await assert.rejects(new StepEffects(scope({ runId })).ensure(lost), VendorError);
  await assert.rejects(
    new StepEffects(scope({ runId })).ensure(deal()),
    TargetBusy,
    'its call may still go out',
  );
  await runOut();
  let since: number | null = null;
  const again = deal({ find: async (hint) => ((since = hint.since), deal().find(hint)) });
  const result = await new StepEffects(scope({ runId })).ensure(again);
  assert.deepEqual([result.outcome, result.id, vendor.size], ['found', 'made-but-unheard', 1]);
  assert.ok(since !== null, 'the probe knows when the lost call was sent');
});

test('a refusal closes the intent, so the next try may send at once', async () => {
  const runId = newId();
  const refused = deal({
    create: () => Promise.reject(new VendorError('invalid', 'stage unknown', { status: 422 })),
  });
  await assert.rejects(new StepEffects(scope({ runId })).ensure(refused), /stage unknown/);
  const result = await new StepEffects(scope({ runId })).ensure(deal());
  assert.equal(result.outcome, 'created');
});

test('a holder that slept through its time can send nothing: whoever took over did', async () => {
  let wake = (): void => undefined;
  const asleep = new Promise<void>((resolve) => (wake = resolve));
  const slow = deal({ find: async (hint) => (await asleep, deal().find(hint)) });
  const sleeper = new StepEffects(scope()).ensure(slow);
  await systemClock.sleep(100);
  await runOut();
  const taken = await new StepEffects(scope()).ensure(deal());
  vendor.clear(); // the sleeper's look sees nothing, so it wants to create
  wake();
  await assert.rejects(sleeper, Overtaken);
  assert.equal(taken.outcome, 'created');
  assert.equal(vendor.size, 0);
});

test('several candidates ask a person, and the target stays held until the answer', async () => {
  vendor.set('a', match).set('b', match);
  const runId = newId();
  await assert.rejects(new StepEffects(scope({ runId })).ensure(deal()), (error: NeedsDecision) => {
    assert.equal(error.code, 'several_found');
    return error.candidates.length === 2;
  });
  await assert.rejects(new StepEffects(scope()).ensure(deal()), TargetBusy);
});

test('a linked record that is gone at the vendor is looked for and made again', async () => {
  const first = await new StepEffects(scope()).ensure(deal());
  vendor.clear();
  const second = await new StepEffects(scope()).ensure(deal());
  assert.equal(second.outcome, 'created');
  assert.notEqual(second.id, first.id);
});

test('exclusive work of two runs on one thing never overlaps', async () => {
  let inside = 0;
  const work = async () => {
    assert.equal(++inside, 1);
    await systemClock.sleep(20);
    inside--;
  };
  const results = await Promise.allSettled(
    [1, 2, 3].map(() => new StepEffects(scope()).exclusively('contact', match, work)),
  );
  assert.equal(results.filter((result) => result.status === 'fulfilled').length, 1);
  await new StepEffects(scope()).exclusively('contact', match, work);
});

test('what dropped runs asked a person holds its target no longer, and what was created stays known', async () => {
  const first = await new StepEffects(scope()).ensure(deal());
  const linked = match;
  match = newId();
  vendor.set('a', match).set('b', match);
  await assert.rejects(new StepEffects(scope()).ensure(deal()), NeedsDecision);
  vendor.delete('b');
  const forgotten = await forgetIntents(database.pool, newId());
  assert.ok(forgotten > 0, 'closed intents go');
  assert.equal((await new StepEffects(scope()).ensure(deal())).outcome, 'found');
  assert.equal(await new StepEffects(scope()).linked('deal', linked), first.id);
});

test('whoever waits for a person’s answer asks seldom, whoever waits for a short look soon', async () => {
  vendor.set('a', match).set('b', match);
  await assert.rejects(new StepEffects(scope()).ensure(deal()), NeedsDecision);
  const waiting = new StepEffects(scope()).ensure(deal());
  await assert.rejects(waiting, (error: TargetBusy) => error.waitMs > 10_000);
});
