import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** `npm run check`: types, lint, format and dead code, side by side; each says what it found when it is through. */
const root = join(import.meta.dirname, '..');
const checks = ['types', 'lint', 'format', 'dead'];

function check(name: string): Promise<number> {
  return new Promise((done, reject) => {
    const child = spawn('npm', ['run', '--silent', `check:${name}`], { cwd: root });
    const said: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => said.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      process.stdout.write(`check:${name} ${code === 0 ? 'is fine' : 'found something'}\n`);
      if (code !== 0) process.stdout.write(Buffer.concat(said));
      done(code ?? 1);
    });
  });
}

const codes = await Promise.all(checks.map(check));
process.exitCode = Math.max(...codes);
