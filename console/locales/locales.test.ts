import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { languages } from '../src/i18n/languages.ts';
import { answered, baseOf, placeholders, pluralKeys, readSources, readTexts } from './texts.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
const sources = readSources(path.join(folder, '..', 'src'));
const others = Object.keys(languages).filter((language) => language !== 'en');
const namespaces = readdirSync(path.join(folder, 'en')).map((file) => file.replace('.json', ''));

for (const namespace of namespaces) {
  describe(`${namespace} texts`, () => {
    const english = readTexts(folder, 'en', namespace);
    for (const language of others) {
      test(`${language} says everything English says, and nothing else`, () => {
        const texts = readTexts(folder, language, namespace);
        const wanted = answered(english);
        const given = answered(texts);
        assert.deepEqual(
          [...wanted].filter((key) => !given.has(key)),
          [],
          'missing',
        );
        assert.deepEqual(
          [...given].filter((key) => !wanted.has(key)),
          [],
          'too many',
        );
      });

      test(`${language} fills in the same values`, () => {
        const texts = readTexts(folder, language, namespace);
        const known = (key: string) =>
          placeholders(
            english.get(key) ?? english.get(`${baseOf(key)}_other`) ?? english.get(baseOf(key)) ?? '',
          );
        // A form for one or none may leave the number out.
        const differing = [...texts].filter(
          ([key, text]) => placeholders(text) !== known(key) && !/_(zero|one)$/.test(key),
        );
        assert.deepEqual(differing, []);
      });
    }

    for (const language of Object.keys(languages)) {
      test(`${language} has every plural form it needs`, () => {
        const texts = readTexts(folder, language, namespace);
        const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
        const missing = [...pluralKeys(texts)].flatMap((key) =>
          forms.map((form) => `${key}_${form}`).filter((form) => !texts.has(form)),
        );
        assert.deepEqual(missing, []);
      });
    }
  });
}

describe('texts and code', () => {
  const keys = answered(readTexts(folder, 'en', 'console'));
  const roots = new Set([...keys].map((key) => key.split('/')[0]));
  const code = sources.map((source) => source.text).join('\n');
  const literals = [...code.matchAll(/'([A-Za-z]+(?:\/\w+)+)'/g)]
    .map((match) => match[1] ?? '')
    .filter((key) => roots.has(key.split('/')[0]));
  const patterns = [...code.matchAll(/`([A-Za-z]+\/[^`\s]*\$\{[^`]*)`/g)].map((match) =>
    (match[1] ?? '').replaceAll(/\$\{[^}]*\}/g, '[^/]+'),
  );
  // Asked for by a code that comes from the hub.
  const byCode = [...code.matchAll(/(?:'console', |own\()\[('[A-Za-z]+')/g)].map(
    (match) => `${match[1]?.slice(1, -1)}/.+`,
  );

  test('every text asked for exists', () => {
    assert.ok(literals.length > 200, 'the search for keys finds them');
    assert.deepEqual(
      literals.filter((key) => !keys.has(key)),
      [],
    );
  });

  test('every text is asked for somewhere', () => {
    const used = new Set(literals);
    const patterned = new RegExp(`^(${[...patterns, ...byCode].join('|')})$`);
    assert.deepEqual(
      [...keys].filter((key) => !used.has(key) && !patterned.test(key)),
      [],
    );
  });

  test('no words stand in the code itself', () => {
    const spoken = sources.flatMap(({ name, text }) =>
      [...text.matchAll(/<[A-Za-z][^<>{}]*>\s*([A-Za-z][^<>{}=;]*[a-z]{2}[^<>{}=;]*)</g)].map(
        (match) => `${name}: ${match[1]?.trim()}`,
      ),
    );
    assert.deepEqual(
      spoken.filter((found) => !found.endsWith(': Countersign')),
      [],
    );
  });
});
