/** São Paulo has had no summer time since 2019; API v1 and the webhooks write its offset. */
const offsetMs = 3 * 3_600_000;

/** A time as API v1 and the webhooks write it: "2023-09-18T15:04:34.515-03:00". */
export function brasilia(ms: number): string {
  return new Date(ms - offsetMs).toISOString().replace('Z', '-03:00');
}

/** A time as API v2 writes it: ISO 8601 in UTC. */
export function utc(ms: number): string {
  return new Date(ms).toISOString();
}

/** The day in Brasília, YYYY-MM-DD. */
export function dayOf(ms: number): string {
  return brasilia(ms).slice(0, 10);
}

/** Reads a date or a time; one without an offset is meant in Brasília. Null when it is neither. */
export function readMoment(text: string): number | null {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?))?(Z|[+-]\d{2}:?\d{2})?$/.exec(
    text.trim(),
  );
  if (!match) return null;
  const ms = Date.parse(`${match[1]}T${match[2] ?? '00:00:00'}${match[3] ?? '-03:00'}`);
  return Number.isNaN(ms) ? null : ms;
}

/** Whether a text is a day of the calendar, YYYY-MM-DD. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && utc(ms).startsWith(text);
}
