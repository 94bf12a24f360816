import { VendorError } from '#kit/vendor-error.ts';
import type { Json } from '#std/json.ts';
import type { CustomField, CustomValue } from '../port.ts';

/** RD keeps its accounts in Brazil's time: its own answers carry -03:00. */
const zone = 'America/Sao_Paulo';

/** Whether a value says nothing: null, an empty or white text, an empty list. */
export function isBlank(value: Json | undefined): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value === 'string') return value.trim() === '';
  return Array.isArray(value) && value.every(isBlank);
}

/**
 * A value in the form a custom field takes.
 * @param dates how this API writes a day: `br` DD/MM/YYYY (v1, documented), `iso` YYYY-MM-DD (v2, not confirmed)
 * @throws VendorError `invalid` naming the field and what it takes
 */
export function toCustomValue(field: CustomField, value: Json, dates: 'br' | 'iso'): CustomValue {
  if (isBlank(value)) return field.type === 'multiple_choice' ? [] : '';
  if (field.type === 'date') {
    const day = toDay(value, field.label);
    return dates === 'iso' ? day : day.split('-').reverse().join('/');
  }
  if (field.type === 'option') return choiceOf(field, toText(value));
  if (field.type === 'multiple_choice') return listOf(field, value).map((one) => choiceOf(field, one));
  return toText(value);
}

/** Several choices: a list, or a text with semicolons (or commas, unless the whole text is one choice). */
function listOf(field: CustomField, value: Json): string[] {
  if (Array.isArray(value)) return value.filter((one) => !isBlank(one)).map(toText);
  const text = toText(value);
  if (field.choices.some((choice) => alike(choice, text))) return [text];
  const parts = text.includes(';') ? text.split(';') : text.split(',');
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

/** The field's own writing of a choice; case and outer spaces do not matter. */
function choiceOf(field: CustomField, value: string): string {
  const choice = field.choices.find((one) => one === value) ?? field.choices.find((one) => alike(one, value));
  if (choice !== undefined) return choice;
  if (field.allowsNew) return value.trim();
  throw invalid(
    field.label,
    `"${value}" is not one of its choices (${field.choices.join(', ') || 'it has none'})`,
  );
}

function alike(left: string, right: string): boolean {
  return left.trim().toLowerCase() === right.trim().toLowerCase();
}

/** Text of a plain value; lists are joined with commas. */
export function toText(value: Json): string {
  if (typeof value === 'string') return value.trim();
  if (Array.isArray(value)) return value.map(toText).join(', ');
  return value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/**
 * A calendar day, `YYYY-MM-DD`, out of a day (ISO or DD/MM/YYYY) or a moment, which is the day it was in Brazil.
 * @throws VendorError `invalid` naming the field
 */
export function toDay(value: Json, label: string): string {
  const text = toText(value);
  const brazilian = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
  const day = brazilian
    ? `${brazilian[3]}-${brazilian[2]?.padStart(2, '0')}-${brazilian[1]?.padStart(2, '0')}`
    : /^\d{4}-\d{2}-\d{2}$/.test(text)
      ? text
      : dayInBrazil(text);
  if (day === null || !isRealDay(day)) throw invalid(label, `"${text}" is not a date`);
  return day;
}

function isRealDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}

function dayInBrazil(text: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(text)) return null;
  // A moment without an offset is already somebody's local time: its own day is meant.
  if (!/(Z|[+-]\d{2}:?\d{2})$/i.test(text)) return text.slice(0, 10);
  const time = Date.parse(text.replace(' ', 'T'));
  if (Number.isNaN(time)) return null;
  return new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(time);
}

/**
 * A number out of a number or a text: `1234.5`, `1.234,50`, `R$ 1.234,50`. A lone separator with three digits behind
 * it (`12.000`) stands for thousands, as people write money.
 * @throws VendorError `invalid` naming the field
 */
export function toNumber(value: Json, label: string): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  const text = toText(value).replace(/[^\d,.-]/g, '');
  const thousandsOnly = /^-?[1-9]\d{0,2}([.,])\d{3}(\1\d{3})*$/.test(text);
  const decimal = thousandsOnly ? -1 : Math.max(text.lastIndexOf(','), text.lastIndexOf('.'));
  const digits = (part: string): string => part.replace(/[.,]/g, '');
  const plain = decimal < 0 ? digits(text) : `${digits(text.slice(0, decimal))}.${text.slice(decimal + 1)}`;
  if (!/\d/.test(text) || !Number.isFinite(Number(plain))) {
    throw invalid(label, `"${toText(value)}" is not a number`);
  }
  return Number(plain);
}

/** The failure for a value that a field cannot take. */
export function invalid(label: string, problem: string): VendorError {
  return new VendorError('invalid', `Field "${label}": ${problem}.`, { reach: 'not_sent' });
}
