import type { Property } from '../../../src/api/contract-records.ts';

interface Reader {
  locale: string;
  timeZone: string | undefined;
  yes: string;
  no: string;
  /** The label of an option. */
  labelOf(value: string): string;
}

const numbers = new Map<string, Intl.NumberFormat>();
const days = new Map<string, Intl.DateTimeFormat>();

function numberFormat(locale: string): Intl.NumberFormat {
  const known = numbers.get(locale) ?? new Intl.NumberFormat(locale, { maximumFractionDigits: 20 });
  numbers.set(locale, known);
  return known;
}

/** @param timeZone null: the days of the calendar, which are in no zone */
function dateFormat(locale: string, timeZone: string | null | undefined): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone}`;
  const wish: Intl.DateTimeFormatOptions =
    timeZone === null
      ? { dateStyle: 'medium', timeZone: 'UTC' }
      : { dateStyle: 'medium', timeStyle: 'short', timeZone };
  const known = days.get(key) ?? new Intl.DateTimeFormat(locale, wish);
  days.set(key, known);
  return known;
}

/** A value as people read it: options by label, numbers, days and times as the reader's place writes them. */
export function shownValue(property: Property, value: string, reader: Reader): string {
  switch (property.type) {
    case 'enumeration':
      return property.fieldType === 'checkbox'
        ? value.split(';').filter(Boolean).map(reader.labelOf).join(', ')
        : reader.labelOf(value);
    case 'bool':
      return value === 'true' ? reader.yes : value === 'false' ? reader.no : value;
    case 'number':
      return shownNumber(property, value, reader.locale);
    case 'date':
      return shownTime(Date.parse(`${value.slice(0, 10)}T00:00:00Z`), value, dateFormat(reader.locale, null));
    case 'datetime':
      return shownTime(Date.parse(value), value, dateFormat(reader.locale, reader.timeZone));
    default:
      return property.fieldType === 'html' ? withoutTags(value) : value;
  }
}

/** Numbers beyond what a computer counts exactly, and ids, stay as they are. */
function shownNumber({ name }: Property, value: string, locale: string): string {
  const number = Number(value);
  const exact = Number.isFinite(number) && Math.abs(number) <= Number.MAX_SAFE_INTEGER;
  return exact && !/(^|_)id$/.test(name) ? numberFormat(locale).format(number) : value;
}

function shownTime(at: number, value: string, format: Intl.DateTimeFormat): string {
  return Number.isNaN(at) ? value : format.format(at);
}

/** The text of some HTML; never shown as HTML. */
export function withoutTags(html: string): string {
  return html
    .replace(/<br\s*\/?>|<\/p>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .trim();
}
