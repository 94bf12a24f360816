import { equalKey, longestKey, partKey } from '../domain/records/lookup.ts';
import { positiveOf, tokenBody, tokensOf } from '../domain/records/fits.ts';
import type { ReadyFilter } from '../domain/records/filter.ts';
import type { Property } from '../domain/records/property.ts';
import { isMultiple } from '../domain/records/property.ts';
import { sortKey } from '../domain/records/sort-key.ts';

/** Gathers the values of a statement; gives each its place. */
export class Params {
  readonly values: unknown[];
  constructor(...values: unknown[]) {
    this.values = values;
  }
  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

/** Groups of filters as a condition over `records r`. Nothing of it is text of the caller but in parameters. */
export function conditionOf(groups: ReadyFilter[][], params: Params): string {
  if (groups.length === 0) return 'true';
  const each = groups.map(
    (group) => group.map((filter) => filterSql(filter, params)).join(' and ') || 'true',
  );
  return `(${each.map((group) => `(${group})`).join(' or ')})`;
}

function filterSql(filter: ReadyFilter, params: Params): string {
  const positive = positiveOf[filter.operator];
  if (positive !== undefined) {
    return `not coalesce(${filterSql({ ...filter, operator: positive }, params)}, false)`;
  }
  if ('associated' in filter.subject) return associatedSql(filter.subject.associated, filter, params);
  const { property } = filter.subject;
  switch (filter.operator) {
    case 'HAS_PROPERTY':
      return `r."values" ? ${params.add(property.name)}`;
    case 'EQ':
      return equalSql(property, filter.values[0]!, params);
    case 'IN':
      return inSql(property, filter.values, params);
    case 'CONTAINS_TOKEN':
      return tokensOf(filter.values[0]!)
        .map((token) => tokenSql(property, token, params))
        .join(' and ');
    default:
      return orderSql(property, filter, params);
  }
}

function equalSql(property: Property, value: string, params: Params): string {
  if (property.type === 'datetime' || property.type === 'json') {
    return `lower(r."values" ->> ${params.add(property.name)}) = ${params.add(value)}`;
  }
  const key = `r.keys @> array[${params.add(equalKey(property, value))}]`;
  // What is longer than a key is found by its beginning, then compared.
  return value.length < longestKey
    ? key
    : `(${key} and lower(r."values" ->> ${params.add(property.name)}) = lower(${params.add(value)}))`;
}

function inSql(property: Property, values: string[], params: Params): string {
  const long = property.type === 'datetime' || values.some((value) => value.length >= longestKey);
  if (long) return `(${values.map((value) => equalSql(property, value, params)).join(' or ')})`;
  const key = isMultiple(property) ? partKey : equalKey;
  return `r.keys && ${params.add(values.map((value) => key(property, value)))}::text[]`;
}

/** Words end where letters and digits do; lower() and not `~*`, which looks at each letter twice. */
function tokenSql(property: Property, token: string, params: Params): string {
  const pattern = `(?<![[:alnum:]])${tokenBody(token.toLowerCase())}(?![[:alnum:]])`;
  return `lower(r."values" ->> ${params.add(property.name)}) ~ ${params.add(pattern)}`;
}

const symbols: Partial<Record<string, string>> = { LT: '<', LTE: '<=', GT: '>', GTE: '>=' };

/** Ordered places where there is one; else numbers by jsonpath, which takes what is no number for nothing. */
function orderSql(property: Property, { operator, values }: ReadyFilter, params: Params): string {
  const sides: [string, string][] =
    operator === 'BETWEEN'
      ? [
          ['>=', values[0]!],
          ['<=', values[1]!],
        ]
      : [[symbols[operator]!, values[0]!]];
  const isText = property.type === 'string' || property.type === 'phone_number';
  const compare = ([symbol, value]: [string, string]): string => {
    if (property.slot !== null && !isText) {
      return `r.sorts[${property.slot}] collate "C" ${symbol} ${params.add(sortKey(property, value))}`;
    }
    if (property.type === 'number') {
      const path = `$.${JSON.stringify(property.name)}.double() ? (@ ${symbol} ${Number(value)})`;
      return `r."values" @? ${params.add(path)}::jsonpath`;
    }
    return `lower(r."values" ->> ${params.add(property.name)}) collate "C" ${symbol} ${params.add(value)}`;
  };
  return sides.map(compare).join(' and ');
}

function associatedSql(object: string, { operator, values }: ReadyFilter, params: Params): string {
  const row = `select 1 from associations a join records o on o.workspace_id = a.workspace_id
      and o.connection_id = a.connection_id and o.id = a.to_id
    where a.workspace_id = r.workspace_id and a.connection_id = r.connection_id and a.from_id = r.id
      and a.to_object = ${params.add(object)} and o.archived_at is null`;
  if (operator === 'HAS_PROPERTY') return `exists (${row})`;
  const ids = params.add(values);
  return `exists (${row} and (o.external_id = any(${ids}::text[]) or o.id::text = any(${ids}::text[])))`;
}
