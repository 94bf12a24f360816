import type { Json } from '#std/json.ts';
import { choicesOf, nameOf, propertiesOf, resolve } from './schema.ts';
import type { Schema, Shapes } from './schema.ts';

/** Values people recognise, by the name of the property that holds them. */
const byName: Record<string, string> = {
  name: 'Vendas',
  title: 'Contrato ACME.pdf',
  email: 'ana@example.com',
  password: 'a long password',
  timeZone: 'America/Sao_Paulo',
  connector: 'webhook',
  environment: 'live',
  authMethod: 'secret',
  trigger: 'webhook.received',
  action: 'webhook.send',
  url: 'https://example.com/',
};
const byFormat: Record<string, string> = {
  'date-time': '2026-11-20T14:05:00.000Z',
  email: 'ana@example.com',
  uri: 'https://example.com/',
};

/**
 * A value that a schema allows, made of its own examples, choices and limits. An optional property that would lead round
 * in a circle is left out.
 * @param named the property it is for
 */
export function exampleOf(schema: Schema, shapes: Shapes, named = '', within: string[] = []): Json {
  if (schema.$ref !== undefined) {
    return exampleOf(resolve(schema, shapes), shapes, named, [...within, nameOf(schema.$ref)]);
  }
  if (schema.example !== undefined) return schema.example as Json;
  if (schema.const !== undefined) return schema.const as Json;
  if (schema.enum) return schema.enum[0] as Json;
  if (schema.default !== undefined) return schema.default as Json;
  const choices = choicesOf(schema);
  if (choices.length > 0) {
    const chosen = choices.find((choice) => choice.type !== 'null' && !circular(choice, within));
    return chosen ? exampleOf(chosen, shapes, named, within) : null;
  }
  return plainExample(schema, shapes, named, within);
}

function plainExample(schema: Schema, shapes: Shapes, named: string, within: string[]): Json {
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  switch (type ?? (schema.properties || schema.allOf ? 'object' : 'any')) {
    case 'string':
      return stringExample(schema, named);
    case 'integer':
    case 'number':
      return schema.minimum !== undefined && schema.minimum > 1 ? schema.minimum : 1;
    case 'boolean':
      return true;
    case 'array':
      return schema.items && !circular(schema.items, within)
        ? [exampleOf(schema.items, shapes, named, within)]
        : [];
    case 'object': {
      const { properties, required } = propertiesOf(schema, shapes);
      const shown = Object.entries(properties).filter(
        ([name, property]) => required.includes(name) || !circular(property, within),
      );
      return Object.fromEntries(
        shown.map(([name, property]) => [name, exampleOf(property, shapes, name, within)]),
      );
    }
    case 'null':
      return null;
    default:
      return 'any value';
  }
}

function stringExample(schema: Schema, named: string): string {
  const text = (schema.format && byFormat[schema.format]) ?? byName[named] ?? 'text';
  const long = text.padEnd(schema.minLength ?? 0, ' text');
  return schema.maxLength === undefined ? long : long.slice(0, schema.maxLength);
}

function circular(schema: Schema, within: string[]): boolean {
  return schema.$ref !== undefined
    ? within.includes(nameOf(schema.$ref))
    : choicesOf(schema).some((choice) => circular(choice, within));
}
