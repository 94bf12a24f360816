import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayOf, endOfDay, startOfDay } from './days.ts';

const at = (moment: number) => new Date(moment).toISOString();

test('a day is that of the zone, not of the machine', () => {
  const moment = Date.parse('2026-11-21T01:30:00Z');
  assert.equal(dayOf(moment, 'America/Sao_Paulo'), '2026-11-20');
  assert.equal(dayOf(moment, 'Asia/Kolkata'), '2026-11-21');
});

test('a day begins and ends when it does in the zone', () => {
  assert.equal(at(startOfDay('2026-11-21', 'America/Sao_Paulo')), '2026-11-21T03:00:00.000Z');
  assert.equal(at(endOfDay('2026-11-21', 'America/Sao_Paulo')), '2026-11-22T03:00:00.000Z');
  assert.equal(at(startOfDay('2026-11-21', 'Asia/Kathmandu')), '2026-11-20T18:15:00.000Z');
  assert.equal(at(startOfDay('2026-11-21', 'Pacific/Kiritimati')), '2026-11-20T10:00:00.000Z');
});

test('a day on which clocks are changed is longer, shorter, or begins at one', () => {
  const hours = (day: string, zone: string) => (endOfDay(day, zone) - startOfDay(day, zone)) / 3_600_000;
  assert.equal(hours('2026-03-29', 'Europe/Stockholm'), 23);
  assert.equal(hours('2026-10-25', 'Europe/Stockholm'), 25);
  assert.equal(at(startOfDay('2018-11-04', 'America/Sao_Paulo')), '2018-11-04T03:00:00.000Z');
});

test('what is no day has no start', () => {
  assert.ok(Number.isNaN(startOfDay('', 'UTC')));
  assert.ok(Number.isNaN(endOfDay('soon', 'UTC')));
});
