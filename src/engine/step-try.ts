import type { Held } from '../jobs/leases.ts';
import type { Decision } from '../domain/decide.ts';
import type { AttemptRecord } from '../domain/run.ts';
import type { AttemptStatus } from '../domain/status.ts';
import type { LoadedRun } from '../runs/load-store.ts';
import type { Engine } from './engine.ts';
import type { Detail, Performed } from './perform.ts';
import type { ConnectionContext } from '../kit/connector.ts';
import { Overtaken, StepEffects } from '../effects/effects.ts';
import { release } from '../jobs/store.ts';
import { beginAttempt } from '../runs/result-store.ts';
import { perform } from './perform.ts';
import { dataOf, scopeFrom } from './scope.ts';

type ToPerform = Extract<Decision, { do: 'perform' }>;

/** One try of one step of one run: what it may touch, and how it is recorded. */
export class StepTry {
  readonly stepId: string;
  readonly startedAt: number;
  readonly #engine: Engine;
  readonly #held: Held;
  readonly #run: LoadedRun;
  readonly #triggerConnector: string;
  readonly #decision: ToPerform;
  readonly #startedMonotonic: number;
  readonly #detail: Detail = { input: null, notes: [], touched: [], calls: [] };
  #begun: Promise<boolean> | null = null;
  #unknown = false;
  /** Until when (monotonic) a creating call may be written to a socket; null when none is open. */
  #window: number | null = null;

  constructor(engine: Engine, held: Held, run: LoadedRun, triggerConnector: string, decision: ToPerform) {
    this.#engine = engine;
    this.#triggerConnector = triggerConnector;
    this.#held = held;
    this.#run = run;
    this.#decision = decision;
    this.stepId = decision.stepId;
    this.startedAt = engine.clock.now();
    this.#startedMonotonic = engine.clock.monotonic();
  }

  async perform(): Promise<Performed> {
    const { step } = this.#decision;
    const connector = this.#engine.connectors[step.connector];
    const action = connector?.actions.find((one) => one.key === step.key);
    if (!connector || !action) return this.#unknownAction();
    return perform({
      connector,
      action,
      step,
      scope: () =>
        scopeFrom(dataOf(this.#engine.connectors[this.#triggerConnector], this.#run), this.#run.attempts),
      idempotencyKey: `${this.#run.id}:${this.stepId}`,
      effects: this.#effects(action.effect.mode === 'probe' ? action.effect.visibilityDelayMs : 0),
      detail: this.#detail,
      connect: () => this.#connect(),
      begin: () => this.#begin(),
      isUnknown: () => this.#unknown,
    });
  }

  /** Another version of Countersign may have it, and take over: during a deploy both run. */
  #unknownAction(): Performed {
    const { connector, key } = this.#decision.step;
    const message = `Action ${connector}/${key} is not part of this version of Countersign.`;
    const failure = { retryable: true, retryAfterMs: null };
    const error = { code: 'action_unknown', message };
    return { kind: 'failed', outcome: 'failed', failure, error, detail: this.#detail, http: null };
  }

  /** Whether a person asked for this try. */
  get byHand(): boolean {
    return this.#held.job.payload?.['manual'] === true;
  }

  /** The attempt as it goes into the history. */
  record(status: AttemptStatus, performed: Performed): AttemptRecord {
    const { step, n } = this.#decision;
    return {
      step: this.stepId,
      n,
      status,
      trigger: this.byHand ? 'manual' : 'scheduled',
      action: `${step.connector}/${step.key}`,
      connectionId: step.connectionId,
      error: 'error' in performed ? performed.error : null,
      http: performed.http,
      startedAt: this.startedAt,
      ms: Math.round(this.#engine.clock.monotonic() - this.#startedMonotonic),
      nextAt: null,
      detail: Buffer.from(JSON.stringify(performed.detail)),
      output: performed.kind === 'succeeded' ? performed.output : null,
    };
  }

  /** Nothing failed, it is only not our turn: the job comes back after `waitMs`. */
  async giveBack(waitMs: number, performed: Performed): Promise<void> {
    const { pool, owner } = this.#engine;
    if (this.#begun !== null && (await this.#begun)) {
      const record = {
        ...this.record('failed', performed),
        error: { code: 'target_busy' },
        nextAt: this.#engine.clock.now() + waitMs,
      };
      await this.#engine.write(this.#held, this.#run, {
        job: this.#held.job.id,
        fence: this.#held.job.fence,
        runId: this.#run.id,
        workspaceId: this.#run.workspaceId,
        attempt: record,
        status: 'waiting',
        reason: record.error,
        delayMs: waitMs,
        words: null,
        hadAttention: true,
      });
      return;
    }
    await this.#engine.persist(this.#held, () => release(pool, owner, [this.#held.job], waitMs));
  }

  #begin(): Promise<boolean> {
    const { pool, owner } = this.#engine;
    const { id, fence } = this.#held.job;
    const running = this.record('running', { kind: 'overtaken', detail: this.#detail, http: null });
    this.#begun ??= this.#engine.persist(this.#held, () =>
      beginAttempt(pool, owner, { job: id, fence, runId: this.#run.id }, running),
    );
    return this.#begun;
  }

  #connect(): Promise<ConnectionContext> {
    const { step } = this.#decision;
    return this.#engine.connect(this.#run.workspaceId, step.connectionId, step.connector, {
      capture: this.#detail,
      signal: this.#held.signal,
      beforeWrite: () => this.#beforeWrite(),
    });
  }

  /** Asked right before bytes go to a socket: a paused and overtaken worker must not send. */
  #beforeWrite(): void {
    this.#engine.crashPoint('before_write');
    const open = this.#window === null || this.#engine.clock.monotonic() < this.#window;
    if (!open || !this.#held.holds()) throw new Overtaken();
  }

  #effects(visibilityMs: number): StepEffects {
    const engine = this.#engine;
    return new StepEffects({
      db: engine.pool,
      clock: engine.clock,
      workspaceId: this.#run.workspaceId,
      connectionId: this.#decision.step.connectionId ?? this.#run.workspaceId,
      runId: this.#run.id,
      visibilityMs,
      holds: () => this.#held.holds(),
      begin: () => this.#begin(),
      openWindow: (deadline) => (this.#window = deadline),
      outcomeUnknown: () => (this.#unknown = true),
      persist: (work) => engine.persist(this.#held, work),
      crashPoint: engine.crashPoint,
    });
  }
}
