import type { Pool, PoolClient } from 'pg';
import type { Clock } from '../std/clock.ts';
import type { Connector } from '../kit/connector.ts';
import type { Listener } from '../catalog/listener.ts';
import type { Definition } from '../domain/workflow.ts';
import type { LockedRun } from '../runs/control-store.ts';
import type { Id } from '../std/id.ts';
import { createListener, planRun } from '../catalog/listener.ts';
import { transaction } from '../db/pool.ts';
import * as intents from '../effects/store.ts';
import { cancelJobs, enqueue, hurryJobs, skipHead } from '../jobs/store.ts';
import * as store from '../runs/control-store.ts';
import { AppError } from '../std/errors.ts';
import { newId, showId } from '../std/id.ts';
import { parseJson } from '../std/json.ts';

export interface ControlOptions {
  pool: Pool;
  clock: Clock;
  connectors: Record<string, Connector>;
  /** A version's definition. */
  definition(versionId: Id): Promise<Definition>;
  /** The version of a workflow that is published now, or null. */
  current(workspaceId: Id, workflowId: Id): Promise<{ versionId: Id; definition: Definition } | null>;
  onWork(): void;
}

export type BulkAction = 'retry' | 'repeat' | 'cancel';
export type Choice = 'adopt' | 'send_again' | 'give_up' | 'retry';

/** What people do with runs. Each action is one transaction, and leaves its trace on the run. */
export class RunControl {
  readonly #options: ControlOptions;
  constructor(options: ControlOptions) {
    this.#options = options;
  }

