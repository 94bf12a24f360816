import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { buildConsole } from '../console/build.ts';

const root = path.join(import.meta.dirname, '..');
const folder = path.join(root, 'dist', 'console');
/** Compressed script that the first page may load, in bytes. */
const most = 300_000;

let names: string[];
before(async () => {
  await buildConsole({ root, log: () => undefined });
  names = (await readdir(path.join(folder, 'assets'))).filter((name) => name.endsWith('.js'));
});

const read = (name: string) => readFile(path.join(folder, 'assets', name));

/** Files that a file cannot run without, itself among them. */
async function needed(name: string, found = new Set<string>()): Promise<Set<string>> {
  if (found.has(name)) return found;
  found.add(name);
  const text = String(await read(name));
  for (const [, file] of text.matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) await needed(file!, found);
  return found;
}

/** The files built from a source. Texts have one for each language. */
const builtFrom = (source: string) => names.filter((name) => name.replace(/-[\w-]{8}\.js$/, '') === source);

async function weight(files: Iterable<string>): Promise<number> {
  const sizes = await Promise.all([...files].map(async (name) => gzipSync(await read(name)).length));
  return sizes.reduce((sum, size) => sum + size, 0);
}

describe('the built console', () => {
  test('shows Home in the longest language with less than 300 kB of compressed script', async () => {
    const page = await readFile(path.join(folder, 'index.html'), 'utf8');
    const entries = [...page.matchAll(/"\/assets\/([^"]+\.js)"/g)].map((match) => match[1]!);
    const screens = builtFrom('home-page');
    assert.deepEqual([entries.length > 0, screens.length], [true, 1]);
    const files = new Set<string>();
    for (const name of [...entries, ...screens]) await needed(name, files);
    const texts = await readdir(path.join(root, 'console/locales/en'));
    let sum = await weight(files);
    for (const namespace of texts.map((file) => file.replace('.json', ''))) {
      const languages = builtFrom(namespace);
      assert.ok(languages.length >= 5, namespace);
      sum += Math.max(...(await Promise.all(languages.map((name) => weight([name])))));
    }
    assert.ok(sum < most, `${sum} bytes`);
  });

  test('reads no screen before somebody goes there', async () => {
    const page = await readFile(path.join(folder, 'index.html'), 'utf8');
    for (const screen of ['run-page', 'workflow-page', 'history-page', 'connection-page']) {
      const [built] = builtFrom(screen);
      assert.ok(built, screen);
      assert.ok(!page.includes(built), screen);
    }
  });
});
