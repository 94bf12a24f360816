import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { errorStatus } from '../../src/std/errors.ts';
import { languages } from '../src/i18n/languages.ts';
import { baseOf, readTexts } from './texts.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
const source = path.join(folder, '..', '..', 'src');

/** Codes nobody sees in the console: what stops the start is said in the terminal, zod's and Node's stay inside. */
const inside = new Set(['unknown_setting', 'bad_setting', 'missing_setting', 'custom', 'ENOTFOUND']);

/** Where the hub names a code, and where its words may stand; `*`: anywhere. */
const places: { pattern: RegExp; files?: RegExp; words: string[] }[] = [
  { pattern: /refusedReason: '(\w+)'/g, words: ['endpoint/refusal'] },
  { pattern: /code: '(\w+)'/g, files: /^intake\/receive/, words: ['endpoint/refusal'] },
  { pattern: /new NeedsDecision\(\s*'(\w+)'/g, files: /^(effects|engine)\//, words: ['decisions'] },
  { pattern: /new NeedsDecision\(\s*'(\w+)'/g, files: /^(effects|engine)\//, words: ['reasons'] },
  {
    pattern: /code: '(\w+)'/g,
    files: /^(engine|connections\/(explain|connections|health))/,
    words: ['reasons', 'faults'],
  },
  { pattern: /code: '(\w+)'/g, files: /^(catalog|connections|api)\//, words: ['faults', 'reasons', '*'] },
  { pattern: /VendorErrorKind =([^;]+);/g, words: ['reasons'] },
];

interface Named {
  code: string;
  file: string;
  words: string[];
}

/** Every code the hub's sources name, with where its words must be. */
function namedCodes(): Named[] {
  const files = globSync('**/*.ts', { cwd: source }).filter(
    (file) => !/\.test\.ts$|\.fixture\.ts$|emulator\/|conformance\//.test(file),
  );
  return files.flatMap((file) => {
    const text = readFileSync(path.join(source, file), 'utf8');
    return places
      .filter(({ files: where }) => !where || where.test(file))
      .flatMap(({ pattern, words }) =>
        [...text.matchAll(pattern)].flatMap((match) => {
          const kinds = [...match[1]!.matchAll(/'(\w+)'/g)].map((kind) => `vendor_${kind[1]}`);
          return (kinds.length > 0 ? kinds : [match[1]!]).map((code) => ({ code, file, words }));
        }),
      );
  });
}

describe('codes of the hub', () => {
  const named = namedCodes().filter(({ code }) => !inside.has(code));

  test('are found in its sources', () => {
    const codes = new Set(named.map(({ code }) => code));
    for (const code of ['vendor_timeout', 'result_not_storable', 'not_storable', 'no_steps', 'cannot_tell']) {
      assert.ok(codes.has(code), code);
    }
  });

  for (const language of Object.keys(languages)) {
    test(`all have words in ${language}`, () => {
      const keys = new Set([...readTexts(folder, language, 'console').keys()].map(baseOf));
      const segments = new Set([...keys].flatMap((key) => key.split('/')));
      const told = ({ code, words }: Named) =>
        words.some((list) => (list === '*' ? segments.has(code) : keys.has(`${list}/${code}`)));
      assert.deepEqual(
        named.filter((each) => !told(each)).map(({ code, file }) => `${code} (${file})`),
        [],
      );
    });

    test(`every problem says what happened and what to do in ${language}`, () => {
      const texts = readTexts(folder, language, 'console');
      const missing = Object.keys(errorStatus).filter(
        (code) => !texts.get(`problems/${code}/title`) || !texts.get(`problems/${code}/advice`),
      );
      assert.deepEqual(missing, []);
    });
  }
});

describe('codes of connectors', () => {
  const connectors = globSync('connectors/*/', { cwd: source }).map((each) => path.basename(each));
  const patterns = [/\bnote\(\s*'(\w+)'/g, /new NeedsDecision\(\s*'(\w+)'/g];

  for (const connector of connectors) {
    for (const language of Object.keys(languages)) {
      test(`${connector}: what it notes and asks has words in ${language}`, () => {
        const keys = new Set(
          [
            ...readTexts(folder, language, connector).keys(),
            ...readTexts(folder, language, 'console').keys(),
          ].map(baseOf),
        );
        const files = globSync(`connectors/${connector}/**/*.ts`, { cwd: source }).filter(
          (file) => !/\.test\.ts$|\.fixture\.ts$|emulator\//.test(file),
        );
        const code = files.map((file) => readFileSync(path.join(source, file), 'utf8')).join('\n');
        const codes = patterns.flatMap((pattern) => [...code.matchAll(pattern)].map((match) => match[1]!));
        const lists = ['notes', 'reasons', 'decisions'];
        assert.deepEqual(
          codes.filter((each) => !lists.some((list) => keys.has(`${list}/${each}`))),
          [],
        );
      });
    }
  }
});