  /** Tries a failed, parked or waiting run again now. A manual try opens a new round of the retry policy. */
  async retry(workspaceId: Id, runId: Id): Promise<void> {
    await this.#change(workspaceId, runId, async (tx, run) => {
      if (run.status === 'waiting') return hurryJobs(tx, runId);
      if (run.status !== 'failed' && run.status !== 'parked') throw cannot('retried', run);
      await this.#goOn(tx, workspaceId, runId);
    });
  }

  /** Goes through a step again, and all after it. What they did before stays in the history and is found, not doubled. */
  async retryFrom(workspaceId: Id, runId: Id, stepId: string): Promise<void> {
    await this.#change(workspaceId, runId, async (tx, run) => {
      if (run.status === 'pending' || run.status === 'waiting') throw cannot('retried from a step', run);
      const steps = stepsFrom(await this.#options.definition(run.versionId), stepId);
      if (steps.length === 0) throw new AppError('not_found', `The run has no step ${stepId}.`);
      await store.supersedeSteps(tx, runId, steps);
      await this.#goOn(tx, workspaceId, runId);
    });
  }

  /** Starts a new run for the same event, with the version published now (or the run's own when none is). */
  async repeat(workspaceId: Id, runId: Id): Promise<Id> {
    let repeated = '';
    await this.#change(workspaceId, runId, async (tx, run) => {
      const event = await store.findEvent(tx, workspaceId, run.eventId);
      const listener = await this.#listenerFor(workspaceId, run);
      const json = event?.body ? parseJson(event.body) : undefined;
      const connector = this.#options.connectors[listener.definition.trigger.connector];
      const fact = json === undefined ? undefined : connector?.webhooks?.parse(json, {})[event!.part];
      if (!event || !fact)
        throw new AppError('gone', 'The event of this run is kept no longer, so it cannot run again.');
      const plan = planRun(listener, event, fact, this.#options.clock.now(), runId);
      await store.insertRun(tx, plan);
      const { jobId: id, lane, orderKey, orderAt } = plan;
      await enqueue(tx, [{ id, lane, kind: 'run.advance', workspaceId, runId: plan.id, orderKey, orderAt }]);
      repeated = plan.id;
    });
    return repeated;
  }

  /** Ends a run. A call under way may still happen; nothing after it does. */
  async cancel(workspaceId: Id, runId: Id): Promise<void> {
    await this.#change(workspaceId, runId, async (tx, run) => {
      if (run.status === 'completed' || run.status === 'canceled') throw cannot('canceled', run);
      await cancelJobs(tx, runId);
      await this.#closeIntents(tx, workspaceId, runId);
      await store.moveRun(tx, workspaceId, runId, 'canceled', { code: 'canceled_by_hand' });
    });
  }

  /** Answers a parked run: `adopt` names the record that is meant, `send_again` creates it, `give_up` ends the run. */
  async decide(workspaceId: Id, runId: Id, choice: Choice, externalId: string | null): Promise<void> {
    await this.#change(workspaceId, runId, async (tx, run) => {
      if (run.status !== 'parked') throw cannot('decided', run);
      if (choice === 'give_up') {
        await this.#closeIntents(tx, workspaceId, runId);
        return store.moveRun(tx, workspaceId, runId, 'failed', { code: 'given_up' });
      }
      for (const intent of await intents.openIntentsOfRun(tx, workspaceId, runId)) {
        if (intent.object.startsWith('lock:')) continue;
        if (choice === 'send_again') await intents.approveIntent(tx, intent.id);
        if (choice !== 'adopt') continue;
        if (!externalId)
          throw new AppError('invalid', 'Say which record is meant: its id at the vendor is missing.');
        await intents.linkAndClose(tx, intent, { id: intent.id, runId }, externalId);
      }
      await this.#goOn(tx, workspaceId, runId);
    });
  }

  /** One action on many runs; those it does not fit are left as they are. Answers how many changed. */
  async bulk(workspaceId: Id, action: BulkAction, runIds: Id[]): Promise<number> {
    let changed = 0;
    for (const runId of runIds) {
      try {
        await this[action](workspaceId, runId);
        changed++;
      } catch (error) {
        if (!(error instanceof AppError) || !['conflict', 'not_found', 'gone'].includes(error.code))
          throw error;
      }
    }
    return changed;
  }

  /** Lets the runs behind a blocked order key pass its first one, which goes to the end of the key. */
  async skipBlocked(workspaceId: Id, orderKey: string): Promise<void> {
    if (!(await skipHead(this.#options.pool, workspaceId, orderKey))) {
      throw new AppError('not_found', 'Nothing waits behind this key any more.');
    }
    this.#options.onWork();
  }

  /** Lets the runs go on that parked because a connection had to be mended; in the transaction that mended it. */
  async resumeConnection(tx: PoolClient, workspaceId: Id, connectionId: Id): Promise<void> {
    for (const runId of await store.parkedByConnection(tx, workspaceId, connectionId)) {
      await this.#goOn(tx, workspaceId, runId);
    }
  }

  async #change(
    workspaceId: Id,
    runId: Id,
    work: (tx: PoolClient, run: LockedRun) => Promise<void>,
  ): Promise<void> {
    await transaction(this.#options.pool, async (tx) => {
      const run = await store.lockRun(tx, workspaceId, runId);
      if (!run)
        throw new AppError('not_found', `Run ${showId('run', runId)} does not exist in this workspace.`);
      await work(tx, run);
    });
    this.#options.onWork();
  }

  async #goOn(tx: PoolClient, workspaceId: Id, runId: Id): Promise<void> {
    await store.moveRun(tx, workspaceId, runId, 'pending', null);
    const id = newId(this.#options.clock.now());
    await enqueue(tx, [
      { id, lane: 'runs', kind: 'run.advance', workspaceId, runId, payload: { manual: true } },
    ]);
  }

  async #closeIntents(tx: PoolClient, workspaceId: Id, runId: Id): Promise<void> {
    for (const intent of await intents.openIntentsOfRun(tx, workspaceId, runId)) {
      await intents.closeIntent(tx, intent.id, intent.holder, 'given_up');
    }
  }

  async #listenerFor(workspaceId: Id, run: LockedRun): Promise<Listener> {
    const current = await this.#options.current(workspaceId, run.workflowId);
    const version = current ?? {
      versionId: run.versionId,
      definition: await this.#options.definition(run.versionId),
    };
    const known = { workspaceId, workflowId: run.workflowId, since: 0, ...version };
    const listener = createListener(this.#options.connectors, known);
    if (!listener)
      throw new AppError('gone', 'The trigger of this workflow is not part of Countersign any more.');
    return listener;
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
