import type { Json, JsonObject } from '../std/json.ts';
import { at, isObject } from '../std/json.ts';
import { Allowance, blank, parsed } from './liquid.ts';

export { Allowance } from './liquid.ts';

/** What templates see: the trigger's data at the top, earlier steps under `steps`. */
export type Scope = JsonObject;

const lonePath = /^\s*\{\{-?\s*([\w$]+(?:\.[\w$-]+)*)\s*-?\}\}\s*$/;

/** Whether a text holds anything to fill in. */
export function isTemplate(text: string): boolean {
  return text.includes('{{') || text.includes('{%');
}

/**
 * Fills a template. A lone `{{ path }}` keeps the value's type; everything else gives text. A blank value takes the
 * separator beside it along, so "file – company" without a company reads "file". Throws liquid's own error, which names the place.
 * @param allowance what this and other templates may cost together
 */
export function render(template: string, scope: Scope, allowance = new Allowance()): Json {
  if (!isTemplate(template)) return template;
  const path = lonePath.exec(template)?.[1];
  if (path) return at(scope, path) ?? '';
  return tidyBlanks(allowance.fill(parsed(template), scope));
}

/** Fills every text of a value, deep. All of them share one allowance. */
export function renderDeep(value: Json, scope: Scope, allowance = new Allowance()): Json {
  if (typeof value === 'string') return render(value, scope, allowance);
  if (Array.isArray(value)) return value.map((item) => renderDeep(item, scope, allowance));
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, renderDeep(item, scope, allowance)]),
    );
  }
  return value;
}

/** Faults of a template's syntax: the message, or null when it parses. */
export function templateFault(template: string): string | null {
  try {
    parsed(template);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

const separator = '[-–—|/,;:·•]';
const emptyBrackets = new RegExp(`[([{]\\s*${blank}\\s*[)\\]}]`, 'g');
// A match begins where its spaces begin: tried from each of a hundred thousand spaces, it would take seconds.
const separatorBefore = new RegExp(`(?<!\\s)\\s*${separator}\\s*${blank}(?!\\S)`, 'g');
const separatorAfter = new RegExp(`(?<!\\S)${blank}\\s*${separator}\\s*`, 'g');
const blankAlone = new RegExp(` ?${blank}`, 'g');

/** Drops blanks with one separator beside them, then what is left of brackets around nothing. */
function tidyBlanks(text: string): string {
  if (!text.includes(blank)) return text;
  return text
    .replace(emptyBrackets, blank)
    .replace(separatorBefore, '')
    .replace(separatorAfter, '')
    .replace(blankAlone, '')
    .trim();
}
