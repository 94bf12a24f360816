const hour = 3_600_000;

/** Spans offered as filters, in milliseconds. */
export const periods = { hour, day: 24 * hour, week: 7 * 24 * hour, month: 30 * 24 * hour } as const;

/** The start of a span, to the minute so that a list is not read again at every drawing; null for all time. */
export function startOf(period: string | undefined, now: number): string | null {
  if (!period || !Object.hasOwn(periods, period)) return null;
  const minute = 60_000;
  return new Date(
    Math.floor((now - periods[period as keyof typeof periods]) / minute) * minute,
  ).toISOString();
}
