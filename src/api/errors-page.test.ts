import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { errorStatus } from '#std/errors.ts';
import { titles } from './problem.ts';

const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');
const rows = [...page.matchAll(/^\| `(\w+)` \| (\d+) \| ([^|]+) \| ([^|]+) \|$/gm)];

test('docs/errors.md documents every code with its status, and no other', () => {
  const documented = Object.fromEntries(
    rows.map(([, code, status]): [string, number] => [code!, Number(status)]),
  );
  assert.deepEqual(documented, { ...errorStatus });
  assert.equal(rows.length, Object.keys(errorStatus).length);
});

test('every code has a title', () => {
  assert.deepEqual(Object.keys(titles).sort(), Object.keys(errorStatus).sort());
});
