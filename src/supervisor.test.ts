import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '#db/embedded/process.ts';
import { systemClock } from '#std/clock.ts';
import { createSupervisor } from './supervisor.ts';
import type { ChildSpec, SupervisorOptions } from './supervisor.ts';

const file = join(import.meta.dirname, 'supervisor.fixture.ts');
const child = (name: string, behaviour = 'good'): ChildSpec => ({
  name,
  file,
  args: [behaviour],
  env: { WORD: 'blue' },
});

interface Detail {
  pid: number;
  word: string;
}

function start(extra: Partial<SupervisorOptions> = {}) {
  const warnings: string[] = [];
  const heard = new EventEmitter();
  const log = { info: () => undefined, warn: (line: string) => void warnings.push(line) };
  const onMessage = (message: unknown, from: string) => heard.emit(from, message);
  const supervisor = createSupervisor({ clock: systemClock, log, onMessage, firstRestartMs: 10, ...extra });
  const next = async (from: string) => ((await once(heard, from)) as [Record<string, unknown>])[0];
  return { ...supervisor, warnings, next, [Symbol.asyncDispose]: supervisor.stop };
}

async function untilGone(pid: number): Promise<void> {
  while (isAlive(pid)) await sleep(5);
}

test('a child reports that it is ready, and stops in order', async () => {
  await using supervisor = start();
  const { pid, word } = (await supervisor.start(child('one'))) as Detail;
  assert.equal(word, 'blue');
  assert.ok(isAlive(pid));
  await supervisor.stop();
  assert.equal(isAlive(pid), false);
  assert.deepEqual(supervisor.warnings, []);
  await supervisor.stop();
});

test('a child that ends unexpectedly is started again, each time', async () => {
  await using supervisor = start();
  const { pid } = (await supervisor.start(child('one'))) as Detail;
  process.kill(pid, 'SIGKILL');
  const second = (await supervisor.next('one')).started as number;
  assert.notEqual(second, pid);
  supervisor.send('one', 'crash');
  const third = (await supervisor.next('one')).started as number;
  assert.notEqual(third, second);
  assert.deepEqual(supervisor.warnings, [
    'The process one ended unexpectedly (signal SIGKILL); it starts again in 10 ms.',
    'The process one ended unexpectedly (code 3); it starts again in 20 ms.',
  ]);
  await supervisor.stop();
  assert.equal(isAlive(third), false);
});

test('stopping while a restart is waited for starts nothing', async () => {
  const waits = Promise.withResolvers<void>();
  const clock = {
    ...systemClock,
    sleep: (ms: number, signal?: AbortSignal) => {
      if (ms === 777) waits.resolve();
      return systemClock.sleep(ms === 777 ? 3_600_000 : ms, signal);
    },
  };
  await using supervisor = start({ clock, firstRestartMs: 777 });
  const { pid } = (await supervisor.start(child('one'))) as Detail;
  process.kill(pid, 'SIGKILL');
  await waits.promise;
  await supervisor.stop();
  await assert.rejects(supervisor.start(child('two')), { message: 'Countersign is stopping.' });
});

test('a child that does not stop in time is killed', async () => {
  await using supervisor = start({ graceMs: 50 });
  const { pid } = (await supervisor.start(child('one', 'stubborn'))) as Detail;
  await supervisor.stop();
  assert.equal(isAlive(pid), false);
  assert.deepEqual(supervisor.warnings, ['The process one did not stop in time and is killed.']);
});

test('a child that cannot start says why, and is not started again', async () => {
  await using supervisor = start();
  await assert.rejects(supervisor.start(child('one', 'broken')), {
    name: 'AppError',
    message: 'The port 4000 is in use.',
  });
  await assert.rejects(supervisor.start(child('two', 'ends')), {
    message: 'The process two ended before it was ready (code 7).',
  });
  assert.deepEqual(supervisor.warnings, []);
});

test('children hear each other by name, and a hint to one that is not there is dropped', async () => {
  await using supervisor = start();
  await supervisor.start(child('first'));
  supervisor.send('second', 'greeting');
  const { pid } = (await supervisor.start(child('second'))) as Detail;
  const answer = supervisor.next('second');
  supervisor.send('first', 'ask');
  assert.deepEqual(await answer, { heard: 'greeting', from: 'first', pid });
});

test('children end when their supervisor is killed', async () => {
  const parent = fork(file, ['parent'], { env: {} });
  const [{ pid }] = (await once(parent, 'message')) as [Detail];
  assert.ok(isAlive(pid));
  parent.kill('SIGKILL');
  await untilGone(pid);
});

test("a terminal's Ctrl-C is the supervisor's matter: children go on until they are told", async () => {
  await using supervisor = start();
  const { pid } = (await supervisor.start(child('one'))) as Detail;
  await supervisor.start(child('second'));
  process.kill(pid, 'SIGINT');
  // Two rounds: one that was stopping could still answer the first.
  for (const round of [1, 2]) {
    const answer = supervisor.next('second');
    supervisor.send('one', 'ask');
    assert.equal((await answer).heard, 'greeting', `round ${round}`);
  }
  assert.deepEqual(supervisor.warnings, []);
});
