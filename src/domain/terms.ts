import { cleanText } from '../std/json.ts';
import { fold } from './filter.ts';

const longestTerm = 200;
/** Of a longer value only the beginning can be found. */
const longestValue = 2_000;
/** All together must fit into a tsvector's 1 MB, which `array_to_tsvector` does not check (PostgreSQL 18, tried out). */
const mostTerms = 1_000;
const mostQueryWords = 16;

const notWord = /[^\p{L}\p{N}]+/u;
const email = /[^\s<>()[\]",;:]+@[^\s<>()[\]",;:]+/g;
/** Telephone and tax numbers: digits with what people put between them. */
const numeric = /^[+(]?\d[\d\s().+/-]*$/;
const fewestDigits = 5;
/** A UUID is one word: its parts mean nothing, and five more terms a run would cost more than all others together. */
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** The beginning of one, long enough to be no date. */
const uuidBeginning = /^[0-9a-f]{8}-[0-9a-f-]{0,27}$/;
const plain = /^[\x20-\x7e]*$/;

/**
 * What business values can be found by: the whole values, their words, parts of email addresses, and numbers without
 * punctuation. All folded (no case, no accents), unique, not empty, at most 200 characters, on one line each,
 * at most 1,000.
 */
export function termsOf(values: string[]): string[] {
  const terms = new Set<string>();
  for (const value of values) {
    const text = folded(value.slice(0, longestValue));
    for (const term of partsOf(text)) {
      const cut = cutTo(longestTerm, term).trim();
      if (cut !== '' && terms.size < mostTerms) terms.add(cut);
    }
  }
  return [...terms];
}

function partsOf(text: string): string[] {
  if (uuid.test(text)) return [text];
  return [text, ...numberTerms(text), ...emailTerms(text), ...wordsOf(text)];
}

function cutTo(length: number, text: string): string {
  return text.length <= length ? text : [...text].slice(0, length).join('');
}

/**
 * What people typed, as text for `$1::tsquery`: every word must be there, each may be only the beginning of one. Text in
 * double quotes is the beginning of a whole value. Null when nothing is left to look for.
 */
export function searchQuery(typed: string): string | null {
  const parts = searchParts(typed);
  return parts.length === 0 ? null : parts.join(' & ');
}

/** The same, one tsquery for each thing that must be there. */
export function searchParts(typed: string): string[] {
  const parts: string[] = [];
  for (const match of folded(typed).matchAll(/"([^"]*)"?|[^\s"]+/g)) {
    const part = match[1] === undefined ? tokenParts(match[0]) : prefix(match[1].trim());
    parts.push(...part);
    if (parts.length >= mostQueryWords) break;
  }
  return parts.slice(0, mostQueryWords);
}

function tokenParts(token: string): string[] {
  if (uuidBeginning.test(token)) return prefix(token);
  if (token.includes('@')) return prefix(token.replace(/^[@<(]+|[>),;]+$/g, ''));
  const words = wordsOf(token).flatMap(prefix);
  const digits = numberTerms(token)[0];
  if (digits === undefined || words.length < 2) return words;
  return [`(${prefix(digits)[0]} | ${words.join(' & ')})`];
}

function prefix(term: string): string[] {
  const cut = cutTo(longestTerm, term);
  return cut === '' ? [] : [`'${cut.replaceAll('\\', '\\\\').replaceAll("'", "''")}':*`];
}

function folded(text: string): string {
  const same = plain.test(text) ? text.toLowerCase() : fold(cleanText(text));
  return same.replace(/\s+/g, ' ').trim();
}

function wordsOf(text: string): string[] {
  return text.split(notWord).filter((word) => word !== '');
}

function numberTerms(text: string): string[] {
  const digits = text.replace(/\D/g, '');
  return numeric.test(text) && digits.length >= fewestDigits ? [digits] : [];
}

function emailTerms(text: string): string[] {
  if (!text.includes('@')) return [];
  return (text.match(email) ?? []).flatMap((address) => {
    const at = address.lastIndexOf('@');
    return [address, address.slice(0, at), address.slice(at + 1)];
  });
}
