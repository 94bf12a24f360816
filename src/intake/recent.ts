import type { Connector, ConnectionContext, ParsedEvent } from '../kit/connector.ts';
import type { Clock } from '../std/clock.ts';
import type { Json } from '../std/json.ts';
import { readFacts } from './facts.ts';

/** What happened lately at a vendor, read from it: for looking at a workflow before it runs. Nothing is stored. */
export interface RecentAtVendor {
  facts: ParsedEvent[];
  /** Why the vendor was not read to the end: an error of its, or of ours; null when it was. */
  error: unknown;
}

const day = 24 * 3_600_000;
/** How far back each look goes: most accounts have enough in the first. */
const windows = [2 * day, 14 * day, 90 * day];
const mostPages = 12;

/**
 * The newest facts of one trigger, newest first, as the vendor tells them when it is read for changes.
 * @param enough how many are wanted; the look ends with the page that brings them
 * @param until when the look has to end, in milliseconds of the clock's `monotonic`
 */
export async function readRecent(
  { connector, context, clock }: { connector: Connector; context: ConnectionContext; clock: Clock },
  { trigger, enough, until }: { trigger: string; enough: number; until: number },
): Promise<RecentAtVendor> {
  const found = new Map<string, ParsedEvent>();
  const facts = () => [...found.values()].sort((a, b) => (b.occurredAt ?? 0) - (a.occurredAt ?? 0));
  const { changes } = connector;
  if (!changes) return { facts: [], error: null };
  const now = clock.now();
  let to = now;
  let pages = 0;
  try {
    for (const reach of windows) {
      let cursor: Json | null = null;
      do {
        if (clock.monotonic() >= until || pages++ >= mostPages) return { facts: facts(), error: null };
        const page = await changes.read(context, { from: now - reach, to }, cursor);
        for (const fact of factsIn(connector, context, page.bodies, now)) {
          if (fact.trigger === trigger) found.set(fact.dedupeKey, fact);
        }
        cursor = page.next;
      } while (cursor !== null && found.size < enough);
      if (found.size >= enough) break;
      to = now - reach;
    }
    return { facts: facts(), error: null };
  } catch (error) {
    return { facts: facts(), error };
  }
}

function factsIn(
  connector: Connector,
  { connection }: ConnectionContext,
  bodies: Json[],
  receivedAt: number,
): ParsedEvent[] {
  return bodies.flatMap((body) =>
    readFacts({
      workspaceId: connection.workspaceId,
      connectionId: connection.id,
      connector,
      settings: connection.settings,
      via: 'backfill',
      headers: null,
      body: Buffer.from(JSON.stringify(body)),
      receivedAt,
    }).flatMap(({ parsed }) => parsed ?? []),
  );
}
