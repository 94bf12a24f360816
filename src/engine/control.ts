import type { Pool, PoolClient } from 'pg';
import type { Actor } from '../domain/actor.ts';
import type { Definition } from '../domain/workflow.ts';
import type { RunAction } from '../runs/action-store.ts';
import type { LockedRun } from '../runs/control-store.ts';
import type { Id } from '../std/id.ts';
import { isDeadlock, transaction } from '../db/pool.ts';
import { theHub } from '../domain/actor.ts';
import * as intents from '../effects/store.ts';
import { cancelJobs, enqueue, hurryJobs, skipHead } from '../jobs/store.ts';
import { noteAction } from '../runs/action-store.ts';
import * as store from '../runs/control-store.ts';
import { AppError } from '../std/errors.ts';
import { newId, showId } from '../std/id.ts';
import { planRepeat, type RepeatParts } from './repeat.ts';

export interface ControlOptions extends RepeatParts {
  pool: Pool;
  onWork(): void;
}

const bulkSize = 200;
const deadlockTries = 3;

export type BulkAction = 'retry' | 'repeat' | 'cancel';
export type Choice = 'adopt' | 'send_again' | 'give_up' | 'retry';

/** What people do with runs. Each action is one transaction, and leaves its trace on the run. */
export class RunControl {
  readonly #options: ControlOptions;
  constructor(options: ControlOptions) {
    this.#options = options;
  }

  /** Tries a failed, parked or waiting run again now. A manual try opens a new round of the retry policy. */
  async retry(workspaceId: Id, runId: Id, by: Actor = theHub): Promise<void> {
    await this.#change(workspaceId, runId, async (tx, run) => {
      if ((await this.#retryAll(tx, workspaceId, [run], by)) === 0) throw cannot('retried', run);
    });
  }

