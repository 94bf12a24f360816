import { Refusal } from '../model/refusal.ts';

/** `=` equal, `~` contains whatever the case, and comparisons. */
export type Operator = '=' | '~' | '>' | '>=' | '<' | '<=';

/** A filter as a tree. `field` of a custom field begins with "@"; several values mean "any of". */
export type Filter =
  | { kind: 'all'; parts: Filter[] }
  | { kind: 'any'; parts: Filter[] }
  | { kind: 'term'; field: string; operator: Operator; values: string[]; negated: boolean };

type Token = { kind: 'open' | 'close' | 'and' | 'or' } | { kind: 'term'; term: Filter };

/**
 * Reads RD's query language (RD Station CRM docs "RDQL", read 2026-11): `field:value`, `-field:value`, `field:(a,b)`,
 * `field:~part`, `field:>1`, quoted values, `@slug:value`, parentheses, `and` (also when nothing is written) and `or`.
 * @throws Refusal `bad_request` when it cannot be read
 */
export function readFilter(text: string): Filter {
  const tokens = tokensOf(text);
  let next = 0;

  function any(): Filter {
    const parts = [all()];
    while (tokens[next]?.kind === 'or') {
      next++;
      parts.push(all());
    }
    return parts.length === 1 ? parts[0]! : { kind: 'any', parts };
  }

  function all(): Filter {
    const parts = [one()];
    for (
      let token = tokens[next];
      token && token.kind !== 'or' && token.kind !== 'close';
      token = tokens[next]
    ) {
      if (token.kind === 'and') next++;
      parts.push(one());
    }
    return parts.length === 1 ? parts[0]! : { kind: 'all', parts };
  }

  function one(): Filter {
    const token = tokens[next++];
    if (token?.kind === 'term') return token.term;
    if (token?.kind !== 'open') throw unreadable(text);
    const inner = any();
    if (tokens[next++]?.kind !== 'close') throw unreadable(text);
    return inner;
  }

  const filter = any();
  if (next < tokens.length) throw unreadable(text);
  return filter;
}

const name = /(-?)(@?[\p{L}\p{N}_.-]+):/uy;
const sign = /~|>=|<=|>|</y;
const value = /"((?:[^"\\]|\\.)*)"|([^\s(),"]+)/y;

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;

  function take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) at = pattern.lastIndex;
    return match;
  }

  function values(): string[] {
    if (!take(/\(/y)) return [single()];
    const list: string[] = [];
    do {
      take(/\s+/y);
      list.push(single());
      take(/\s+/y);
    } while (take(/,/y));
    if (!take(/\)/y)) throw unreadable(text);
    return list;
  }

  function single(): string {
    const match = take(value);
    if (!match) throw unreadable(text);
    return match[1] === undefined ? match[2]! : match[1].replace(/\\(.)/g, '$1');
  }

  for (take(/\s+/y); at < text.length; take(/\s+/y)) {
    const word = take(/(and|or)(?=[\s(])/iy);
    if (word) tokens.push({ kind: word[1]!.toLowerCase() as 'and' | 'or' });
    else if (take(/\(/y)) tokens.push({ kind: 'open' });
    else if (take(/\)/y)) tokens.push({ kind: 'close' });
    else {
      const head = take(name);
      if (!head) throw unreadable(text);
      const operator = (take(sign)?.[0] ?? '=') as Operator;
      const negated = head[1] === '-';
      tokens.push({
        kind: 'term',
        term: { kind: 'term', field: head[2]!, operator, values: values(), negated },
      });
    }
  }
  return tokens;
}

function unreadable(text: string): Refusal {
  return new Refusal('bad_request', 'filter', `The filter could not be read: ${text}`);
}

/** The value every matching record must have in a field, if the filter pins one: what an index can be asked. */
export function pinned(filter: Filter, field: string): string | undefined {
  if (filter.kind === 'all') {
    for (const part of filter.parts) {
      const value = pinned(part, field);
      if (value !== undefined) return value;
    }
    return undefined;
  }
  if (filter.kind !== 'term' || filter.field !== field) return undefined;
  return filter.operator === '=' && !filter.negated && filter.values.length === 1
    ? filter.values[0]
    : undefined;
}
