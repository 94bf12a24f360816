import type { NewJob } from './domain/job.ts';
import type { Connector } from './kit/connector.ts';
import { newId } from './std/id.ts';
import type { Id } from './std/id.ts';

/**
 * The jobs that a connection has for as long as it is active: reading its changes, keeping its mirror. Named, so that each
 * exists once.
 * @param now milliseconds since the epoch, for the ids
 */
export function jobsOfConnection(
  connectors: Record<string, Connector>,
  { workspaceId, id, connector }: { workspaceId: Id; id: Id; connector: string },
  now: number,
): NewJob[] {
  const known = connectors[connector];
  const shared = { lane: 'background', workspaceId, payload: { connectionId: id, connector } } as const;
  const jobs: NewJob[] = [];
  if (known?.changes) {
    jobs.push({ ...shared, id: newId(now), kind: 'changes.read', name: `changes ${id}`, delayMs: 30_000 });
  }
  if (known?.objects?.reads) {
    jobs.push({ ...shared, id: newId(now), kind: 'records.mirror', name: `mirror ${id}` });
  }
  return jobs;
}
