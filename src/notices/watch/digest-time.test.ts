import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextAtHour } from './digest-time.ts';

const next = (after: string, hour: number, zone: string) =>
  new Date(nextAtHour(Date.parse(after), hour, zone)).toISOString();

test('the next time the hour comes, today or tomorrow', () => {
  assert.equal(next('2026-11-22T06:59:00Z', 8, 'Europe/Berlin'), '2026-11-22T07:00:00.000Z');
  assert.equal(next('2026-11-22T07:00:00Z', 8, 'Europe/Berlin'), '2026-11-23T07:00:00.000Z');
  assert.equal(next('2026-11-22T10:59:00Z', 8, 'America/Sao_Paulo'), '2026-11-22T11:00:00.000Z');
});

test('an hour left out in spring is the first minute after the gap', () => {
  // In Berlin 02:00 becomes 03:00 on 29 March 2026, at 01:00 UTC.
  assert.equal(next('2026-03-28T12:00:00Z', 2, 'Europe/Berlin'), '2026-03-29T01:00:00.000Z');
  // Lord Howe moves by half an hour: 02:00 becomes 02:30 on 4 October 2026, at 15:30 UTC of the day before.
  assert.equal(next('2026-10-03T12:00:00Z', 2, 'Australia/Lord_Howe'), '2026-10-03T15:30:00.000Z');
});

test('an hour that comes twice in autumn is told once, the first time', () => {
  assert.equal(next('2026-10-24T12:00:00Z', 2, 'Europe/Berlin'), '2026-10-25T00:00:00.000Z');
  assert.equal(next('2026-10-25T00:00:00Z', 2, 'Europe/Berlin'), '2026-10-26T01:00:00.000Z');
});
