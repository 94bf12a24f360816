/** Brasília has kept UTC−3 all year since 2019. */
const offsetMs = -3 * 3_600_000;

/** "2026-03-10T14:05:00.000-03:00", from milliseconds since the epoch. */
export function brasilia(at: number): string {
  return new Date(at + offsetMs).toISOString().replace('Z', '-03:00');
}

/** "2026-03-10T17:05:00.000Z": some of the vendor's fields are in UTC, others are not. */
export function utc(at: number): string {
  return new Date(at).toISOString();
}

/** "2026-03-10 14:05:00 -0300", as it stands in the texts of errors. */
export function ruby(at: number): string {
  return `${brasilia(at).slice(0, 19).replace('T', ' ')} -0300`;
}

/** "10/03/2026 14:05", for people. */
export function spoken(at: number): string {
  const text = brasilia(at);
  return `${text.slice(8, 10)}/${text.slice(5, 7)}/${text.slice(0, 4)} ${text.slice(11, 16)}`;
}

/** Milliseconds of an ISO date and time, or null when it is none. A text without an offset is Brasília's time. */
export function parseMoment(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/.test(text)) return null;
  const hasOffset = /(Z|[+-]\d{2}:?\d{2})$/.test(text.slice(10));
  const at = Date.parse(text.length === 10 ? `${text}T00:00:00-03:00` : hasOffset ? text : `${text}-03:00`);
  return Number.isNaN(at) ? null : at;
}
