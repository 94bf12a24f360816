import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { openLines } from './lines.ts';

const folder = mkdtempSync(join(tmpdir(), 'lines-'));
after(() => rmSync(folder, { recursive: true }));

describe('a file of lines', () => {
  test('gives back lines longer than what is read at once, and those right after them', () => {
    const file = openLines(join(folder, 'long'));
    const lines = ['a', 'ç'.repeat(1_500_000), '', 'b'.repeat(1024 * 1024 - 1), 'end'];
    for (const line of lines) file.append(line);
    assert.deepEqual([...file.replay()], lines);
    file.close();
  });

  test('cuts off an unfinished last line, so that the next one stands alone', () => {
    const path = join(folder, 'torn');
    writeFileSync(path, 'whole\nhalf');
    const file = openLines(path);
    assert.deepEqual([...file.replay()], ['whole']);
    file.append('next');
    assert.equal(readFileSync(path, 'utf8'), 'whole\nnext\n');
    file.close();
  });

  test('is replaced as a whole, and appended to after that', () => {
    const path = join(folder, 'rewritten');
    const file = openLines(path);
    file.append('old');
    file.rewrite(['new']);
    file.append('newer');
    assert.equal(readFileSync(path, 'utf8'), 'new\nnewer\n');
    assert.equal(file.size, 10);
    file.close();
  });
});
