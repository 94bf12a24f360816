import type { EngineOptions } from '#engine/engine.ts';
import type { TestHub } from './hub.ts';
import { Engine } from '#engine/engine.ts';
import { startWorker } from '#engine/worker.ts';
import { newId } from '#std/id.ts';

export interface WorkerParts {
  /** Named places where a test holds or breaks the engine. */
  crashPoint?(name: string): void;
  /** The worker's own database; the hub's when left out. */
  pool?: TestHub['pool'];
}

export interface TestWorker {
  owner: string;
  engine: Engine;
  /** Claims that turned out to be lost. */
  lost: number;
  /** Jobs it holds now. */
  held(): number;
  stop(graceMs?: number): Promise<void>;
}

/** A worker of the hub's runs, as a process of its own would be. */
export function startTestWorker(
  hub: TestHub,
  connect: EngineOptions['connect'],
  parts: WorkerParts,
): TestWorker {
  const { clock, connectors, catalog, errors } = hub;
  const { pool = hub.pool, crashPoint = () => undefined } = parts;
  const owner = `worker-${newId()}`;
  const engine = new Engine({
    ...{ pool, clock, owner, connectors, connect, crashPoint },
    random: () => 0.5,
    definition: (id) => catalog.definition(id),
    needsReconnect: async (_workspaceId, connectionId) => void hub.broken.push(connectionId),
    metrics: { lostClaim: () => void worker.lost++, attempted: () => undefined },
  });
  const running = startWorker({
    ...{ pool, clock, owner, engine },
    background: {},
    onError: (error) => errors.push(error),
    onLost: () => undefined,
  });
  let stopped: Promise<void> | null = null;
  const worker: TestWorker = {
    owner,
    engine,
    lost: 0,
    held: () => Object.values(running.held()).reduce((sum, count) => sum + count, 0),
    stop: (graceMs = 2_000) => (stopped ??= running.stop(graceMs)),
  };
  return worker;
}
