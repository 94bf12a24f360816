/** Which day it is in a zone (the reader's own when left out) at a moment in milliseconds: "2026-11-21". */
export function dayOf(at: number, timeZone?: string): string {
  const parts = new Intl.DateTimeFormat('en', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    timeZone,
  }).formatToParts(at);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
}

/**
 * The first moment of a day ("2026-11-21") in a zone, in milliseconds; NaN for no day. A day may begin at another
 * hour than 0:00: in some zones clocks are put forward at midnight.
 */
export function startOfDay(day: string, timeZone?: string): number {
  const guess = Date.parse(`${day}T00:00Z`);
  if (Number.isNaN(guess)) return guess;
  // No zone is further from UTC than 14 hours, and no change of clocks is finer than a quarter of an hour.
  const quarter = 15 * 60_000;
  let before = guess - 15 * 4 * quarter;
  let after = guess + 15 * 4 * quarter;
  while (after - before > quarter) {
    const middle = before + Math.floor((after - before) / quarter / 2) * quarter;
    if (dayOf(middle, timeZone) < day) before = middle;
    else after = middle;
  }
  return after;
}

/** The first moment after a day in a zone, in milliseconds; NaN for no day. */
export function endOfDay(day: string, timeZone?: string): number {
  const noon = Date.parse(`${day}T12:00Z`);
  return Number.isNaN(noon) ? noon : startOfDay(dayOf(noon + 86_400_000, 'UTC'), timeZone);
}
