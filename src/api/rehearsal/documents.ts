import type { Pool } from 'pg';
import type { Id } from '#std/id.ts';
import type { Clock } from '#std/clock.ts';
import type { Connector, ConnectionContext, ParsedEvent } from '#kit/connector.ts';
import type { Definition } from '#domain/workflow.ts';
import { recentFacts } from '#history/recent.ts';
import { readRecent } from '#intake/recent.ts';

/** Something that really happened, to look at a workflow with. */
export interface RealDocument {
  /** As shown; null for what was read from the vendor just now and is not stored. */
  eventId: string | null;
  fact: ParsedEvent;
}

export interface DocumentsParts {
  pool: Pool;
  clock: Clock;
  connectors: Record<string, Connector>;
  /** A connection's context for a person who waits, until the signal. */
  context(workspaceId: Id, connectionId: Id, signal: AbortSignal): Promise<ConnectionContext>;
}

export interface DocumentsWanted {
  trigger: Definition['trigger'];
  limit: number;
  /** In milliseconds of the clock's `monotonic`. */
  until: number;
  signal: AbortSignal;
}

/**
 * The newest real documents of a trigger, newest first: what we stored, and when that is too little what the vendor tells
 * when it is asked. `error` is why the vendor could not be read.
 */
export async function realDocuments(
  parts: DocumentsParts,
  workspaceId: Id,
  { trigger, limit, until, signal }: DocumentsWanted,
): Promise<{ documents: RealDocument[]; error: unknown }> {
  const { connectionId } = trigger;
  const connector = parts.connectors[trigger.connector];
  if (!connector || connectionId === '') return { documents: [], error: null };
  const source = { connectionId, connector: trigger.connector, trigger: trigger.key };
  const stored = await recentFacts(parts, workspaceId, source, limit);
  const found = new Map<string, RealDocument>();
  for (const { id, fact } of stored) {
    if (!found.has(fact.dedupeKey)) found.set(fact.dedupeKey, { eventId: id, fact });
  }
  let error: unknown = null;
  if (found.size < limit && connector.changes) {
    const live = await readLive(parts, workspaceId, connectionId, {
      connector,
      trigger: trigger.key,
      limit,
      until,
      signal,
    });
    error = live.error;
    for (const fact of live.facts) {
      if (!found.has(fact.dedupeKey)) found.set(fact.dedupeKey, { eventId: null, fact });
    }
  }
  const newestFirst = [...found.values()].sort(
    (left, right) => (right.fact.occurredAt ?? 0) - (left.fact.occurredAt ?? 0),
  );
  return { documents: newestFirst.slice(0, limit), error };
}

async function readLive(
  { clock, context }: DocumentsParts,
  workspaceId: Id,
  connectionId: Id,
  wanted: { connector: Connector; trigger: string; limit: number; until: number; signal: AbortSignal },
) {
  const { connector, trigger, limit: enough, until, signal } = wanted;
  try {
    const opened = await context(workspaceId, connectionId, signal);
    return await readRecent({ connector, context: opened, clock }, { trigger, enough, until });
  } catch (error) {
    return { facts: [], error };
  }
}
