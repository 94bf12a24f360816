import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearest } from './nearest.ts';

const words = ['COUNTERSIGN_PORT', 'COUNTERSIGN_HOST', 'COUNTERSIGN_DATA', 'web', 'worker', 'all'];

const cases: [string, string | null][] = [
  ['COUNTERSIGN_PROT', 'COUNTERSIGN_PORT'],
  ['COUNTERSIGN_HOTS', 'COUNTERSIGN_HOST'],
  ['DATA_FOLDER', null],
  ['workr', 'worker'],
  ['wroker', 'worker'],
  ['ewb', 'web'],
  ['w', null],
  ['everything', null],
  ['al', 'all'],
];
for (const [word, expected] of cases) {
  test(`nearest to ${word} is ${expected}`, () => assert.equal(nearest(word, words), expected));
}
