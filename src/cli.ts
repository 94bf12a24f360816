import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from './config.ts';
import { startEmulators } from './connectors/emulators.ts';
import { clicksignToRdStation, type JourneyPlaces } from './demo/clicksign-rdstation.ts';
import { hubSpotMirror } from './demo/hubspot-mirror.ts';
import { CheckFailed, createNarrator } from './demo/steps.ts';
import { attachToEmbedded } from './db/embedded/attach.ts';
import { createPool } from './db/pool.ts';
import { demoControlToken } from './kit/emulator/emulator.ts';
import { rotateKeys } from './rotate-keys.ts';
import { systemClock } from './std/clock.ts';
import { AppError } from './std/errors.ts';
import { freePorts } from './std/ports.ts';

/** `npm run demo -- JOURNEY`, `npm run emulators` and `npm run rotate-keys`. */
const journeys = { 'clicksign-rdstation': clicksignToRdStation, 'hubspot-mirror': hubSpotMirror };
const [command, ...words] = process.argv.slice(2);

try {
  if (command === 'demo') await demo(words[0]);
  else if (command === 'emulators') await emulators();
  else if (command === 'rotate-keys') await rotate();
  else {
    throw new AppError(
      'invalid',
      'Usage: npm run demo -- JOURNEY, npm run emulators, or npm run rotate-keys.',
    );
  }
} catch (error) {
  const known = error instanceof AppError || error instanceof CheckFailed;
  console.error(known ? error.message : error);
  process.exitCode = 1;
}

async function demo(name = ''): Promise<void> {
  const journey = journeys[name as keyof typeof journeys];
  if (!journey) {
    throw new AppError(
      'invalid',
      `There is no journey "${name}". The journeys are: ${Object.keys(journeys).join(', ')}.`,
    );
  }
  const { port } = loadConfig();
  const running = (await answers(`http://127.0.0.1:${port}`)) ? at(port) : null;
  const own = running ? null : await startOwn();
  try {
    await journey(running ?? own!.places, systemClock, createNarrator(systemClock, console.log));
    console.log('The journey holds.');
  } finally {
    await own?.stop();
  }
}

function at(port: number): JourneyPlaces {
  return { hub: `http://127.0.0.1:${port}`, emulators: `http://127.0.0.1:${port + 1}` };
}

async function answers(origin: string): Promise<boolean> {
  return fetch(`${origin}/readyz`).then(
    (response) => response.ok,
    () => false,
  );
}

/** Nothing runs yet: a hub of its own, on free ports and in a folder that is gone afterwards. */
async function startOwn(): Promise<{ places: JourneyPlaces; stop(): Promise<void> }> {
  const port = await freePorts(3);
  const data = mkdtempSync(join(tmpdir(), 'countersign-demo-'));
  console.log(`Nothing runs on the usual port; starting a hub on port ${port} for this journey.`);
  const env = {
    ...process.env,
    COUNTERSIGN_PORT: String(port),
    COUNTERSIGN_DATA: data,
    COUNTERSIGN_LOG: 'warn',
  };
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const ended = once(child, 'exit');
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(data, { recursive: true, force: true });
  };
  const places = at(port);
  for (let tries = 0; !(await answers(places.hub)); tries++) {
    if (child.exitCode !== null || tries > 1_200) {
      await stop();
      throw new AppError('unavailable', 'The hub did not start; what it said stands above.');
    }
    await systemClock.sleep(100);
  }
  return { places, stop };
}

async function emulators(): Promise<void> {
  const { port, host, dataFolder } = loadConfig();
  const running = await startEmulators({
    port: port === 0 ? 0 : port + 1,
    host,
    dataFolder: join(dataFolder, 'emulators'),
    controlToken: demoControlToken,
    clock: systemClock,
    random: Math.random,
  });
  console.log(`The emulators are ready: ${running.origin}  (Ctrl-C stops them)`);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await running.close();
}

/** Seals what is stored with the newest secret, beside the hub that runs. */
async function rotate(): Promise<void> {
  const { databaseUrl, dataFolder, secret } = loadConfig();
  if (secret === null) {
    throw new AppError('invalid', 'Set COUNTERSIGN_SECRET to the new and the old secret, "new,old".');
  }
  const pool = createPool({
    connectionString: databaseUrl ?? (await attachToEmbedded(dataFolder)),
    applicationName: 'countersign rotate-keys',
    maxConnections: 2,
  });
  try {
    await rotateKeys(pool, secret, console.log);
  } finally {
    await pool.end();
  }
}
