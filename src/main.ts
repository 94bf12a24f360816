import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { childEnvironment, loadConfig, type Config } from './config.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './db/embedded/embedded.ts';
import { migrate } from './db/migrate.ts';
import { requireDatabase } from './db/reach.ts';
import { loadSecret } from './secret.ts';
import { systemClock } from './std/clock.ts';
import { AppError, messageOf } from './std/errors.ts';
import { createSupervisor, type Supervisor } from './supervisor.ts';

/**
 * `npm start`: the database, migrations, the console, then the processes. This process only watches over them; what is
 * said to people goes to standard error, the log of the processes to standard output.
 */
const root = join(import.meta.dirname, '..');
const say = (line: string) => process.stderr.write(`${line}\n`);
const supervisor = createSupervisor({ clock: systemClock, log: { info: () => undefined, warn: say } });
/** The embedded database, once its start began: stopping waits for it. */
let database: Promise<EmbeddedPostgres> | null = null;
let stopping: Promise<void> | null = null;

// What this process and its children write is nobody else's to read.
process.umask(0o077);
process.on('SIGINT', () => void end(0));
process.on('SIGTERM', () => void end(0));

try {
  await start(loadConfig(), supervisor);
} catch (error) {
  say(error instanceof AppError ? error.message : `Countersign cannot start: ${messageOf(error)}`);
  if (!(error instanceof AppError)) say(String((error as Error).stack));
  await end(1);
}

async function start(config: Config, processes: Supervisor): Promise<void> {
  const databaseUrl = await openDatabase(config);
  if (stopping) return;
  const applied = await migrate(databaseUrl);
  if (applied.length > 0) say(`The database is up to date (${applied.length} migrations applied).`);
  const secret = await loadSecret(config.secret, config.dataFolder);
  const inner = { ...config.internal, databaseUrl, secret };
  const spec = (name: string, demo: Demo | null) => ({
    name,
    file: join(root, 'src', `${name}.ts`),
    env: {
      ...childEnvironment({ ...inner, emulatorUrl: demo?.origin ?? null, smtpUrl: demo?.smtp ?? null }),
      ...compileCache(config),
    },
  });
  const emulators = config.demo ? await startEmulators(processes, spec) : null;
  const worker = config.role === 'web' ? null : processes.start(spec('worker', emulators));
  const web = config.role === 'worker' ? null : startWeb(config, processes, spec('web', emulators));
  await Promise.all([worker, web]);
}

/** Address of the database: the one that was named, or our own. */
async function openDatabase(config: Config): Promise<string> {
  if (config.databaseUrl !== null) {
    await requireDatabase(config.databaseUrl);
    return config.databaseUrl;
  }
  database = startEmbeddedPostgres({ dataFolder: config.dataFolder, log: say });
  return (await database).connectionString;
}

/** Compiled sources are kept, so that a restart costs half. */
function compileCache({ dataFolder }: Config): Record<string, string> {
  return { NODE_COMPILE_CACHE: join(dataFolder, 'compile-cache') };
}

async function startEmulators(
  processes: Supervisor,
  spec: (name: string, demo: Demo | null) => Parameters<Supervisor['start']>[0],
): Promise<Demo> {
  return (await processes.start(spec('emulators', null))) as Demo;
}

/** Where the emulators are, and the mail server among them. */
interface Demo {
  origin: string;
  smtp: string;
}

async function startWeb(
  config: Config,
  processes: Supervisor,
  spec: Parameters<Supervisor['start']>[0],
): Promise<void> {
  await buildConsole();
  announce(config, (await processes.start(spec)) as Started);
}

/** Builds the console when its sources changed, in a process of its own: Vite's memory goes away with it. */
async function buildConsole(): Promise<void> {
  const child = spawn(process.execPath, [join(root, 'console', 'build.ts')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0 && !stopping) {
    throw new AppError('internal', 'The console could not be built; what went wrong stands above.');
  }
}

interface Started {
  port: number;
  /** Path of the one-time set-up link, while nobody has an account. */
  setup: string | null;
  emulators: string | null;
}

function announce(config: Config, web: Started): void {
  const host = config.host === '0.0.0.0' || config.host === '::' ? 'localhost' : config.host;
  const address = config.publicUrl ?? `http://${host}:${web.port}`;
  say('');
  say(`Countersign is ready: ${address}`);
  if (web.setup) say(`  Nobody has an account yet. Make the first one here: ${address}${web.setup}`);
  if (web.emulators) {
    say(
      `  1. Open ${address} and enter the demo: Clicksign and RD Station CRM are connected, a workflow is published.`,
    );
    say(`  2. Send a document in the Clicksign emulator and sign it: ${web.emulators}/clicksign/`);
    say(
      `  3. See the deal in the RD Station emulator (${web.emulators}/rdstation/) and both sides in History.`,
    );
  }
  say('  Ctrl-C stops everything.');
}

/** Stops the processes, then the database they use. */
function end(code: number): Promise<void> {
  stopping ??= (async () => {
    process.exitCode = code;
    await supervisor.stop();
    const started = await database?.catch(() => null);
    await started?.stop();
    process.exit(code);
  })();
  return stopping;
}
