import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deviceOf } from './browser.ts';

test('a browser is told by its own name, not by those it pretends to be', () => {
  const chrome =
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36';
  assert.equal(deviceOf(chrome), 'Chrome · Windows');
  assert.equal(deviceOf(`${chrome} Edg/142.0`), 'Edge · Windows');
  assert.equal(
    deviceOf(
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile/15E148 Safari/604.1',
    ),
    'Safari · iPhone',
  );
  assert.equal(
    deviceOf('Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0'),
    'Firefox · Linux',
  );
});

test('what is not known stays as it was sent, and nothing is nothing', () => {
  assert.equal(deviceOf('curl/8.5.0'), 'curl/8.5.0');
  assert.equal(deviceOf(''), null);
  assert.equal(deviceOf(null), null);
});
