import type { Changes, ConnectionContext } from '#kit/connector.ts';
import type { Json } from '#std/json.ts';
import { apiOf } from './account.ts';
import { readV1Page } from './reconcile/v1.ts';
import { readV3Page } from './reconcile/v3.ts';

/** Milliseconds since the epoch; `to` is not part of it. */
export interface Range {
  from: number;
  to: number;
}

export interface ChangesPage {
  bodies: Json[];
  next: Json | null;
}

async function read(context: ConnectionContext, range: Range, cursor: Json | null): Promise<ChangesPage> {
  return (await apiOf(context)) === 'v3'
    ? readV3Page(context, range, cursor)
    : readV1Page(context, range, cursor);
}

/**
 * Finds what webhooks lost: signatures and endings between two moments, shaped as webhook bodies. An import of older
 * documents reads the same with an older range. Clicksign asks not to poll documents in a loop, hence the calm rhythm.
 */
export const changes: Changes = { everyMs: 5 * 60_000, overlapMs: 15 * 60_000, read };
