import type { Template } from 'liquidjs';
import { Liquid } from 'liquidjs';
import type { Json, JsonObject } from '../std/json.ts';
import { at, isObject } from '../std/json.ts';

/** What templates see: the trigger's data at the top, earlier steps under `steps`. */
export type Scope = JsonObject;

const blank = '\u0001';
const liquid = new Liquid({
  strictFilters: true,
  // Ownership only: a template must not reach into prototypes.
  ownPropertyOnly: true,
  // Work a template may do: a loop over a huge list must not stop the process.
  parseLimit: 100_000,
  renderLimit: 1_000,
  memoryLimit: 10_000_000,
  outputEscape: (value: unknown) => {
    if (value === undefined || value === null || value === '') return blank;
    return typeof value === 'string' ? value : JSON.stringify(value);
  },
});

const lonePath = /^\s*\{\{-?\s*([\w$]+(?:\.[\w$-]+)*)\s*-?\}\}\s*$/;

/** Whether a text holds anything to fill in. */
export function isTemplate(text: string): boolean {
  return text.includes('{{') || text.includes('{%');
}

/**
 * Fills a template. A lone `{{ path }}` keeps the value's type; everything else gives text. A blank value takes the
 * separator beside it along, so "file – company" without a company reads "file". Throws liquid's own error, which names the place.
 */
export function render(template: string, scope: Scope): Json {
  if (!isTemplate(template)) return template;
  const path = lonePath.exec(template)?.[1];
  if (path) return at(scope, path) ?? '';
  return tidyBlanks(liquid.renderSync(parsed(template), scope) as string);
}

const parsedTemplates = new Map<string, Template[]>();

/** Parses once; the oldest of two thousand goes. */
function parsed(template: string): Template[] {
  let found = parsedTemplates.get(template);
  if (!found) {
    found = liquid.parse(template);
    if (parsedTemplates.size >= 2_000) parsedTemplates.delete(parsedTemplates.keys().next().value!);
    parsedTemplates.set(template, found);
  }
  return found;
}

/** Fills every text of a value, deep. */
export function renderDeep(value: Json, scope: Scope): Json {
  if (typeof value === 'string') return render(value, scope);
  if (Array.isArray(value)) return value.map((item) => renderDeep(item, scope));
  if (isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renderDeep(item, scope)]));
  }
  return value;
}

/** Faults of a template's syntax: the message, or null when it parses. */
export function templateFault(template: string): string | null {
  try {
    liquid.parse(template);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

const separator = '[-–—|/,;:·•]';

/** Drops blanks with one separator beside them, then what is left of brackets around nothing. */
function tidyBlanks(text: string): string {
  if (!text.includes(blank)) return text;
  return text
    .replace(new RegExp(`[([{]\\s*${blank}\\s*[)\\]}]`, 'g'), blank)
    .replace(new RegExp(`\\s*${separator}\\s*${blank}(?!\\S)`, 'g'), '')
    .replace(new RegExp(`(?<!\\S)${blank}\\s*${separator}\\s*`, 'g'), '')
    .replace(new RegExp(` ?${blank}`, 'g'), '')
    .trim();
}
