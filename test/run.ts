import { spawn } from 'node:child_process';
import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { run as runTests } from 'node:test';
import { spec } from 'node:test/reporters';
import { startTestPostgres } from './support/database.ts';

/**
 * `npm test`: the static checks, then every test file against one PostgreSQL of this run, at most four files at once.
 * Files named on the command line are tested alone, without the checks.
 */
const root = join(import.meta.dirname, '..');
const named = process.argv.slice(2);

function run(command: string, args: string[]): Promise<number> {
  return new Promise((done, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit' });
    child.on('error', reject);
    child.on('exit', (code) => done(code ?? 1));
  });
}

/** Every test file; those that take minutes come first, so that the many short ones fill the gaps at the end. */
function allFiles(): string[] {
  const long = globSync('test/{journeys,chaos}/**/*.test.ts', { cwd: root }).sort();
  const rest = globSync('{src,test,console}/**/*.test.ts', { cwd: root }).sort();
  return [...new Set([...long, ...rest])].map((file) => join(root, file));
}

/** Runs test files, at most four at once, and says how they went. Gives the exit code. */
async function testFiles(files: string[]): Promise<number> {
  let failed = false;
  const stream = runTests({ files, concurrency: 4 }).on('test:fail', () => void (failed = true));
  await pipeline(stream, new spec(), process.stdout, { end: false });
  return failed ? 1 : 0;
}

if (named.length === 0) {
  const code = await run('npm', ['run', '--silent', 'check']);
  if (code !== 0) process.exit(code);
}

const folder = mkdtempSync(join(tmpdir(), 'countersign-test-'));
const server = await startTestPostgres(folder);
let code = 1;
try {
  process.env['COUNTERSIGN_TEST_DATABASE_URL'] = server.connectionString;
  // Hundreds of processes read the same sources: the first that reads one keeps it as the engine wants it.
  process.env['NODE_COMPILE_CACHE'] = join(folder, 'compiled');
  code = await testFiles(named.length > 0 ? named.map((name) => resolve(name)) : allFiles());
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(code);
