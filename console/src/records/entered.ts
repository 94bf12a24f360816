import type { Property } from '../../../src/api/contract-records.ts';

/** What somebody entered as the hub takes it, or the code of what is wrong (`faults/<code>`). */
export type Entered = { value: string | null } | { fault: string };

const email = /^[^\s@"(),:;<>[\\\]]+@[^\s@.,:;<>()[\]\\"]+(\.[^\s@.,:;<>()[\]\\"]+)+$/;
const number = /^[+-]?(\d+\.?\d*|\.\d+)$/;

/** Checks what can be checked before the hub is asked. Numbers may have the reader's decimal comma and blanks. */
export function readEntered(property: Pick<Property, 'type' | 'format'>, text: string): Entered {
  const trimmed = text.trim();
  if (trimmed === '') return { value: null };
  if (property.type === 'number') {
    const plain = plainNumber(trimmed);
    return number.test(plain) ? { value: plain } : { fault: 'not_a_number' };
  }
  if (property.format === 'email' && !email.test(trimmed)) return { fault: 'invalid_email' };
  if (property.type === 'date' && Number.isNaN(Date.parse(trimmed))) return { fault: 'not_a_date' };
  return { value: property.type === 'string' ? text : trimmed };
}

/** `1 250,50` and `1.250,50` and `1,250.50` as `1250.50`; one sign alone with three digits behind it parts thousands nowhere. */
function plainNumber(text: string): string {
  const bare = text.replace(/[\s\u00a0\u202f’']/g, '');
  const last = Math.max(bare.lastIndexOf(','), bare.lastIndexOf('.'));
  const both = bare.includes(',') && bare.includes('.');
  if (both) return bare.slice(0, last).replace(/[.,]/g, '') + '.' + bare.slice(last + 1);
  const several = (bare.match(/[.,]/g) ?? []).length > 1;
  return several ? bare.replace(/[.,]/g, '') : bare.replace(',', '.');
}

/** A moment as `<input type="datetime-local">` takes it, in a zone. Empty for what is no moment. */
export function toClock(iso: string, timeZone: string | undefined): string {
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return '';
  const format = new Intl.DateTimeFormat('sv-SE', {
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
    timeZone,
  });
  return format.format(at).replace(' ', 'T');
}

/** The moment that a clock of a zone shows; the earlier one when it shows it twice. */
export function fromClock(text: string, timeZone: string | undefined): string {
  const wanted = Date.parse(`${text}Z`);
  if (Number.isNaN(wanted)) return '';
  const shownAt = (at: number) => Date.parse(`${toClock(new Date(at).toISOString(), timeZone)}Z`);
  let at = wanted - (shownAt(wanted) - wanted);
  at -= shownAt(at) - wanted;
  return new Date(at).toISOString();
}
