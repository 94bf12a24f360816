import assert from 'node:assert/strict';
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, test } from 'node:test';
import type { Pool } from 'pg';
import { createMetrics, tableText } from '../src/metrics.ts';
import { settingNames } from '../src/settings.ts';

/** What the pages say is there is there. Whether it is true is for people to check. */
const root = join(import.meta.dirname, '..');
const pages = ['README.md', 'ARCHITECTURE.md', 'CHANGELOG.md', ...globSync('docs/**/*.md', { cwd: root })];
const read = (page: string) => readFileSync(join(root, page), 'utf8');
const has = (path: string) => existsSync(join(root, path));
const unique = (names: string[]) => [...new Set(names)].sort();

/** Where links and pictures of a page lead, those outside the repository left out. */
function targetsOf(text: string): string[] {
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1]!);
  return links.filter((link) => !/^([a-z]+:|#)/.test(link)).map((link) => link.replace(/#.*$/, ''));
}

/** Files named in backticks, as `src/jobs/store.ts` or `test/chaos/`. */
function pathsOf(text: string): string[] {
  const quoted = [...text.matchAll(/`((?:src|console|test|docs|migrations)\/[\w./-]*)`/g)];
  return quoted.map((match) => match[1]!);
}

for (const page of pages) {
  test(`every link and file of ${page} leads somewhere`, () => {
    const text = read(page);
    const links = targetsOf(text).filter((link) => !existsSync(resolve(root, dirname(page), link)));
    const files = pathsOf(text).filter((path) => !has(path));
    assert.deepEqual([...links, ...files], []);
  });
}

test('every npm script that the pages name exists, and the file it starts too', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const named = unique(
    pages.flatMap((page) =>
      [...read(page).matchAll(/\bnpm (?:run ([\w:-]+)|(start|test))\b/g)].map(
        (match) => match[1] ?? match[2]!,
      ),
    ),
  );
  assert.ok(named.includes('start') && named.includes('demo'), 'the search for scripts finds them');
  const broken = named.filter((name) => {
    const file = /^node (\S+)/.exec(scripts[name] ?? '')?.[1];
    return scripts[name] === undefined || (file !== undefined && !has(file));
  });
  assert.deepEqual(broken, []);
});

describe('docs/operations.md', () => {
  const page = read('docs/operations.md');

  test('has a row for every setting', () => {
    const rows = [...page.matchAll(/^\| `([A-Z_]+)` \|/gm)].map((match) => match[1]!);
    assert.deepEqual(unique(rows), settingNames.toSorted());
  });

  test('names every metric and no other', async () => {
    const counted = await createMetrics().registry.getMetricsAsJSON();
    // One row of everything: no table is asked.
    const rows = [
      { lane: 'runs', depth: '0', age: 0, status: 'x', runs: '0', refused: '0', unrecognized: '0' },
    ];
    const text = await tableText({ query: async () => ({ rows }) } as unknown as Pool);
    const asked = [...text.matchAll(/^# TYPE (\S+)/gm)].map((match) => match[1]!);
    const named = [...page.matchAll(/countersign_[a-z_]+/g)].map((match) => match[0]);
    assert.deepEqual(unique(named), unique([...counted.map(({ name }) => name), ...asked]));
  });
});

test('no page names a setting that is not there', () => {
  const known = new Set(settingNames);
  const named = pages.flatMap((page) =>
    [...read(page).matchAll(/\bCOUNTERSIGN_[A-Z_]*[A-Z]\b/g)].map((match) => `${page}: ${match[0]}`),
  );
  assert.ok(named.length > 20, 'the search for settings finds them');
  assert.deepEqual(
    named.filter((found) => !known.has(found.split(': ')[1]!)),
    [],
  );
});

describe('ARCHITECTURE.md', () => {
  test('has at most 150 lines', () => {
    assert.ok(read('ARCHITECTURE.md').split('\n').length - 1 <= 150);
  });

  test('has a row for every folder of the hub', () => {
    const inCode = readdirSync(join(root, 'src'), { withFileTypes: true })
      .filter(
        (entry) => entry.isDirectory() && globSync(`src/${entry.name}/**/*.ts`, { cwd: root }).length > 0,
      )
      .map((entry) => `src/${entry.name}/`);
    const rows = [...read('ARCHITECTURE.md').matchAll(/^\| `(src\/\w+\/)` \|/gm)].map((match) => match[1]!);
    assert.deepEqual(rows.toSorted(), inCode.toSorted());
  });
});

test('records of decisions are numbered without gaps, dated and whole', () => {
  const records = globSync('docs/adr/*.md', { cwd: root }).sort();
  const numbers = records.map((record) => Number(/(\d{4})-[a-z-]+\.md$/.exec(record)?.[1]));
  assert.deepEqual(
    numbers,
    records.map((_, index) => index + 1),
  );
  const wanted =
    /^# \d{4} .+\n\n\d{4}-\d\d-\d\d\. .+\n\n## Context\n[^]+\n## Decision\n[^]+\n## Consequences\n/;
  assert.deepEqual(
    records.filter((record) => !wanted.test(read(record))),
    [],
  );
});
