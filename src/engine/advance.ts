import type { Held } from '../jobs/leases.ts';
import type { ActionStep, Definition } from '../domain/workflow.ts';
import type { Lane } from '../domain/job.ts';
import type { AttemptRecord, Result } from '../domain/run.ts';
import type { Reason } from '../domain/status.ts';
import type { LoadedRun } from '../runs/load-store.ts';
import type { Engine } from './engine.ts';
import type { Performed } from './perform.ts';
import { decide, nextTry } from '../domain/decide.ts';
import { termsOf } from '../domain/terms.ts';
import { recordUnknown } from '../runs/result-store.ts';
import { release } from '../jobs/store.ts';
import { StepTry } from './step-try.ts';

/** How long somebody else's call is let be before we look again. */
const yieldMs = 1_000;

/**
 * Takes a claimed run as far as it goes: performs step after step until it rests (completed, failed, parked, waiting).
 * Each result is written by the statement that keeps or ends the job, so whoever was overtaken writes nothing.
 */
export async function advance(
  engine: Engine,
  held: Held,
  run: LoadedRun,
  definition: Definition,
): Promise<void> {
  if (run.status === 'canceled' || run.status === 'completed') return end(engine, held, run, run.status);
  if (wasLost(held, run)) await recordLostClaim(engine, held, run, definition);
  for (;;) {
    const decision = decide(definition, run.attempts);
    if (decision.do === 'rest') return end(engine, held, run, 'completed');
    const lane = laneOf(engine, decision.step);
    if (lane !== held.job.lane) return handOver(engine, held, lane);
    const attempt = new StepTry(engine, held, run, definition.trigger.connector, decision);
    const performed = await attempt.perform();
    if (performed.kind === 'overtaken') {
      return yieldTo(engine, held, run, attempt.record('unknown', performed));
    }
    if (performed.kind === 'busy') return attempt.giveBack(performed.waitMs, performed);
    const result = resultOf(engine, held, run, decision.step, attempt, performed);
    if (performed.kind === 'succeeded') {
      run.attempts.push({ ...result.attempt!, output: performed.output });
      const next = decide(definition, run.attempts);
      if (next.do === 'rest') Object.assign(result, { status: 'completed', hadAttention: hadAttention(run) });
    }
    if (performed.kind === 'reconnect') {
      await engine.needsReconnect(run.workspaceId, decision.step.connectionId, performed.error);
    }
    if (!(await engine.write(held, run, result))) return;
    if (result.status !== null) return;
  }
}

/** A claim before this one ended without a result, or its job was taken away while an attempt was under way. */
function wasLost({ job }: Held, run: LoadedRun): boolean {
  return job.fence - 1 > job.settled || run.attempts.some((attempt) => attempt.status === 'running');
}

/** Steps that may be slow have a lane of their own; the job goes there for one. */
function laneOf(engine: Engine, { connector, key }: ActionStep): Lane {
  return engine.connectors[connector]?.actions.find((one) => one.key === key)?.lane ?? 'runs';
}

async function handOver(engine: Engine, held: Held, lane: Lane): Promise<void> {
  await engine.persist(held, () => release(engine.pool, engine.owner, [held.job], 0, { lane }));
}

/** Somebody else has the target or the job. A job that is still ours comes back to see what became of it. */
async function yieldTo(engine: Engine, held: Held, run: LoadedRun, record: AttemptRecord): Promise<void> {
  await engine.persist(held, () => recordUnknown(engine.pool, run.id, record));
  await release(engine.pool, engine.owner, [held.job], yieldMs);
}

/** A worker died with this run: what it tried has no outcome anybody knows. */
async function recordLostClaim(
  engine: Engine,
  held: Held,
  run: LoadedRun,
  definition: Definition,
): Promise<void> {
  const begun = run.attempts.filter((attempt) => attempt.status === 'running');
  const decision = decide(definition, run.attempts);
  if (decision.do === 'rest') return;
  const n = begun[0]?.n ?? decision.n;
  const lost: AttemptRecord = {
    step: begun[0]?.step ?? decision.stepId,
    n,
    status: 'unknown',
    trigger: 'scheduled',
    action: `${decision.step.connector}/${decision.step.key}`,
    connectionId: decision.step.connectionId,
    error: { code: 'worker_lost' },
    http: null,
    startedAt: begun[0]?.startedAt ?? engine.clock.now(),
    ms: null,
    nextAt: null,
    detail: null,
    output: null,
  };
  await recordUnknown(engine.pool, run.id, lost);
  run.attempts = [
    ...run.attempts.filter((attempt) => attempt.status !== 'running'),
    { ...lost, output: null },
  ];
  engine.metrics.lostClaim(held.job);
}

async function end(
  engine: Engine,
  held: Held,
  run: LoadedRun,
  status: 'completed' | 'canceled',
): Promise<void> {
  await engine.write(held, run, rest(held, run, status));
}

const hadAttention = (run: LoadedRun) => run.attempts.length > 1 || run.status !== 'pending';

function rest(held: Held, run: LoadedRun, status: 'completed' | 'canceled'): Result {
  return {
    job: held.job.id,
    fence: held.job.fence,
    runId: run.id,
    workspaceId: run.workspaceId,
    attempt: null,
    status,
    reason: null,
    delayMs: 0,
    words: null,
    hadAttention: hadAttention(run),
  };
}

/** A run that can never go on. */
export function failed(held: Held, run: LoadedRun, reason: Reason): Result {
  return { ...rest(held, run, 'completed'), status: 'failed', reason };
}

function resultOf(
  engine: Engine,
  held: Held,
  run: LoadedRun,
  step: ActionStep,
  attempt: StepTry,
  performed: Exclude<Performed, { kind: 'busy' | 'overtaken' }>,
): Result {
  const base = { ...rest(held, run, 'completed'), status: null };
  if (performed.kind === 'succeeded') {
    const words = performed.terms.length > 0 ? termsOf(performed.terms) : null;
    return { ...base, attempt: attempt.record('succeeded', performed), words };
  }
  if (performed.kind === 'parked' || performed.kind === 'reconnect') {
    const code = performed.kind === 'reconnect' ? 'needs_reconnect' : performed.error.code;
    const reason = { ...performed.error, code };
    return { ...base, attempt: attempt.record('failed', performed), status: 'parked', reason };
  }
  const now = engine.clock.now();
  // A try by hand opens a new round: what failed before it counts no more.
  const earlier = attempt.byHand ? [] : run.attempts.filter((one) => one.step === attempt.stepId);
  const next = nextTry(step, earlier, performed.failure, attempt.startedAt, now, engine.random);
  const record = { ...attempt.record(performed.outcome, performed), nextAt: next };
  if (next === null) return { ...base, attempt: record, status: 'failed', reason: performed.error };
  return { ...base, attempt: record, status: 'waiting', reason: performed.error, delayMs: next - now };
}
