import fc from 'fast-check';
import { oddBodies, oddMethods, oddTexts, oddTypes, oddValues } from './odd-values.fixture.ts';
import { filters, knownValues, usualValues } from './requests.fixture.ts';
import type { Operations, Schema } from './requests.fixture.ts';
import { paramsOf } from './route.ts';
import type { Route } from './route.ts';

/** A request as bytes: nothing about it need be right. */
export interface OddRequest {
  method: string;
  address: string;
  type: string | null;
  body: string | null;
}

type Things = Record<string, string>;

const any = (values: readonly unknown[]) => fc.constantFrom(...values);
const text = (longest: number) =>
  fc
    .oneof(
      { weight: 3, arbitrary: fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }) },
      { weight: 1, arbitrary: fc.constantFrom(...oddTexts) },
    )
    .map((value) => value.slice(0, longest));

/** Requests of one route: most fit the document, or nearly; some are nothing of the kind. */
export function oddRequests(
  operations: Operations,
  route: Route,
  ours: Things,
  theirs: Things,
): fc.Arbitrary<OddRequest> {
  const things = [ours, theirs];
  const schema = operations.body(route);
  return fc.record({
    method: fc.oneof(
      { weight: 15, arbitrary: fc.constant(route.method.toUpperCase()) },
      { weight: 1, arbitrary: fc.constantFrom(...oddMethods) },
    ),
    address: addresses(operations, route, things),
    type: fc.oneof(
      { weight: 15, arbitrary: fc.constant('application/json') },
      { weight: 1, arbitrary: fc.constantFrom(...oddTypes, null) },
    ),
    body: schema
      ? fc.oneof(
          { weight: 8, arbitrary: bodies(operations, schema, things) },
          { weight: 2, arbitrary: fc.constantFrom(...oddBodies) },
          { weight: 1, arbitrary: any(oddValues).map((value) => JSON.stringify(value)) },
        )
      : fc.constant(null),
  });
}

function addresses(operations: Operations, route: Route, things: Things[]): fc.Arbitrary<string> {
  const names = paramsOf(route.path);
  const inPath = names.map((name) => {
    const known = things.map((one) => one[name] ?? 'x');
    const right = { weight: 12, arbitrary: fc.constant(known[0]!) };
    const wrong = {
      weight: 1,
      arbitrary: fc.constantFrom(known[1]!, ...oddTexts.map(encode), '%', '%zz', '%ff', '%c0%af'),
    };
    return fc.oneof(right, wrong);
  });
  const parameters = (operations.of(route).parameters ?? []).filter((one) => one.in === 'query');
  const inQuery = parameters.map(({ name, schema }) =>
    fc.tuple(
      fc.constant(name),
      fc.oneof(
        { weight: 6, arbitrary: valueOf(operations, schema, name, things).map(String).map(encode) },
        { weight: 1, arbitrary: fc.constantFrom(...oddTexts.map(encode), '%', '%ff', 'a&b=c') },
      ),
    ),
  );
  const queries = fc
    .subarray(inQuery.map((_, index) => index))
    .chain((chosen) => fc.tuple(...chosen.map((index) => inQuery[index]!)));
  return fc.tuple(fc.tuple(...inPath), queries).map(([values, pairs]) => {
    let place = 0;
    const path = route.path.replace(/\{\w+\}/g, () => values[place++]!);
    const query = pairs.map(([name, value]) => `${name}=${value}`).join('&');
    return `/api${path}${query === '' ? '' : `?${query}`}`;
  });
}

const encode = (value: string) => encodeURIComponent(value.toWellFormed());

/** Bodies that fit, and bodies that fit but for one place. */
function bodies(operations: Operations, schema: Schema, things: Things[]): fc.Arbitrary<string> {
  const fitting = valueOf(operations, schema, '', things);
  const spoilt = fc.tuple(fitting, fc.nat(), any(oddValues)).map(([value, place, odd]) => {
    const places = placesOf(value);
    const chosen = places[place % Math.max(1, places.length)];
    if (chosen) chosen.holder[chosen.key] = odd;
    return value;
  });
  return fc.oneof(fitting, spoilt).map((value) => JSON.stringify(value));
}

/** Every place of a value that holds another, however deep. */
export function placesOf(value: unknown): { holder: Record<string, unknown>; key: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesOf(holder[key])]);
}

/** Values that fit a schema. */
function valueOf(
  operations: Operations,
  given: Schema,
  name: string,
  things: Things[],
  depth = 0,
): fc.Arbitrary<unknown> {
  const schema = operations.resolve(given);
  const known = filters.includes(name)
    ? (one: Things) => one[name]
    : (knownValues[name] ?? usualValues[name]);
  const free = () => freely(operations, schema, things, depth);
  if (!known) return free();
  const usual = fc.constantFrom(...things, things[0]!, things[0]!).map((one) => structuredClone(known(one)));
  return fc.oneof({ weight: 4, arbitrary: usual }, { weight: 1, arbitrary: free() });
}

function freely(
  operations: Operations,
  schema: Schema,
  things: Things[],
  depth: number,
): fc.Arbitrary<unknown> {
  const inner = (part: Schema, name = '') => valueOf(operations, part, name, things, depth + 1);
  if (schema.enum) return any(schema.enum);
  if (schema.const !== undefined) return fc.constant(schema.const);
  const branches = schema.anyOf ?? schema.oneOf;
  if (branches) return fc.oneof(...branches.map((branch) => inner(branch)));
  const types = Array.isArray(schema.type) ? schema.type : [schema.type ?? ''];
  if (depth > 5 || types[0] === '') return fc.jsonValue({ maxDepth: 2 });
  return fc.oneof(...types.map((type) => typed(type, schema, inner)));
}

function typed(
  type: string,
  schema: Schema,
  inner: (part: Schema, name?: string) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  const { minimum = -5, maximum = 2 ** 31, maxLength = 40_000, minItems = 0 } = schema;
  switch (type) {
    case 'object': {
      const named = Object.entries(schema.properties ?? {}).map(([key, part]) => [key, inner(part, key)]);
      if (named.length > 0) {
        const model = Object.fromEntries(named) as Record<string, fc.Arbitrary<unknown>>;
        return fc.record(model, { requiredKeys: schema.required ?? [] }).map((value) => ({ ...value }));
      }
      const rest =
        typeof schema.additionalProperties === 'object'
          ? inner(schema.additionalProperties)
          : fc.jsonValue({ maxDepth: 2 });
      return fc.dictionary(text(60), rest, { maxKeys: 3, noNullPrototype: true });
    }
    case 'array':
      return fc.array(inner(schema.items ?? {}), { minLength: minItems, maxLength: minItems + 3 });
    case 'string':
      if (schema.format === 'date-time') {
        return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
      }
      return text(maxLength);
    case 'integer':
      return fc.integer({ min: Math.max(minimum, -(2 ** 31)), max: Math.min(maximum, 2 ** 31 - 1) });
    case 'number':
      return fc.double({ min: minimum, max: maximum, noNaN: true });
    case 'boolean':
      return fc.boolean();
    default:
      return fc.constant(null);
  }
}
