import type { Definition, Json } from '../../../src/api/contract.ts';
import type { Draft } from './draft.ts';

/** One place where two drafts differ. `way` names it: `['name']`, `['trigger', 'settings', 'folder']`. */
export interface Difference {
  way: string[];
  before: Json;
  after: Json;
}

/** Where two drafts differ, place by place, in the order of the guide. Pure. */
export function differencesOf(before: Draft, after: Draft): Difference[] {
  const places = new Map<string, Difference>();
  const put = (side: 'before' | 'after') => (way: string[], value: Json) => {
    const key = way.join('\u0000');
    const known = places.get(key) ?? { way, before: null, after: null };
    places.set(key, { ...known, [side]: value });
  };
  walk(before, put('before'));
  walk(after, put('after'));
  return [...places.values()].filter((one) => JSON.stringify(one.before) !== JSON.stringify(one.after));
}

function walk({ name, definition }: Draft, put: (way: string[], value: Json) => void): void {
  put(['name'], name);
  const { trigger, filters, steps } = definition;
  put(['trigger', 'key'], trigger.key && `${trigger.connector}:${trigger.key}`);
  put(['trigger', 'connectionId'], trigger.connectionId);
  for (const [key, value] of Object.entries(trigger.settings)) {
    put(['trigger', 'settings', key], blankless(value));
  }
  put(['filters'], filters && filters.conditions.length > 0 ? (filters as unknown as Json) : null);
  for (const [id, step] of Object.entries(steps)) {
    if (step.kind !== 'action') continue;
    put(['steps', id, 'key'], `${step.connector}:${step.key}`);
    put(['steps', id, 'connectionId'], step.connectionId);
    for (const [key, value] of Object.entries(step.input)) put(['steps', id, 'input', key], blankless(value));
  }
}

const blankless = (value: Json): Json => (value === '' ? null : value);

/** The connectors a difference's place may belong to. */
export function connectorAt({ way }: Difference, definition: Definition): string {
  if (way[0] === 'trigger') return definition.trigger.connector;
  const step = definition.steps[way[1] ?? ''];
  return step?.kind === 'action' ? step.connector : '';
}
