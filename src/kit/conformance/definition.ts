import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { at, isObject, type Json, type JsonObject } from '../../std/json.ts';
import type { Connector } from '../connector.ts';
import type { Field, OutputField } from '../field.ts';
import type { Subject } from './subject.ts';

const pair = /^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$/;
const word = /^[a-z][a-z0-9_]*$/;

/** Keys, fields, samples and references of the definition. */
export function checkDefinition({ connector }: Subject): void {
  describe('its definition', () => {
    test('has well-formed keys, each once, and whole numbers as versions', () => {
      for (const list of [connector.triggers, connector.actions]) {
        const keys = list.map((each) => each.key);
        for (const key of keys) assert.match(key, pair);
        assert.equal(new Set(keys).size, keys.length, `a key is there twice among ${keys.join(', ')}`);
        for (const each of list) assert.ok(Number.isInteger(each.version) && each.version > 0, each.key);
      }
    });
    test('names the same origins in every environment, without a trailing slash', () => {
      const [first, ...others] = connector.environments;
      assert.ok(first, 'there is no environment');
      for (const other of others) assert.deepEqual(Object.keys(other.origins), Object.keys(first.origins));
      for (const { origins } of connector.environments) {
        for (const origin of Object.values(origins)) assert.equal(new URL(origin).origin, origin);
      }
    });
    test('has fields with keys of their own that refer only to what is there', () => {
      for (const [place, fields] of fieldsOf(connector)) {
        for (const field of fields) checkField(connector, place, fields, field);
        assert.equal(new Set(fields.map((field) => field.key)).size, fields.length, place);
      }
    });
    test('gives every output a sample of its type', () => {
      for (const [place, outputs] of outputsOf(connector)) {
        assert.ok(outputs.length > 0, `${place} offers nothing`);
        for (const output of outputs) assert.ok(isOfType(output), `${place}: sample of ${output.path}`);
        assert.equal(new Set(outputs.map((output) => output.path)).size, outputs.length, place);
      }
    });
    test('accepts settings left empty, and lets its own samples through them', () => {
      for (const trigger of connector.triggers) {
        const settings = trigger.settings.parse(defaultsOf(trigger.fields));
        assert.equal(typeof trigger.matches(settings, sampleData(trigger.output)), 'boolean', trigger.key);
      }
    });
  });
}

function* fieldsOf(connector: Connector): Generator<[place: string, fields: Field[]]> {
  for (const method of connector.auth) yield [`auth.${method.key}`, method.fields];
  for (const trigger of connector.triggers) yield [trigger.key, trigger.fields];
  for (const action of connector.actions) yield [action.key, action.fields];
}

function* outputsOf(connector: Connector): Generator<[place: string, outputs: OutputField[]]> {
  for (const trigger of connector.triggers) yield [trigger.key, trigger.output];
  for (const action of connector.actions) yield [action.key, action.output];
}

function checkField(connector: Connector, place: string, fields: Field[], field: Field): void {
  const name = `${place}: ${field.key}`;
  assert.match(field.key, word, name);
  const others = new Set(fields.map((each) => each.key));
  const loaders = [field.options, field.targets].flatMap((source) =>
    source && 'from' in source ? [source] : [],
  );
  for (const { from, dependsOn = [] } of loaders) {
    assert.ok(connector.options[from], `${name} asks a loader "${from}" that is not there`);
    for (const key of dependsOn) assert.ok(others.has(key), `${name} depends on "${key}"`);
  }
  for (const key of field.clears ?? []) assert.ok(others.has(key), `${name} clears "${key}"`);
  if (field.showIf) assert.ok(others.has(field.showIf.field), `${name} shows by "${field.showIf.field}"`);
  if (field.type === 'select' || field.type === 'multiselect') {
    assert.ok(field.options, `${name} has no options`);
  }
  if (field.type === 'mapping') assert.ok(field.targets, `${name} has no targets`);
  if (field.default !== undefined && field.options && 'values' in field.options) {
    const chosen: Json[] = Array.isArray(field.default) ? field.default : [field.default];
    const values: Json[] = field.options.values;
    for (const value of chosen) assert.ok(values.includes(value), `${name} has a default that is no choice`);
  }
}

function isOfType({ type, sample }: OutputField): boolean {
  switch (type) {
    case 'text':
      return typeof sample === 'string' && sample !== '';
    case 'number':
      return typeof sample === 'number' && Number.isFinite(sample);
    case 'boolean':
      return typeof sample === 'boolean';
    case 'date':
      return typeof sample === 'string' && !Number.isNaN(Date.parse(sample));
    case 'list':
      return Array.isArray(sample) && sample.length > 0;
    case 'object':
      return isObject(sample);
  }
}

function defaultsOf(fields: Field[]): JsonObject {
  return Object.fromEntries(
    fields.flatMap((field) => (field.default === undefined ? [] : [[field.key, field.default]])),
  );
}

/** An event's data made from the samples of a trigger's outputs. */
export function sampleData(outputs: OutputField[]): JsonObject {
  const data: JsonObject = {};
  for (const { path, sample } of outputs) {
    const steps = path.split('.');
    const last = steps.pop()!;
    let current = data;
    for (const step of steps) {
      if (!isObject(current[step])) current[step] = {};
      current = current[step];
    }
    if (at(data, path) === undefined) current[last] = structuredClone(sample);
  }
  return data;
}
