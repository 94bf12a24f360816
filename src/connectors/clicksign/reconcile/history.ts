import { isObject, type Json, type JsonObject } from '#std/json.ts';
import { time } from '../body.ts';
import type { Range } from '../changes.ts';
import { isHeard } from '../event-names.ts';

/**
 * Webhook bodies for what happened to a document within the range, oldest first as webhooks would have come.
 * `document` is shaped as in webhooks; its `events` are the history.
 */
export function bodiesOf(document: JsonObject, range: Range): Json[] {
  const history = Array.isArray(document.events) ? document.events.filter(isObject) : [];
  return history
    .filter(
      (event) => typeof event.name === 'string' && isHeard(event.name) && isWithin(range, momentOf(event)),
    )
    .sort((left, right) => momentOf(left)! - momentOf(right)!)
    .map((event) => ({
      event: { name: event.name ?? null, data: event.data ?? null, occurred_at: event.occurred_at ?? null },
      document,
    }));
}

function momentOf(event: JsonObject): number | null {
  return typeof event.occurred_at === 'string' ? time(event.occurred_at) : null;
}

function isWithin(range: Range, at: number | null): boolean {
  return at !== null && at >= range.from && at < range.to;
}
