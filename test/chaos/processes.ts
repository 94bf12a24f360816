import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const source = join(import.meta.dirname, '../../src');

/** One process of the product that may be killed, stopped and started again at will. */
export class Victim {
  readonly name: string;
  readonly #env: Record<string, string>;
  #child: ChildProcess | null = null;
  /** How often it was killed from outside, or killed itself at a crash point. */
  kills = 0;
  /** Hints from one process to the other, as the supervisor would relay them. */
  onRelay: (to: string, message: unknown) => void = () => undefined;

  constructor(name: string, env: Record<string, string>) {
    this.name = name;
    this.#env = env;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** Starts it and waits until it is ready or dead. True: ready. */
  async start(env: Record<string, string> = {}): Promise<boolean> {
    const child = fork(join(source, `${this.name}.ts`), [], {
      env: { ...this.#env, ...env },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#child = child;
    return new Promise((resolve) => {
      child.on('message', (report: { kind: string; to?: string; message?: unknown; sentence?: string }) => {
        if (report.kind === 'ready') resolve(true);
        if (report.kind === 'relay') this.onRelay(report.to!, report.message);
        if (report.kind === 'cannot_start') resolve(false);
      });
      child.on('exit', () => resolve(false));
    });
  }

  /** Whether the process is stopped by a signal (state T). Linux. */
  isStopped(): boolean {
    try {
      return /^State:\s+T/m.test(readFileSync(`/proc/${this.pid}/status`, 'utf8'));
    } catch {
      return false;
    }
  }

  send(message: unknown): void {
    if (this.#child?.connected) this.#child.send({ kind: 'message', from: 'main', message }, () => undefined);
  }

  /** Resolves when it ends by itself (at a crash point). */
  async ended(): Promise<void> {
    const child = this.#child;
    if (child && child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }

  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  async kill(): Promise<void> {
    this.kills++;
    this.signal('SIGKILL');
    await this.ended();
  }

  async stop(): Promise<void> {
    this.signal('SIGCONT');
    this.signal('SIGTERM');
    await this.ended();
  }
}
