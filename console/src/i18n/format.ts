import { dayOf } from './days.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Formats are dear to make and asked for in every row of a list. */
const relatives = new Map<string, Intl.RelativeTimeFormat>();

function relativeFormat(language: string): Intl.RelativeTimeFormat {
  const known = relatives.get(language) ?? new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  relatives.set(language, known);
  return known;
}

/** "3 minutes ago", "in 2 days", a date of the zone when that is long ago. `at` and `now` are milliseconds since the epoch. */
export function relativeTime(at: number, now: number, language: string, timeZone?: string): string {
  const format = relativeFormat(language);
  const distance = at - now;
  const size = Math.abs(distance);
  if (size < 10 * second) return format.format(0, 'second');
  if (size < minute) return format.format(Math.trunc(distance / second), 'second');
  if (size < hour) return format.format(Math.trunc(distance / minute), 'minute');
  if (size < day) return format.format(Math.trunc(distance / hour), 'hour');
  if (size < 30 * day) return format.format(Math.trunc(distance / day), 'day');
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone }).format(at);
}

/** Date and time to the second in a zone (the reader's own when left out), with the zone's name. */
export function exactTime(at: number, language: string, timeZone?: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'long', timeZone }).format(at);
}

/** "14:05" today, with the day in front otherwise, in a zone (the reader's own when left out). */
export function clockTime(at: number, now: number, language: string, timeZone?: string): string {
  const sameDay = dayOf(at, timeZone) === dayOf(now, timeZone);
  return new Intl.DateTimeFormat(
    language,
    sameDay ? { timeStyle: 'short', timeZone } : { dateStyle: 'medium', timeStyle: 'short', timeZone },
  ).format(at);
}

/** A span of time with two figures or so: "340 ms", "4.2 s", "3 min", "2 days". */
export function duration(ms: number, language: string): string {
  const unit = (value: number, name: string, digits: number) =>
    new Intl.NumberFormat(language, {
      style: 'unit',
      unit: name,
      maximumFractionDigits: digits,
      unitDisplay: name === 'day' ? 'long' : 'short',
    }).format(value);
  if (ms < second) return unit(Math.round(ms), 'millisecond', 0);
  if (ms < 10 * second) return unit(ms / second, 'second', 1);
  if (ms < minute) return unit(ms / second, 'second', 0);
  if (ms < hour) return unit(ms / minute, 'minute', ms < 10 * minute ? 1 : 0);
  if (ms < 2 * day) return unit(ms / hour, 'hour', 1);
  return unit(ms / day, 'day', 0);
}

/** A size with its unit: "640 bytes", "12 kB". */
export function bytes(size: number, language: string): string {
  const large = size >= 1000;
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: large ? 'kilobyte' : 'byte',
    maximumFractionDigits: large ? 1 : 0,
    unitDisplay: large ? 'short' : 'long',
  }).format(large ? size / 1000 : size);
}

/** "a, b and c" in the language's way. */
export function listOf(items: string[], language: string): string {
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(items);
}
