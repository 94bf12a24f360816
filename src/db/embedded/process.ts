import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parse } from 'node:path';
import { messageOf } from '#std/errors.ts';

/** The user PostgreSQL runs as when it is not the user of this process. */
export interface RunAs {
  uid: number;
  gid: number;
}

export interface Outcome {
  /** Exit code; -1 when the program could not be started or was ended by a signal. */
  code: number;
  /** What it printed, both streams together. */
  output: string;
}

// PG… variables of the caller must not steer our server, so nothing is inherited. Windows adds what it needs itself.
const environment: Record<string, string> = { LC_ALL: 'C', TZ: 'UTC' };
if (process.platform !== 'win32') environment.PATH = '/usr/local/bin:/usr/bin:/bin';

/** Runs one of PostgreSQL's programs to its end. Never rejects: a program that cannot start gives code -1. */
export function runProgram(file: string, args: string[], runAs: RunAs | null): Promise<Outcome> {
  return new Promise((resolve) => {
    let output = '';
    // `spawn` throws at once for some faults (a user id that cannot be taken), and emits 'error' for others.
    try {
      const child = spawn(file, args, {
        ...(runAs ?? {}),
        // The folder we were started in may be closed to the other user.
        cwd: parse(file).root,
        env: environment,
        stdio: ['ignore', 'pipe', 'pipe'],
        windowsHide: true,
        // A Ctrl-C in the terminal is for us alone; we stop the server in order.
        detached: process.platform !== 'win32',
      });
      child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
      child.on('error', (error) => resolve({ code: -1, output: messageOf(error) }));
      child.on('close', (code) => resolve({ code: code ?? -1, output: output.trim() }));
    } catch (error) {
      resolve({ code: -1, output: messageOf(error) });
    }
  });
}

/**
 * Whether a process with this id lives (also when it belongs to someone else). A zombie does not: in a container
 * whose first process collects no orphans, a dead server stays one for ever.
 */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  try {
    return !/^State:\s*[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    // Not a Linux, or gone just now; whoever asks in a loop will see.
    return true;
  }
}