  /** Goes through a step again, and all after it. What they did before stays in the history and is found, not doubled. */
  async retryFrom(workspaceId: Id, runId: Id, stepId: string, by: Actor = theHub): Promise<void> {
    await this.#change(workspaceId, runId, async (tx, run) => {
      if (run.status === 'pending' || run.status === 'waiting') throw cannot('retried from a step', run);
      const steps = stepsFrom(await this.#options.definition(run.versionId), stepId);
      if (steps.length === 0) throw new AppError('not_found', `The run has no step ${stepId}.`);
      await store.supersedeSteps(tx, runId, steps);
      await this.#goOn(tx, workspaceId, [run]);
      await this.#note(tx, workspaceId, [run], { action: 'retry_from', params: { stepId }, by });
    });
  }

  /** Starts a new run for the same event, with the version published now (or the run's own when none is). */
  async repeat(workspaceId: Id, runId: Id, by: Actor = theHub): Promise<Id> {
    let repeated = '';
    await this.#change(workspaceId, runId, async (tx, run) => {
      const plan = await planRepeat(this.#options, tx, workspaceId, run);
      await store.insertRun(tx, plan);
      const { jobId: id, lane, orderKey, orderAt } = plan;
      await enqueue(tx, [{ id, lane, kind: 'run.advance', workspaceId, runId: plan.id, orderKey, orderAt }]);
      await this.#note(tx, workspaceId, [run], {
        action: 'repeat',
        params: { as: showId('run', plan.id) },
        by,
      });
      await this.#note(tx, workspaceId, [plan], {
        action: 'repeat',
        params: { of: showId('run', runId) },
        by,
      });
      repeated = plan.id;
    });
    return repeated;
  }

  /** Ends a run. A call under way may still happen; nothing after it does. */
  async cancel(workspaceId: Id, runId: Id, by: Actor = theHub): Promise<void> {
    await this.#change(workspaceId, runId, async (tx, run) => {
      if ((await this.#cancelAll(tx, workspaceId, [run], by)) === 0) throw cannot('canceled', run);
    });
  }

  /** Answers a parked run: `adopt` names the record that is meant, `send_again` creates it, `give_up` ends the run. */
  async decide(
    workspaceId: Id,
    runId: Id,
    choice: Choice,
    externalId: string | null,
    by: Actor = theHub,
  ): Promise<void> {
    await this.#change(workspaceId, runId, async (tx, run) => {
      if (run.status !== 'parked') throw cannot('decided', run);
      const params = { choice, ...(choice === 'adopt' && { externalId }) };
      await this.#note(tx, workspaceId, [run], { action: 'decide', params, by });
      const asked = await intents.parkedIntents(tx, workspaceId, runId);
      if (choice === 'give_up') {
        await intents.giveUpIntents(
          tx,
          asked.map((intent) => intent.id),
        );
        return store.moveRuns(tx, workspaceId, [runId], 'failed', { code: 'given_up' });
      }
      if (choice === 'adopt' && !externalId) {
        throw new AppError('invalid', 'Say which record is meant: its id at the vendor is missing.');
      }
      for (const intent of asked) {
        if (choice === 'send_again') await intents.approveIntent(tx, intent.id);
        if (choice === 'adopt') await intents.linkAndClose(tx, intent, { id: intent.id, runId }, externalId!);
      }
      await this.#goOn(tx, workspaceId, [run]);
    });
  }

  /** One action on many runs; those it does not fit are left as they are. Answers how many changed. */
  async bulk(workspaceId: Id, action: BulkAction, runIds: Id[], by: Actor = theHub): Promise<number> {
    const ids = [...new Set(runIds)];
    let changed = 0;
    if (action === 'repeat') {
      for (const id of ids) changed += await this.#repeatIfFit(workspaceId, id, by);
      return changed;
    }
    for (let from = 0; from < ids.length; from += bulkSize) {
      changed += await this.#transact(async (tx) => {
        const runs = await store.lockRuns(tx, workspaceId, ids.slice(from, from + bulkSize));
        return action === 'retry'
          ? this.#retryAll(tx, workspaceId, runs, by)
          : this.#cancelAll(tx, workspaceId, runs, by);
      });
    }
    return changed;
  }

  /** Lets the runs behind a blocked order key pass its first one, which goes to the end of the key. */
  async skipBlocked(workspaceId: Id, orderKey: string, by: Actor = theHub): Promise<void> {
    await this.#transact(async (tx) => {
      const id = await skipHead(tx, workspaceId, orderKey);
      if (id === null) throw new AppError('not_found', 'Nothing waits behind this key any more.');
      await this.#note(tx, workspaceId, [{ id }], { action: 'skip', by });
    });
  }

  /** Lets the runs go on that parked because a connection had to be mended; in the transaction that mended it. */
  async resumeConnection(tx: PoolClient, workspaceId: Id, connectionId: Id): Promise<void> {
    const ids = await store.parkedByConnection(tx, workspaceId, connectionId);
    // Locked and looked at again: a person may have taken one of them on meanwhile.
    const runs = await store.lockRuns(tx, workspaceId, ids);
    const parked = runs.filter((run) => run.status === 'parked');
    await this.#goOn(tx, workspaceId, parked);
    const params = { connection: showId('connection', connectionId) };
    await this.#note(tx, workspaceId, parked, { action: 'resume', params, by: theHub });
  }

  async #note(
    tx: PoolClient,
    workspaceId: Id,
    runs: { id: Id }[],
    action: Omit<RunAction, 'now'>,
  ): Promise<void> {
    const ids = runs.map((run) => run.id);
    await noteAction(tx, workspaceId, ids, { ...action, now: this.#options.clock.now() });
  }

  async #change(
    workspaceId: Id,
    runId: Id,
    work: (tx: PoolClient, run: LockedRun) => Promise<void>,
  ): Promise<void> {
    await this.#transact(async (tx) => {
      const [run] = await store.lockRuns(tx, workspaceId, [runId]);
      if (!run) {
        throw new AppError('not_found', `Run ${showId('run', runId)} does not exist in this workspace.`);
      }
      await work(tx, run);
    });
  }

  /** A worker writes a job and then its run, we lock the run first: whoever loses that deadlock goes again. */
  async #transact<Value>(work: (tx: PoolClient) => Promise<Value>): Promise<Value> {
    for (let tries = deadlockTries; ; tries--) {
      try {
        const value = await transaction(this.#options.pool, work);
        this.#options.onWork();
        return value;
      } catch (error) {
        if (!isDeadlock(error) || tries <= 1) throw error;
      }
    }
  }

  async #retryAll(tx: PoolClient, workspaceId: Id, runs: LockedRun[], by: Actor): Promise<number> {
    const waiting = runs.filter((run) => run.status === 'waiting');
    const resting = runs.filter((run) => run.status === 'failed' || run.status === 'parked');
    await hurryJobs(
      tx,
      waiting.map((run) => run.id),
    );
    await this.#goOn(tx, workspaceId, resting);
    await this.#note(tx, workspaceId, [...waiting, ...resting], { action: 'retry', by });
    return waiting.length + resting.length;
  }

  async #cancelAll(tx: PoolClient, workspaceId: Id, runs: LockedRun[], by: Actor): Promise<number> {
    const open = runs.filter((run) => run.status !== 'completed' && run.status !== 'canceled');
    const ids = open.map((run) => run.id);
    await cancelJobs(tx, ids);
    await intents.withdrawIntents(tx, workspaceId, ids);
    await store.forgetRunning(tx, ids);
    await store.moveRuns(tx, workspaceId, ids, 'canceled', { code: 'canceled_by_hand' });
    await this.#note(tx, workspaceId, open, { action: 'cancel', by });
    return ids.length;
  }

  /** Gives resting runs a job again, in their order. */
  async #goOn(tx: PoolClient, workspaceId: Id, runs: LockedRun[]): Promise<void> {
    await store.moveRuns(
      tx,
      workspaceId,
      runs.map((run) => run.id),
      'pending',
      null,
    );
    const now = this.#options.clock.now();
    const shared = {
      lane: 'runs' as const,
      kind: 'run.advance' as const,
      workspaceId,
      payload: { manual: true },
    };
    await enqueue(
      tx,
      runs.map(({ id: runId, orderKey, orderAt }) => ({
        ...shared,
        id: newId(now),
        runId,
        orderKey,
        orderAt,
      })),
    );
  }

  async #repeatIfFit(workspaceId: Id, runId: Id, by: Actor): Promise<number> {
    try {
      await this.repeat(workspaceId, runId, by);
      return 1;
    } catch (error) {
      if (error instanceof AppError && ['conflict', 'not_found', 'gone'].includes(error.code)) return 0;
      throw error;
    }
  }
}

/** A step and all that come after it; empty when the definition has no such step. */
function stepsFrom(definition: Definition, stepId: string): string[] {
  const steps: string[] = [];
  for (let id: string | null = stepId; id !== null && definition.steps[id] && !steps.includes(id);) {
    const step: Definition['steps'][string] = definition.steps[id]!;
    steps.push(id);
    id = step.kind === 'action' ? step.next : null;
  }
  return steps;
}

function cannot(what: string, run: LockedRun): AppError {
  return new AppError('conflict', `A run that is ${run.status} cannot be ${what}.`, {
    params: { status: run.status },
  });
}
