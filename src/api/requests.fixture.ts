import { toyDefinition } from './house.fixture.ts';
import type { Ask, House } from './house.fixture.ts';
import type { Route } from './route.ts';

/** The part of JSON Schema that the document is written in. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  example?: unknown;
  pattern?: string;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
  items?: Schema;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
}

export interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema: Schema;
}

interface Operation {
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, unknown>;
}

/** The OpenAPI document, as somebody reads it who knows nothing else. */
export interface Operations {
  of(route: Route): Operation;
  body(route: Route): Schema | null;
  resolve(schema: Schema): Schema;
}

interface ApiDocument {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

export async function readOperations(house: House): Promise<Operations> {
  const document = (await (await house.nobody('GET', '/api/openapi.json')).json()) as ApiDocument;
  const of = (route: Route) => document.paths[`/api${route.path}`]![route.method]!;
  return {
    of,
    body: (route) => of(route).requestBody?.content['application/json']?.schema ?? null,
    resolve: (schema) =>
      schema.$ref === undefined ? schema : document.components.schemas[schema.$ref.split('/').at(-1)!]!,
  };
}

/** What connections are made with; it may stand in no answer and no log. */
export const credential = 'credential-nobody-may-read';

let fresh = 0;

/** Values that a schema does not say, by the name of their place. Given even where they may be left out. */
export const knownValues: Record<string, (things: Record<string, string>) => unknown> = {
  connectionId: (things) => things['connection'],
  workflowId: (things) => things['workflow'],
  eventId: (things) => things['event'],
  record: (things) => things['record'] ?? 'rec_00000000000000000000000000000000',
  runId: (things) => things['run'],
  ids: (things) => [things['run']],
  definition: (things) => toyDefinition(things['connection']!),
};
/** The same, given only where they must be. */
export const usualValues: Record<string, (things: Record<string, string>) => unknown> = {
  connector: () => 'toy',
  environment: () => 'production',
  authMethod: () => 'token',
  credentials: () => ({ token: credential }),
  secret: () => credential,
  email: () => `somebody-${++fresh}@fresh.example`,
  timeZone: () => 'Europe/Oslo',
  stepId: () => 'deal',
  role: () => 'viewer',
  choice: () => 'retry',
  values: () => ({ email: `somebody-${++fresh}@fresh.example` }),
};
/** Filters that name things. */
export const filters = ['connection', 'workflow', 'event', 'run'];

/** A request that fits the document: method, address and body. */
export function requestOf(
  operations: Operations,
  route: Route,
  things: Record<string, string>,
): Parameters<Ask> {
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => things[name] ?? name);
  const query = new URLSearchParams();
  for (const { name, in: place, required, schema } of operations.of(route).parameters ?? []) {
    if (place !== 'query') continue;
    if (filters.includes(name)) query.set(name, things[name]!);
    else if (required === true) query.set(name, String(sample(operations, schema, name, things)));
  }
  const body = operations.body(route);
  return [
    route.method.toUpperCase(),
    `/api${path}${query.size > 0 ? `?${query.toString()}` : ''}`,
    body ? sample(operations, body, '', things) : undefined,
  ];
}

/** A value that fits a schema, with as little in it as will do. */
function sample(
  operations: Operations,
  given: Schema,
  name: string,
  things: Record<string, string>,
): unknown {
  const value = (knownValues[name] ?? usualValues[name])?.(things);
  if (value !== undefined) return value;
  const schema = operations.resolve(given);
  if (schema.example !== undefined && schema.type === 'string') return schema.example;
  if (schema.enum) return schema.enum[0];
  if (schema.const !== undefined) return schema.const;
  const branch = schema.anyOf?.[0] ?? schema.oneOf?.[0];
  if (branch) return sample(operations, branch, name, things);
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === 'object' || schema.properties) return objectOf(operations, schema, things);
  if (type === 'array') {
    const least = schema.minItems ?? 0;
    return Array.from({ length: least }, () => sample(operations, schema.items ?? {}, '', things));
  }
  if (type === 'string') return textOf(schema);
  if (type === 'integer' || type === 'number') return schema.minimum ?? 1;
  return type === 'boolean' ? false : null;
}

function objectOf(operations: Operations, schema: Schema, things: Record<string, string>): object {
  const parts = [schema, ...(schema.allOf ?? []).map((part) => operations.resolve(part))];
  const entries = parts.flatMap(({ properties = {}, required = [] }) =>
    Object.entries(properties)
      .filter(([name]) => required.includes(name) || name in knownValues)
      .map(([name, inner]) => [name, sample(operations, inner, name, things)]),
  );
  return Object.fromEntries(entries) as object;
}

function textOf({ format, minLength = 0 }: Schema): string {
  if (format === 'date-time') return '2026-01-01T00:00:00Z';
  if (format === 'email') return `somebody-${++fresh}@fresh.example`;
  if (format === 'uri' || format === 'url') return 'https://receiver.example/in';
  return 'a text of the tests'.padEnd(minLength, '.');
}
