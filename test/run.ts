import { spawn } from 'node:child_process';
import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestPostgres } from './support/database.ts';

/**
 * `npm test`: the static checks, then every test file against one PostgreSQL of this run, at most four files at once.
 * Files named on the command line are tested alone, without the checks.
 */
const root = join(import.meta.dirname, '..');
const named = process.argv.slice(2);

function run(command: string, args: string[], env: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

if (named.length === 0) {
  const code = await run('npm', ['run', '--silent', 'check']);
  if (code !== 0) process.exit(code);
}

const folder = mkdtempSync(join(tmpdir(), 'countersign-test-'));
const server = await startTestPostgres(folder);
let code = 1;
try {
  const files = named.length > 0 ? named : globSync('{src,test,console}/**/*.test.ts', { cwd: root }).sort();
  code = await run(process.execPath, ['--test', '--test-concurrency=4', '--test-reporter=spec', ...files], {
    COUNTERSIGN_TEST_DATABASE_URL: server.connectionString,
  });
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(code);
