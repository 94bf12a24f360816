// A tiny process for supervisor.test.ts: a child that behaves as its first argument says, or the parent of one.
import { systemClock } from '#std/clock.ts';
import { supervised } from './supervised.ts';
import { createSupervisor } from './supervisor.ts';

const behaviour = process.argv[2]!;
const stayAlive = () => setInterval(() => undefined, 1_000);

function child(): void {
  const self = supervised({
    // A stubborn one never comes to an end.
    stop: () => (behaviour === 'stubborn' ? new Promise(() => undefined) : Promise.resolve()),
    onMessage: (message, from) => {
      if (message === 'crash') process.exit(3);
      if (message === 'ask') self.send('second', 'greeting');
      if (message === 'greeting') self.send('main', { heard: message, from, pid: process.pid });
    },
  });
  if (behaviour === 'broken') return self.cannotStart('The port 4000 is in use.');
  if (behaviour === 'ends') process.exit(7);
  self.send('main', { started: process.pid });
  self.ready({ pid: process.pid, word: process.env.WORD });
  stayAlive();
}

async function parent(): Promise<void> {
  const silent = { info: () => undefined, warn: () => undefined };
  const supervisor = createSupervisor({ clock: systemClock, log: silent });
  const detail = await supervisor.start({
    name: 'only',
    file: import.meta.filename,
    args: ['good'],
    env: {},
  });
  process.send!(detail);
  stayAlive();
}

if (behaviour === 'parent') await parent();
else child();
