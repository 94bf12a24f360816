import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import type { Clock } from '#std/clock.ts';
import { AppError } from '#std/errors.ts';
import type { FromChild, ToChild } from './supervised.ts';

/** A process of our own files. */
export interface ChildSpec {
  name: string;
  /** Absolute path of a file that calls `supervised()`. */
  file: string;
  args?: string[];
  /** Its whole environment. */
  env: Record<string, string>;
}

/**
 * V8's young generation starts at 1 MB and is cleaned by as many threads as there are cores, which under load takes them
 * from the database many times a second; at 16 MB that happens a tenth as often.
 */
const memory = ['--min-semi-space-size=16', '--max-semi-space-size=16'];

export interface SupervisorOptions {
  clock: Clock;
  log: { info: (message: string) => void; warn: (message: string) => void };
  /** Gets what children send to `main`. */
  onMessage?: (message: unknown, from: string) => void;
  /** How long a child may take to stop before it is killed. Default 10,000 ms. */
  graceMs?: number;
  /** Wait before the first restart; it doubles up to 10 s and starts over after a minute of health. Default 200 ms. */
  firstRestartMs?: number;
}

export interface Supervisor {
  /**
   * Starts a child and resolves with what it reported when it was ready. Rejects with AppError when it said that it
   * cannot start, or ended before it was ready; from then on it is restarted whenever it ends unexpectedly.
   */
  start: (spec: ChildSpec) => Promise<unknown>;
  /** Passes a hint to a child; it is lost when that child is not running. */
  send: (to: string, message: unknown) => void;
  /** Stops every child: SIGTERM, and SIGKILL after the grace. Resolves when all have ended; may be called twice. */
  stop: () => Promise<void>;
}

const longestRestartMs = 10_000;
const healthyAfterMs = 60_000;

interface Supervised {
  spec: ChildSpec;
  process: ChildProcess;
  ended: Promise<Ending>;
}

interface Ending {
  /** `code 1` or `signal SIGKILL`. */
  how: string;
}

/** Starts, restarts and stops the product's processes, and relays small messages between them. */
export function createSupervisor(options: SupervisorOptions): Supervisor {
  const processes = new Processes(options);
  return {
    start: (spec) => processes.start(spec),
    send: (to, message) => processes.send(to, message, 'main'),
    stop: () => processes.stop(),
  };
}

class Processes {
  readonly #options: SupervisorOptions;
  readonly #running = new Map<string, Supervised>();
  readonly #watches: Promise<void>[] = [];
  readonly #stopping = new AbortController();

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  send(to: string, message: unknown, from: string): void {
    if (to === 'main') return this.#options.onMessage?.(message, from);
    const child = this.#running.get(to)?.process;
    const envelope: ToChild = { kind: 'message', from, message };
    // Hints only: a child that has just gone finds its work in the database. The callback keeps a failure from being thrown.
    if (child?.connected) child.send(envelope, () => undefined);
  }

  #launch(spec: ChildSpec, onReport: (report: FromChild) => void): Supervised {
    const child = fork(spec.file, spec.args ?? [], {
      env: spec.env,
      execArgv: memory,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    child.on('message', (report: FromChild) => {
      if (report.kind === 'relay') this.send(report.to, report.message, spec.name);
      else onReport(report);
    });
    const ended = new Promise<Ending>((resolve) => {
      child.on('exit', (code, signal) => resolve({ how: signal ? `signal ${signal}` : `code ${code}` }));
      child.on('error', (error) => {
        if (child.pid === undefined) resolve({ how: error.message });
      });
    });
    const supervised = { spec, process: child, ended };
    this.#running.set(spec.name, supervised);
    return supervised;
  }

  async #watch(first: Supervised): Promise<void> {
    const { spec } = first;
    let current = first;
    let waitMs = this.#options.firstRestartMs ?? 200;
    for (;;) {
      const since = this.#options.clock.monotonic();
      const { how } = await current.ended;
      this.#running.delete(spec.name);
      if (this.#stopping.signal.aborted) return;
      if (this.#options.clock.monotonic() - since > healthyAfterMs) {
        waitMs = this.#options.firstRestartMs ?? 200;
      }
      this.#options.log.warn(
        `The process ${spec.name} ended unexpectedly (${how}); it starts again in ${waitMs} ms.`,
      );
      await this.#options.clock.sleep(waitMs, this.#stopping.signal);
      if (this.#stopping.signal.aborted) return;
      waitMs = Math.min(waitMs * 2, longestRestartMs);
      current = this.#launch(spec, (report) => {
        if (report.kind === 'cannot_start') {
          this.#options.log.warn(`The process ${spec.name} cannot start: ${report.sentence}`);
        }
      });
    }
  }

  async start(spec: ChildSpec): Promise<unknown> {
    if (this.#stopping.signal.aborted) throw new AppError('unavailable', 'Countersign is stopping.');
    if (this.#running.has(spec.name)) throw new Error(`There is a process ${spec.name} already`);
    const report = Promise.withResolvers<FromChild>();
    const child = this.#launch(spec, report.resolve);
    const outcome = await Promise.race([report.promise, child.ended]);
    if ('kind' in outcome && outcome.kind === 'ready') {
      this.#watches.push(this.#watch(child));
      this.#options.log.info(`The process ${spec.name} runs (${child.process.pid}).`);
      return outcome.detail;
    }
    await this.#end(child);
    this.#running.delete(spec.name);
    if ('kind' in outcome && outcome.kind === 'cannot_start') {
      throw new AppError('unavailable', outcome.sentence);
    }
    const how = 'how' in outcome ? outcome.how : 'it reported nothing';
    throw new AppError('unavailable', `The process ${spec.name} ended before it was ready (${how}).`);
  }

  async #end({ process: child, spec, ended }: Supervised): Promise<void> {
    const patience = new AbortController();
    const late = this.#options.clock.sleep(this.#options.graceMs ?? 10_000, patience.signal).then(() => {
      if (patience.signal.aborted) return;
      this.#options.log.warn(`The process ${spec.name} did not stop in time and is killed.`);
      child.kill('SIGKILL');
    });
    // Windows has no SIGTERM that a process could answer.
    if (process.platform === 'win32' && child.connected) child.send({ kind: 'stop' } satisfies ToChild);
    else child.kill('SIGTERM');
    await ended;
    patience.abort();
    await late;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all([...this.#running.values()].map((child) => this.#end(child)));
    await Promise.all(this.#watches);
  }
}
