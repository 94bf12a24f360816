import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { isObject, type Json } from '../../std/json.ts';
import type { Field, OutputField } from '../field.ts';
import type { Subject } from './subject.ts';

/** Everything a person reads has English words, and every other language has the same ones. */
export function checkWords({ connector, words }: Subject): void {
  describe('its English words', () => {
    const read = () => JSON.parse(readFileSync(words, 'utf8')) as Json;

    test('name and describe every trigger and action', () => {
      const all = read();
      for (const [place, list] of [
        ['triggers', connector.triggers],
        ['actions', connector.actions],
      ] as const) {
        for (const { key } of list) {
          mustSay(all, [place, key, 'name']);
          mustSay(all, [place, key, 'description']);
        }
      }
    });
    test('label every field and every fixed choice', () => {
      const all = read();
      for (const method of connector.auth) sayFields(all, ['auth', method.key], method.fields);
      for (const { key, fields } of connector.triggers) sayFields(all, ['triggers', key], fields);
      for (const { key, fields } of connector.actions) sayFields(all, ['actions', key], fields);
    });
    test('are there in every other language, none missing and none left over', () => {
      const english = waysOf(read());
      const folder = readdirSync(new URL('../', words.href.replace(/[^/]+$/, '')), { withFileTypes: true });
      for (const { name: language } of folder.filter((entry) => entry.isDirectory())) {
        const file = new URL(`../${language}/${words.href.split('/').at(-1)}`, words);
        assert.ok(existsSync(file), `no words in ${language}`);
        assert.deepEqual(waysOf(JSON.parse(readFileSync(file, 'utf8')) as Json), english, language);
      }
    });
    test('name every output', () => {
      const all = read();
      for (const { output } of [...connector.triggers, ...connector.actions]) sayOutputs(all, output);
    });
  });
}

function sayFields(all: Json, place: string[], fields: Field[]): void {
  for (const { key, options } of fields) {
    mustSay(all, [...place, 'fields', key, 'label']);
    if (!options || !('values' in options)) continue;
    for (const value of options.values) mustSay(all, [...place, 'fields', key, 'options', value]);
  }
}

function sayOutputs(all: Json, outputs: OutputField[]): void {
  for (const { path } of outputs) mustSay(all, ['outputs', path]);
}

function waysOf(words: Json, way = ''): string[] {
  if (!isObject(words)) return [way];
  return Object.keys(words).flatMap((key) => waysOf(words[key]!, `${way} › ${key}`));
}

/** Keys hold dots (`document.signed`), so the way is walked step by step. */
function mustSay(all: Json, way: string[]): void {
  let current: Json | undefined = all;
  for (const step of way) {
    current = isObject(current) && Object.hasOwn(current, step) ? current[step] : undefined;
  }
  assert.ok(typeof current === 'string' && current.trim() !== '', `no words for ${way.join(' › ')}`);
}
