import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytes, clockTime, duration, listOf, relativeTime } from './format.ts';
import { formatLocale, pickLanguage } from './languages.ts';

const now = new Date(2026, 10, 21, 14, 5).getTime();
const minute = 60_000;

test('times are told relative to now, in words', () => {
  assert.equal(relativeTime(now - 3000, now, 'en'), 'now');
  assert.equal(relativeTime(now - 90 * minute, now, 'en'), '1 hour ago');
  assert.equal(relativeTime(now + 3 * minute, now, 'pt-BR'), 'em 3 minutos');
  assert.equal(relativeTime(now - 24 * 60 * minute, now, 'sv'), 'i går');
});

test('what is long ago is told by its date', () => {
  assert.match(relativeTime(now - 90 * 24 * 60 * minute, now, 'en'), /2026/);
});

test('the clock shows the day only when it is another one', () => {
  assert.equal(clockTime(now, now + minute, 'de'), '14:05');
  assert.match(clockTime(now - 24 * 60 * minute, now, 'de'), /20\.11\.2026.*14:05/);
});

test('durations keep the figures that matter', () => {
  assert.equal(duration(340.4, 'en'), '340 ms');
  assert.equal(duration(4230, 'de'), '4,2 Sek.');
  assert.equal(duration(59_400, 'en'), '59 sec');
  assert.equal(duration(3 * minute, 'en'), '3 min');
});

test('sizes and lists follow the language', () => {
  assert.equal(bytes(1240, 'en'), '1.2 kB');
  assert.equal(listOf(['a', 'b', 'c'], 'nb'), 'a, b og c');
});

test('the reader gets the nearest language the console speaks', () => {
  assert.equal(pickLanguage(['no', 'en']), 'nb');
  assert.equal(pickLanguage(['pt-PT']), 'pt-BR');
  assert.equal(pickLanguage(['fr-FR', 'de-AT']), 'de');
  assert.equal(pickLanguage(['fr']), 'en');
});

test('dates follow the region of the reader, whichever language they chose', () => {
  assert.equal(formatLocale('en', ['en-GB', 'en']), 'en-GB');
  assert.equal(formatLocale('de', ['en-GB']), 'de');
});
