import type { Pool } from 'pg';
import type { Listener } from '../catalog/listener.ts';
import type { Connector, ConnectionContext } from '../kit/connector.ts';
import type { Clock } from '../std/clock.ts';
import type { Id } from '../std/id.ts';
import type { Json } from '../std/json.ts';
import { letsThrough, planRun } from '../catalog/listener.ts';
import { readEpoch } from '../db/epoch.ts';
import { seenSince, storeEvents } from '../runs/intake-store.ts';
import { AppError } from '../std/errors.ts';
import { hashOf, readFacts, type Fact } from './facts.ts';

export interface BackfillOptions {
  pool: Pool;
  clock: Clock;
  connectors: Record<string, Connector>;
  /** The published version of a workflow, or null. */
  listener(workspaceId: Id, workflowId: Id): Promise<Listener | null>;
  context(workspaceId: Id, connectionId: Id): Promise<ConnectionContext>;
  onWork(): void;
}

export interface BackfillInput {
  workflowId: Id;
  /** Milliseconds since the epoch, [from, to). */
  from: number;
  to: number;
  /** False only counts and shows. */
  confirm: boolean;
}

export interface Backfilled {
  found: number;
  wouldRun: number;
  samples: { title: string; occurredAt: string | null; trigger: string }[];
  started: number;
  /** There is more in the range than one go reads; go on from the last one's time. */
  truncated: boolean;
}

const mostPages = 20;
const mostSamples = 10;

/**
 * Brings in what happened before a workflow was published, on request: reads the vendor's changes of a range and starts
 * runs for the facts the workflow's trigger and filters let through. What already started a run of this workflow (by
 * webhook since it was published, or by an earlier backfill) is left out.
 */
export async function backfill(
  options: BackfillOptions,
  workspaceId: Id,
  connectionId: Id,
  input: BackfillInput,
): Promise<Backfilled> {
  const listener = await options.listener(workspaceId, input.workflowId);
  if (!listener) throw new AppError('conflict', 'The workflow is not published; publish it first.');
  if (listener.definition.trigger.connectionId !== connectionId) {
    throw new AppError('invalid', 'The workflow does not start from this connection.');
  }
  const { bodies, truncated } = await readRange(options, workspaceId, connectionId, listener, input);
  const facts = factsOf(options, listener, bodies);
  const passing = facts.filter(({ parsed, event }) => {
    const inRange =
      event.occurredAt === null || (event.occurredAt >= input.from && event.occurredAt < input.to);
    return (
      parsed !== null && inRange && parsed.trigger === listener.trigger.key && letsThrough(listener, parsed)
    );
  });
  const news = await leaveOutKnown(options, listener, passing);
  const started = input.confirm ? await start(options, listener, news) : 0;
  const samples = news.slice(0, mostSamples).map(({ event, parsed }) => ({
    title: event.title ?? '',
    occurredAt: event.occurredAt === null ? null : new Date(event.occurredAt).toISOString(),
    trigger: parsed!.trigger,
  }));
  return { found: passing.length, wouldRun: news.length, samples, started, truncated };
}

async function readRange(
  options: BackfillOptions,
  workspaceId: Id,
  connectionId: Id,
  listener: Listener,
  { from, to }: BackfillInput,
): Promise<{ bodies: Json[]; truncated: boolean }> {
  const changes = options.connectors[listener.definition.trigger.connector]?.changes;
  if (!changes) throw new AppError('invalid', 'This vendor offers no way to read what happened before.');
  const context = await options.context(workspaceId, connectionId);
  const bodies: Json[] = [];
  let cursor: Json | null = null;
  for (let page = 0; page < mostPages; page++) {
    const read = await changes.read(context, { from, to }, cursor);
    bodies.push(...read.bodies);
    cursor = read.next;
    if (cursor === null) return { bodies, truncated: false };
  }
  return { bodies, truncated: true };
}

/** The facts of the bodies; those told twice once. */
function factsOf(options: BackfillOptions, listener: Listener, bodies: Json[]): Fact[] {
  const { trigger } = listener.definition;
  const facts = bodies.flatMap((body) =>
    readFacts({
      workspaceId: listener.workspaceId,
      connectionId: trigger.connectionId,
      connector: options.connectors[trigger.connector]!,
      settings: {},
      via: 'backfill',
      headers: null,
      body: Buffer.from(JSON.stringify(body)),
      receivedAt: options.clock.now(),
    }),
  );
  return [...new Map(facts.map((fact) => [fact.event.hash.toString('hex'), fact])).values()];
}

/** A backfill has marks of its own, because a fact may have come by webhook before the workflow was there. */
function ownMark(listener: Listener, fact: Fact): Buffer {
  return hashOf('backfill', listener.workflowId, fact.event.hash.toString('hex'));
}

async function leaveOutKnown(options: BackfillOptions, listener: Listener, facts: Fact[]): Promise<Fact[]> {
  const source = listener.definition.trigger.connectionId;
  const hashes = facts.flatMap((fact) => [fact.event.hash, ownMark(listener, fact)]);
  const seen = await seenSince(options.pool, source, hashes, listener.since);
  const known = (hash: Buffer) => seen.has(hash.toString('hex'));
  return facts.filter((fact) => !known(fact.event.hash) && !known(ownMark(listener, fact)));
}

async function start(options: BackfillOptions, listener: Listener, facts: Fact[]): Promise<number> {
  let started = 0;
  for (let from = 0; from < facts.length; from += 200) {
    const batch = facts.slice(from, from + 200);
    const events = batch.map((fact) => ({ ...fact.event, hash: ownMark(listener, fact) }));
    const runs = batch.map(({ event, parsed }) => planRun(listener, event, parsed!, options.clock.now()));
    let stored = await storeEvents(options.pool, await readEpoch(options.pool), events, runs);
    // Somebody published something meanwhile; this version was asked for all the same.
    while (stored.stale) stored = await storeEvents(options.pool, stored.epoch, events, runs);
    started += stored.fresh.size;
  }
  options.onWork();
  return started;
}
