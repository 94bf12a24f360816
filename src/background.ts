import type { Hub } from './app.ts';
import type { BackgroundHandler } from './engine/worker.ts';
import { jobsOfConnection } from './connection-jobs.ts';
import type { Job, JobKind, NewJob } from './domain/job.ts';
import { connectors } from './app.ts';
import { createAudit } from './audit/audit.ts';
import { BudgetExceeded } from './connections/budget-exceeded.ts';
import { readEpoch } from './db/epoch.ts';
import { readChanges } from './intake/changes.ts';
import { createIntake } from './intake/intake.ts';
import { createSnapshot, Snapshots } from './intake/snapshot.ts';
import { abandoned, eraseRecords } from './records/erase-store.ts';
import { forgetIntents } from './effects/store.ts';
import { eraseWorkspace } from './erase-workspace.ts';
import { enqueue } from './jobs/store.ts';
import { newWatchJob } from './notices/notices.ts';
import { adoptLostRuns } from './runs/control-store.ts';
import { sortPendingTerms } from './runs/pending-terms.ts';
import { blankOld, dropOldPartitions, forgetSeen, makePartitions, oldestKept } from './runs/partitions.ts';
import { idAt, newId } from './std/id.ts';

const hourMs = 3_600_000;
const sweepEveryMs = 60_000;
const noticesEveryMs = 3_000;
const sortEveryMs = 15_000;

/** Records of connections that were removed, slice by slice. */
async function eraseAbandoned({ pool }: Hub, signal: AbortSignal): Promise<void> {
  for (const { workspaceId, connectionId } of await abandoned(pool)) {
    while (!signal.aborted && (await eraseRecords(pool, workspaceId, [connectionId], 1_000)) > 0);
  }
}

/** What the worker does besides runs, by kind of job. */
export function backgroundHandlers(hub: Hub): Partial<Record<JobKind, BackgroundHandler>> {
  const { pool, clock } = hub;
  const snapshots = new Snapshots(async () => {
    const epoch = await readEpoch(pool);
    return createSnapshot(epoch, [], await hub.catalog.listeners());
  });
  const intake = createIntake({ pool, snapshots, onWork: () => undefined, crashPoint: hub.crashPoint });
  return {
    'retention.sweep': async ({ signal }) => {
      await makePartitions(pool, clock);
      const [dropped, blanked] = [await dropOldPartitions(pool, clock), await blankOld(pool, clock)];
      const forgotten = await forgetSeen(pool);
      await forgetIntents(pool, idAt(await oldestKept(pool, clock)));
      const audited = await createAudit(hub).forgetOld();
      const told = await hub.notices.sweep();
      await eraseAbandoned(hub, signal);
      hub.log.info({ dropped, blanked, forgotten, audited, told }, 'retention');
      return { again: hourMs };
    },
    ...noticeHandlers(hub),
    ...recordHandlers(hub),
    'runs.sweep': async ({ job }) => {
      const to = clock.now() - sweepEveryMs;
      const from = sweptFrom(job.payload, to);
      const adopted = await adoptLostRuns(pool, { from: idAt(from), to: idAt(to) });
      if (adopted > 0) hub.log.warn({ adopted }, 'runs that rested nowhere were given a job');
      await ensureSchedules(hub);
      return { again: sweepEveryMs, payload: { sweptUntil: to } };
    },
    'workspace.erase': async ({ job, signal }) => {
      const { workspaceId, connectionIds } = job.payload as { workspaceId: string; connectionIds: string[] };
      const over = await eraseWorkspace(pool, workspaceId, connectionIds, signal);
      if (over) hub.log.info({ workspaceId }, 'a deleted workspace is gone');
      return over ? { over } : { again: 0 };
    },
    'changes.read': async (held) => {
      const { workspaceId, payload } = held.job;
      const target = {
        workspaceId: workspaceId!,
        connectionId: payload!['connectionId'] as string,
        connector: payload!['connector'] as string,
      };
      const every = connectors[target.connector]?.changes?.everyMs ?? hourMs;
      try {
        const context = (workspace: string, id: string, signal: AbortSignal) =>
          hub.connections.context(workspace, id, { signal, people: false });
        const late = await readChanges({ pool, clock, intake, connectors, context }, target, held.signal);
        if (late === null) return { over: true };
        if (late > 0) hub.log.warn({ ...target, late }, 'lost webhooks were found by reading changes');
      } catch (error) {
        if (error instanceof BudgetExceeded) return { again: error.waitMs };
        hub.log.warn({ ...target, error: (error as Error).message }, 'changes could not be read');
      }
      return { again: every };
    },
  };
}

/** What keeps records and what they are found by. */
function recordHandlers(hub: Hub): Partial<Record<JobKind, BackgroundHandler>> {
  return {
    'records.mirror': (held) => mirrorStep(hub, held),
    'terms.sort': async () => {
      await sortPendingTerms(hub.pool);
      return { again: sortEveryMs };
    },
  };
}

/** A piece of a mirror. What the vendor refuses is told on the connection's page and tried again. */
async function mirrorStep(hub: Hub, { job, signal }: Parameters<BackgroundHandler>[0]) {
  const ref = { workspaceId: job.workspaceId!, connectionId: job.payload!['connectionId'] as string };
  try {
    const again = await hub.mirror.step(ref, job.payload!['connector'] as string, signal);
    return again === null ? { over: true as const } : { again };
  } catch (error) {
    if (error instanceof BudgetExceeded) return { again: error.waitMs };
    hub.log.warn({ ...ref, error: (error as Error).message }, 'a mirror did not get on');
    await hub.mirror.stopped(ref, (error as Error).message);
    return { again: sweepEveryMs };
  }
}

/** Telling people: a look every few seconds, and a job for each message. */
function noticeHandlers({ notices }: Hub): Partial<Record<JobKind, BackgroundHandler>> {
  return {
    'notices.watch': async ({ job }) => {
      const seen = (key: 'runs' | 'sources') => {
        const value = job.payload?.[key];
        return typeof value === 'number' ? value : null;
      };
      const progress = await notices.watch({ runs: seen('runs'), sources: seen('sources') });
      return { again: noticesEveryMs, payload: { ...progress } };
    },
    'notices.deliver': async ({ job }) => {
      const again = await notices.deliver(job);
      return again === null ? { over: true } : { again };
    },
  };
}

/** Each run is looked at in several sweeps after it began; the first sweep looks back a week. */
function sweptFrom(payload: Job['payload'], now: number): number {
  const until = payload?.['sweptUntil'];
  return typeof until === 'number' ? until - 10 * sweepEveryMs : now - 7 * 24 * hourMs;
}

/** Makes sure that what is scheduled has its job: sweeps, and the reading of changes of every active connection. */
export async function ensureSchedules(hub: Hub): Promise<void> {
  const { pool, clock } = hub;
  const { rows } = await pool.query<{ id: string; workspaceId: string; connector: string }>(
    `select id, workspace_id as "workspaceId", connector from connections where status = 'active'`,
  );
  const scheduled = (kind: JobKind, delayMs: number): NewJob => ({
    id: newId(clock.now()),
    lane: 'background',
    kind,
    name: kind,
    delayMs,
  });
  await enqueue(pool, [
    newWatchJob(clock.now()),
    scheduled('retention.sweep', 60_000),
    scheduled('runs.sweep', sweepEveryMs),
    scheduled('terms.sort', sortEveryMs),
    ...rows.flatMap((row) => jobsOfConnection(connectors, row, clock.now())),
  ]);
}
