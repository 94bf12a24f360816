import type { Pool } from 'pg';
import type { Connector, ConnectionContext } from '../kit/connector.ts';
import type { Clock, Random } from '../std/clock.ts';
import type { Id } from '../std/id.ts';
import type { Reason } from '../domain/status.ts';
import type { Result } from '../domain/run.ts';
import type { Definition } from '../domain/workflow.ts';
import type { Job } from '../domain/job.ts';
import type { Call } from '../domain/call.ts';
import type { Held } from '../jobs/leases.ts';
import type { LoadedRun } from '../runs/load-store.ts';
import { isConnectionError, isDeadlock } from '../db/pool.ts';
import { finish } from '../jobs/store.ts';
import { loadAttempts, loadRuns } from '../runs/load-store.ts';
import { recordUnknown } from '../runs/result-store.ts';
import { AppError } from '../std/errors.ts';
import { advance, failed } from './advance.ts';
import { createResults, type WriteResult } from './results.ts';

/** What a call of a step may do and where it is kept. */
export interface Reach {
  capture: { calls: Call[] };
  signal: AbortSignal;
  /** Asked right before bytes go out; throws when they must not. */
  beforeWrite(): void;
}

export interface EngineOptions {
  pool: Pool;
  clock: Clock;
  random: Random;
  owner: string;
  connectors: Record<string, Connector>;
  /** The context a connector's action runs with; `connectionId` is null for actions that need no account. */
  connect(
    workspaceId: Id,
    connectionId: Id | null,
    connector: string,
    reach: Reach,
  ): Promise<ConnectionContext>;
  /** A published version; they never change, so they may be remembered. */
  definition(versionId: Id): Promise<Definition>;
  needsReconnect(workspaceId: Id, connectionId: Id | null, reason: Reason): Promise<void>;
  crashPoint(name: string): void;
  metrics: EngineMetrics;
}

export interface EngineMetrics {
  lostClaim(job: Job): void;
  /** One attempt is over and written. */
  attempted(run: LoadedRun, result: Result): void;
}

const persistPauseMs = 100;

/** Takes claimed runs on, and writes what they came to in batches. */
export class Engine {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly random: Random;
  readonly owner: string;
  readonly connectors: Record<string, Connector>;
  readonly connect: EngineOptions['connect'];
  readonly needsReconnect: EngineOptions['needsReconnect'];
  readonly crashPoint: (name: string) => void;
  readonly metrics: EngineMetrics;
  readonly #definition: EngineOptions['definition'];
  readonly #loaded = new WeakMap<Held, LoadedRun | null>();
  readonly #results: WriteResult;

  constructor(options: EngineOptions) {
    this.pool = options.pool;
    this.clock = options.clock;
    this.random = options.random;
    this.owner = options.owner;
    this.connectors = options.connectors;
    this.connect = options.connect;
    this.needsReconnect = options.needsReconnect;
    this.crashPoint = options.crashPoint;
    this.metrics = options.metrics;
    this.#definition = options.definition;
    this.#results = createResults(this.pool, this.owner);
  }

  /** Loads the runs of a batch of claims: two statements, the second only for runs that were tried before. */
  async prepare(held: Held[]): Promise<void> {
    const byId = await loadRuns(
      this.pool,
      held.map((one) => one.job.runId!),
    );
    const tried = held.filter(mayHaveAttempts).flatMap((one) => byId.get(one.job.runId!) ?? []);
    await loadAttempts(this.pool, tried);
    for (const one of held) this.#loaded.set(one, byId.get(one.job.runId!) ?? null);
  }

  /** Takes one run to where it rests. */
  async handle(held: Held): Promise<void> {
    const run = this.#loaded.get(held);
    // Dropped by retention while it waited: nothing is left to do.
    if (!run) return void (await finish(this.pool, this.owner, held.job));
    const definition = await this.#definitionOf(run);
    if (definition) return advance(this, held, run, definition);
    await this.write(held, run, failed(held, run, { code: 'version_gone' }));
  }

  /** Null when the version was deleted with its workspace: trying again would not bring it back. */
  async #definitionOf(run: LoadedRun): Promise<Definition | null> {
    try {
      return await this.#definition(run.versionId);
    } catch (error) {
      if (error instanceof AppError && error.code === 'gone') return null;
      throw error;
    }
  }

  /** Writes a result if the claim still holds. False: overtaken, and only the attempt is kept, as `unknown`. */
  async write(held: Held, run: LoadedRun, result: Result): Promise<boolean> {
    this.crashPoint('before_result');
    const written = await this.persist(held, () => this.#results(result));
    this.crashPoint('after_result');
    if (written) {
      if (result.attempt) this.metrics.attempted(run, result);
      return true;
    }
    this.metrics.lostClaim(held.job);
    if (result.attempt) {
      await recordUnknown(this.pool, run.id, { ...result.attempt, error: { code: 'overtaken' } });
    }
    return false;
  }

  /** Repeats a statement while only our database is at fault and the lease holds: a vendor is never called again for it. */
  async persist<Value>(held: Held, work: () => Promise<Value>): Promise<Value> {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (!(isConnectionError(error) || isDeadlock(error)) || !held.holds()) throw error;
        await this.clock.sleep(persistPauseMs, held.signal);
      }
    }
  }
}

/** A job of its run's own beginning has no payload; one made by hand or by the sweep says so in it. */
const mayHaveAttempts = ({ job }: Held) => job.fence > 1 || job.payload !== null;
