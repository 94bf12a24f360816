import { cleanText } from '../../std/json.ts';
import type { Property } from './property.ts';
import { isMultiple } from './property.ts';

/** Current values by property, as texts; what has no value is not there. */
export type Values = Record<string, string>;
/** A value as people, forms and programs give it. Null and an empty text: no value. */
export type GivenValue = string | number | boolean | null;
export type GivenValues = Record<string, GivenValue>;

/** HubSpot's own limit of a text (docs "Properties API", read 2026-11). */
export const longestText = 65_536;

/** Why a value cannot be kept: a code, an English sentence that says what to do, parameters. */
export interface ValueFault {
  code: 'wrong_type' | 'not_an_option' | 'too_long' | 'invalid_email';
  message: string;
  params: Record<string, unknown>;
}
export type Normal = { value: string | null } | { fault: ValueFault };

const fault = (code: ValueFault['code'], message: string, params: ValueFault['params'] = {}): Normal => ({
  fault: { code, message, params },
});

/**
 * A value as it is kept, for its property: numbers without what means nothing, dates `YYYY-MM-DD`, times as ISO in UTC
 * with milliseconds, booleans `true` and `false`, several options in the property's order with `;` between; email
 * addresses in lower case. Those are the forms HubSpot's API answers (docs "Properties API", read 2026-11).
 * @param current the value it has now: several options that begin with `;` are added to it
 */
export function normalise(property: Property, given: GivenValue, current: string | null = null): Normal {
  if (given === null || given === '') return { value: null };
  const text = cleanText(String(given));
  switch (property.type) {
    case 'number':
      return numberOf(text);
    case 'date':
      return dateOf(text);
    case 'datetime':
      return timeOf(text);
    case 'bool':
      return boolOf(text);
    case 'enumeration':
      return optionsOf(property, text, current);
    default:
      return textOf(property, text);
  }
}

function textOf({ format, type }: Property, text: string): Normal {
  if (text.length > longestText) {
    return fault('too_long', `is ${text.length} characters long; shorten it to ${longestText}.`, {
      max: longestText,
      length: text.length,
    });
  }
  if (format === 'email') return emailOf(text);
  if (format === 'domain') return { value: domainOf(text) };
  if (type === 'phone_number') return { value: text.trim() || null };
  return { value: text };
}

/** One @, something before it, a name with a dot behind it; nothing stricter, because mail servers take more than rules say. */
const email = /^[^\s@"(),:;<>[\\\]]+@[^\s@.,:;<>()[\]\\"]+(\.[^\s@.,:;<>()[\]\\"]+)+$/;
const longestEmail = 254;

function emailOf(text: string): Normal {
  const address = text.trim().toLowerCase();
  if (address === '') return { value: null };
  if (email.test(address) && address.length <= longestEmail) return { value: address };
  return fault('invalid_email', 'is no email address; write it as name@example.com.');
}

/** `https://www.Example.com/about` and `Example.com` are one company's domain. */
function domainOf(text: string): string | null {
  const host = text
    .trim()
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .replace(/^www\./, '')
    .replace(/[/?#:].*$/, '');
  return host || null;
}

const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;
const longestNumber = 100;

function numberOf(given: string): Normal {
  const text = given.trim();
  if (!number.test(text) || text.length > longestNumber) {
    return fault('wrong_type', 'is no number; write digits with a dot before decimals, like 1250.5.', {
      expected: 'number',
    });
  }
  if (/e/i.test(text)) return { value: String(Number(text)) };
  const [whole = '', decimals = ''] = text.replace(/^[+-]/, '').split('.');
  const digits = whole.replace(/^0+(?=\d)/, '') || '0';
  const rest = decimals.replace(/0+$/, '');
  const amount = rest === '' ? digits : `${digits}.${rest}`;
  return { value: text.startsWith('-') && amount !== '0' ? `-${amount}` : amount };
}

const day = /^(\d{4})-(\d{2})-(\d{2})$/;
const dayMs = 86_400_000;
const epochMs = /^-?\d{1,15}$/;
const iso = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** Milliseconds of an ISO text or of digits; null for anything else. A text without a zone is UTC. */
function msOf(text: string): number | null {
  const trimmed = text.trim();
  if (epochMs.test(trimmed)) return Math.abs(Number(trimmed)) <= 8.64e15 ? Number(trimmed) : null;
  if (!iso.test(trimmed)) return null;
  const zoned = /(Z|[+-]\d{2}:?\d{2})$/.test(trimmed.slice(10)) || trimmed.length === 10;
  const ms = Date.parse(zoned ? trimmed.replace(' ', 'T') : `${trimmed.replace(' ', 'T')}Z`);
  return Number.isNaN(ms) ? null : ms;
}

function dateOf(given: string): Normal {
  const text = given.trim();
  const ms = msOf(text);
  const bad = fault('wrong_type', 'is no date; write it as 2026-11-22, or as milliseconds at midnight UTC.', {
    expected: 'date',
  });
  if (ms === null || (epochMs.test(text) && ms % dayMs !== 0)) return bad;
  const shown = new Date(ms).toISOString().slice(0, 10);
  // 2026-02-30 is read as a day of March.
  if (day.test(text.slice(0, 10)) && text.length === 10 && shown !== text) return bad;
  return { value: shown };
}

function timeOf(given: string): Normal {
  const ms = msOf(given);
  if (ms !== null) return { value: new Date(ms).toISOString() };
  return fault('wrong_type', 'is no time; write it as 2026-11-22T14:05:00Z, or as milliseconds.', {
    expected: 'datetime',
  });
}

function boolOf(given: string): Normal {
  const text = given.trim().toLowerCase();
  if (text === 'true' || text === 'false') return { value: text };
  return fault('wrong_type', 'is neither true nor false; write one of them.', { expected: 'bool' });
}

function optionsOf(property: Property, text: string, current: string | null): Normal {
  // Their values stand in another table; whoever writes looks them up there.
  if (property.references !== null) return { value: text };
  if (!isMultiple(property)) return optionOf(property, text);
  const adds = text.startsWith(';');
  const wanted = new Set([...(adds ? partsOf(current ?? '') : []), ...partsOf(text)]);
  const known = new Set(property.options.map((one) => one.value));
  const unknown = [...wanted].find((one) => !known.has(one));
  if (unknown !== undefined) return notAnOption(property, unknown);
  const ordered = property.options.map((one) => one.value).filter((one) => wanted.has(one));
  return { value: ordered.join(';') || null };
}

function optionOf(property: Property, text: string): Normal {
  if (property.options.some((one) => one.value === text)) return { value: text };
  return notAnOption(property, text);
}

function notAnOption(property: Property, text: string): Normal {
  const values = property.options.map((one) => one.value);
  const byLabel = property.options.find((one) => one.label.toLowerCase() === text.trim().toLowerCase());
  const some = values.slice(0, 20).join(', ') + (values.length > 20 ? ', …' : '');
  const advice = byLabel ? `write its value "${byLabel.value}"` : `use one of: ${some || 'none yet'}`;
  return fault('not_an_option', `has no option "${text.slice(0, 80)}"; ${advice}.`, {
    given: text.slice(0, 80),
    options: values.slice(0, 20),
  });
}

/** The options in a text of several. */
export function partsOf(text: string): string[] {
  return text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
