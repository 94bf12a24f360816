import { isObject, parseJson, type Json, type JsonObject } from '#std/json.ts';
import { parseMoment } from '../model/moment.ts';
import { Refusal, type Objection } from '../model/refusal.ts';

/** What an attribute must be. */
export interface AttributeRule {
  type: 'string' | 'boolean' | 'integer' | 'moment' | 'hash' | 'list';
  required?: boolean;
  /** Whether null may stand for nothing. */
  nullable?: boolean;
  /** The only values, or for a list the only items. */
  oneOf?: readonly (string | number)[];
}
export type AttributeRules = Record<string, AttributeRule>;

/** The resource object of a call's body. */
export interface Resource {
  /** Only attributes that were sent. Moments are milliseconds since the epoch. */
  attributes: JsonObject;
  relationships: JsonObject;
}

interface Expected {
  type: string;
  rules: AttributeRules;
  /** For PATCH: the id of the path, which the body must repeat. */
  id?: string;
}

/** Parses a body. @throws the vendor's 400 when it is no JSON object */
export function readBody(bytes: ArrayBuffer): JsonObject {
  const body = parseJson(new Uint8Array(bytes));
  if (isObject(body)) return body;
  throw new Refusal({ kind: 'bad_request', pointer: '', detail: 'JSON inválido' });
}

/**
 * Reads `{data: {type, id?, attributes, relationships}}` strictly.
 * @throws the vendor's 400 with every objection: unknown, missing and malformed attributes
 */
export function readResource(body: JsonObject, expected: Expected, at = '/data'): Resource {
  const data = body['data'];
  if (!isObject(data)) {
    throw new Refusal({ kind: 'bad_request', pointer: at, detail: 'data deve ser informado(a)' });
  }
  const objections: Objection[] = [];
  const object = (pointer: string, detail: string) =>
    objections.push({ kind: 'bad_request', pointer, detail });
  if (data['type'] !== expected.type) object(`${at}/type`, `type deve ser igual a ${expected.type}`);
  if (expected.id !== undefined && data['id'] !== expected.id) {
    object(`${at}/id`, `id deve ser igual a ${expected.id}`);
  }
  const given = data['attributes'] ?? {};
  if (!isObject(given)) object(`${at}/attributes`, 'attributes deve ser um hash');
  const attributes = isObject(given)
    ? readAttributes(given, expected.rules, `${at}/attributes`, objections)
    : {};
  if (objections.length > 0) throw new Refusal(...objections);
  return { attributes, relationships: isObject(data['relationships']) ? data['relationships'] : {} };
}

function readAttributes(
  given: JsonObject,
  rules: AttributeRules,
  at: string,
  objections: Objection[],
): JsonObject {
  const read: JsonObject = {};
  const object = (name: string, detail: string) =>
    objections.push({ kind: 'bad_request', pointer: `${at}/${name}`, detail: `${name} ${detail}` });
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(rules, name)) object(name, 'não está disponível');
  }
  for (const [name, rule] of Object.entries(rules)) {
    const value = given[name];
    if (value === undefined || value === null) {
      if (rule.required) object(name, 'deve ser informado(a)');
      else if (value === null && rule.nullable) read[name] = null;
      else if (value === null) object(name, 'deve ser preenchido(a)');
      continue;
    }
    const taken = take(value, rule);
    if (taken === undefined) object(name, complaint(rule));
    else read[name] = taken;
  }
  return read;
}

function take(value: Json, rule: AttributeRule): Json | undefined {
  const allowed = (item: Json) => !rule.oneOf || rule.oneOf.includes(item as string | number);
  switch (rule.type) {
    case 'string':
      return typeof value === 'string' && value.trim() !== '' && allowed(value) ? value : undefined;
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'integer': {
      // The vendor's own examples send numbers as text ("3").
      const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
      return Number.isInteger(number) && allowed(number) ? number : undefined;
    }
    case 'moment':
      return (typeof value === 'string' ? parseMoment(value) : null) ?? undefined;
    case 'hash':
      return isObject(value) ? value : undefined;
    case 'list':
      return Array.isArray(value) && value.length > 0 && value.every(allowed) ? value : undefined;
  }
}

function complaint(rule: AttributeRule): string {
  if (rule.oneOf) return `deve estar em: ${rule.oneOf.join(', ')}`;
  switch (rule.type) {
    case 'string':
      return 'deve ser preenchido(a)';
    case 'boolean':
      return 'deve ser um booleano';
    case 'integer':
      return 'deve ser um número inteiro';
    case 'moment':
      return 'não está em um formato válido';
    case 'hash':
      return 'deve ser um hash';
    case 'list':
      return 'deve ser um array';
  }
}

/** The id a relationship points to, e.g. `relationships.document.data.id`. @throws the vendor's 400 when it is missing */
export function relatedId(relationships: JsonObject, name: string, type: string): string {
  const relation = relationships[name];
  const data = isObject(relation) ? relation['data'] : undefined;
  if (isObject(data) && data['type'] === type && typeof data['id'] === 'string') return data['id'];
  throw new Refusal({
    kind: 'bad_request',
    pointer: `/data/relationships/${name}`,
    detail: `${name} deve ser informado(a)`,
  });
}
