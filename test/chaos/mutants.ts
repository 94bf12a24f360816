import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestPostgres } from '../support/database.ts';

/**
 * `npm run test:mutants`: takes the guards of promise 1 out, one by one, in a copy of the product, and runs the tests that
 * must notice. A mutant that survives means a test that cannot fail.
 */
interface Mutant {
  name: string;
  file: string;
  /** Text that stands there once, and what takes its place. */
  from: string;
  to: string;
  tests: string[];
}

const mutants: Mutant[] = [
  {
    name: 'the fence: a result is written whoever holds the job',
    file: 'src/jobs/store.ts',
    from: 'return `jobs.id = inp.job and jobs.fence = inp.fence and jobs.owner = ${owner}`;',
    to: 'return `jobs.id = inp.job and ${owner}::text is not null`;',
    tests: ['src/jobs/lane.test.ts', 'src/engine/lost.test.ts'],
  },
  {
    name: 'commit before answer: 202 without waiting for the commit',
    file: 'src/intake/receive.ts',
    from: 'const accepted = await accept(options, endpoint, request);',
    to: 'const accepted = {}; accept(options, endpoint, request).catch(() => undefined);',
    tests: ['src/intake/receive.test.ts'],
  },
  {
    name: 'dedupe: every delivery is a new fact',
    file: 'src/intake/facts.ts',
    from: `hash: hashOf('fact', fact.trigger, fact.dedupeKey),`,
    to: `hash: hashOf('fact', fact.trigger, fact.dedupeKey, newId()),`,
    tests: ['src/intake/intake.test.ts', 'src/engine/engine.test.ts'],
  },
  {
    name: 'the target key: each run has one of its own',
    file: 'src/effects/effects.ts',
    from: 'return { workspaceId, connectionId, object, match };',
    to: 'return { workspaceId, connectionId, object, match: match + this.#scope.runId };',
    tests: ['src/effects/effects.test.ts'],
  },
  {
    name: 'the intent’s deadline: others take over while a call may still go out',
    file: 'src/domain/intent.ts',
    from: `if (wait > 0) return { may: 'wait', ms: wait };`,
    to: `if (wait > Infinity) return { may: 'wait', ms: wait };`,
    tests: ['src/effects/effects.test.ts'],
  },
  {
    name: 'batch splitting: one bad body fails its neighbours',
    file: 'src/intake/intake.ts',
    from: 'if (!isDataError(error)) throw error;',
    to: 'throw error;',
    tests: ['src/intake/intake.test.ts'],
  },
  {
    name: 'the epoch check: events are matched against old versions',
    file: 'src/runs/intake-store.ts',
    from: 'where (select epoch from now_epoch) = $1::bigint)',
    to: 'where $1::bigint is not null)',
    tests: ['src/intake/intake.test.ts'],
  },
];

const root = join(import.meta.dirname, '../..');
const only = process.argv[2];
const folder = mkdtempSync(join(tmpdir(), 'countersign-mutants-'));
const copy = join(folder, 'copy');
const server = await startTestPostgres(join(folder, 'data'));
let survivors = 0;

function copyProduct(): void {
  rmSync(copy, { recursive: true, force: true });
  for (const part of ['src', 'test', 'migrations', 'console', 'package.json', 'tsconfig.json']) {
    cpSync(join(root, part), join(copy, part), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
}

/** Whether the tests pass in the copy. */
function passes(tests: string[]): boolean {
  const env = { ...process.env, COUNTERSIGN_TEST_DATABASE_URL: server.connectionString };
  const run = spawnSync(process.execPath, ['--test', '--test-concurrency=1', ...tests], {
    cwd: copy,
    env,
    encoding: 'utf8',
    timeout: 300_000,
  });
  return run.status === 0;
}

try {
  copyProduct();
  const all = [...new Set(mutants.flatMap((mutant) => mutant.tests))];
  if (!passes(all)) throw new Error(`the tests fail without any mutant: ${all.join(', ')}`);
  for (const mutant of mutants) {
    if (only && !mutant.name.includes(only)) continue;
    copyProduct();
    const path = join(copy, mutant.file);
    const text = readFileSync(path, 'utf8');
    if (text.split(mutant.from).length !== 2) {
      throw new Error(`${mutant.file} does not hold once: ${mutant.from}`);
    }
    writeFileSync(
      path,
      text.replace(mutant.from, () => mutant.to),
    );
    const survived = passes(mutant.tests);
    if (survived) survivors++;
    console.log(`${survived ? '✗ SURVIVED' : '✓ caught'}  ${mutant.name}`);
  }
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
console.log(survivors === 0 ? 'Every mutant was caught.' : `${survivors} mutants survived.`);
process.exit(survivors === 0 ? 0 : 1);
