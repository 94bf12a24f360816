import { Temporal } from 'temporal-polyfill';

/**
 * The next time the clock on the wall shows this hour, after `after`. An hour that a change of the clocks leaves out is the
 * first minute after the gap; one that comes twice is the first of the two.
 * @param after milliseconds since the epoch
 * @param hour 0 to 23
 * @param timeZone a name of the IANA database
 */
export function nextAtHour(after: number, hour: number, timeZone: string): number {
  const here = Temporal.Instant.fromEpochMilliseconds(after).toZonedDateTimeISO(timeZone);
  for (let days = 0; ; days++) {
    const at = onDay(here.toPlainDate().add({ days }), hour, timeZone);
    if (at > after) return at;
  }
}

function onDay(day: Temporal.PlainDate, hour: number, timeZone: string): number {
  const wall = day.toPlainDateTime({ hour });
  const first = wall.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  if (first.toPlainDateTime().equals(wall)) return first.epochMilliseconds;
  // The wall never shows it: `earlier` stands before the gap, whose end is the next change.
  return first.getTimeZoneTransition('next')!.epochMilliseconds;
}
