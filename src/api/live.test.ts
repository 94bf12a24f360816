import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Hono } from 'hono';
import type { Fingerprint } from '#history/history.ts';
import { storeConnection } from '#history/stored.fixture.ts';
import { systemClock } from '#std/clock.ts';
import type { Clock } from '#std/clock.ts';
import { openHouse } from './house.fixture.ts';
import { createLive } from './live.ts';
import type { Listener, News } from './live.ts';
import { liveRoutes } from './routes/live.ts';

/** A clock whose sleeps end when told, and a history that shows what is set. */
class Stage {
  prints = new Map<string, string>();
  looks: string[][] = [];
  failures: object[] = [];
  #wake: (() => void)[] = [];
  readonly clock: Clock = {
    now: () => 1_000,
    monotonic: () => 0,
    sleep: (_ms, signal) =>
      new Promise((resolve) => {
        this.#wake.push(resolve);
        signal?.addEventListener('abort', () => resolve());
      }),
  };
  readonly live = createLive({
    clock: this.clock,
    log: { error: (fields) => this.failures.push(fields) },
    history: {
      fingerprints: async (ids) => {
        this.looks.push(ids);
        if (this.prints.get('broken')) throw new Error('away');
        return ids.map((workspaceId): Fingerprint => ({
          workspaceId,
          runs: this.prints.get(workspaceId) ?? '',
          connections: '',
          workflows: '',
        }));
      },
    },
  });
  /** One look later. */
  async tick(): Promise<void> {
    await this.#until(() => this.#wake.length > 0);
    const looks = this.looks.length;
    for (const wake of this.#wake.splice(0)) wake();
    await this.#until(() => this.looks.length > looks && this.#wake.length > 0);
  }
  async #until(condition: () => boolean): Promise<void> {
    for (let turns = 0; !condition(); turns++) {
      assert.ok(turns < 1_000, 'nobody looks');
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  listener(): Listener & { heard: News[]; ended: boolean } {
    const heard: News[] = [];
    const listener = {
      heard,
      ended: false,
      changed: (news: News) => void heard.push(news),
      closed: () => void (listener.ended = true),
    };
    return listener;
  }
}

describe('live updates', () => {
  test('listeners of a workspace hear what changed, in growing sequence, and nobody else', async () => {
    const stage = new Stage();
    const [a, b] = [stage.listener(), stage.listener()];
    stage.live.listen('A', null, a);
    stage.live.listen('B', null, b);
    await stage.tick();
    stage.prints.set('A', 'x');
    await stage.tick();
    stage.prints.set('A', 'y');
    await stage.tick();
    await stage.tick();
    assert.deepEqual(a.heard, [
      { topics: ['runs'], sequence: 1_001 },
      { topics: ['runs'], sequence: 1_002 },
    ]);
    assert.deepEqual(b.heard, []);
    stage.live.close();
  });

  test('nobody listens, nobody looks', async () => {
    const stage = new Stage();
    const leave = stage.live.listen('A', null, stage.listener());
    await stage.tick();
    leave();
    await assert.rejects(stage.tick(), /nobody looks/);
  });

  test('whoever comes back after missing something hears of all topics at once', () => {
    const stage = new Stage();
    const [late, current] = [stage.listener(), stage.listener()];
    stage.live.listen('A', 900, late);
    stage.live.listen('A', 1_000, current);
    assert.deepEqual(late.heard, [{ topics: ['runs', 'connections', 'workflows'], sequence: 1_000 }]);
    assert.deepEqual(current.heard, []);
    stage.live.close();
  });

  test('a database that is away stops nothing', async () => {
    const stage = new Stage();
    const listener = stage.listener();
    stage.live.listen('A', null, listener);
    await stage.tick();
    stage.prints.set('broken', 'yes');
    await stage.tick();
    stage.prints.delete('broken');
    stage.prints.set('A', 'x');
    await stage.tick();
    assert.deepEqual([listener.heard.length, stage.failures.length], [1, 1]);
    stage.live.close();
  });

  test('closing ends every listener, also those that come later', () => {
    const stage = new Stage();
    const [early, late] = [stage.listener(), stage.listener()];
    stage.live.listen('A', null, early);
    stage.live.close();
    stage.live.listen('A', null, late);
    assert.deepEqual([early.ended, late.ended], [true, true]);
  });
});

test(
  'a browser is told of a change as a server-sent event, until the hub closes',
  { timeout: 20_000 },
  async () => {
    await using house = await openHouse();
    const acme = await house.workspace('Acme');
    const answer = await acme.as.viewer('GET', `${acme.path}/live`);
    assert.match(answer.headers.get('content-type')!, /text\/event-stream/);
    let heard = '';
    const over = answer.body!.pipeThrough(new TextDecoderStream()).pipeTo(
      new WritableStream({
        write: (text) => {
          heard += text;
        },
      }),
    );
    // The first look only learns how things are; whatever changes after it is news.
    for (let made = 0; !heard.includes('event: changed'); made++) {
      await storeConnection(house.database.pool, acme.id, `Number ${made}`);
      await systemClock.sleep(100);
    }
    assert.match(heard, /data: \{"topics":\["connections"\],"sequence":\d+\}/);
    house.api.close();
    await over;
  },
);

test('a stream ends at the next beat once the walls let its reader in no more', async () => {
  const stage = new Stage();
  let beats = 0;
  const clock = { ...stage.clock, sleep: async () => void beats++ };
  const [route] = liveRoutes(stage.live, clock, async () => beats < 3);
  const app = new Hono().get('/', (context) => {
    const asked = { context, workspaceId: 'A' };
    return route!.handle(asked as never) as Promise<Response>;
  });
  const text = await (await app.request('/')).text();
  assert.equal(text.match(/: here/g)?.length, 2);
  assert.equal(beats, 3);
  stage.live.close();
});
