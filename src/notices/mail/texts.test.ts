import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { languageOf, texts, words } from './texts.ts';

const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]!).sort();
/** Plural forms are one text. */
const plain = (key: string) => key.replace(/_(zero|one|two|few|many|other)$/, '');
const keysOf = (language: string) => [...new Set(Object.keys(texts[language]!).map(plain))].sort();

describe('texts of mails', () => {
  for (const language of Object.keys(texts)) {
    test(`${language} has every text, with the same placeholders`, () => {
      assert.deepEqual(keysOf(language), keysOf('en'));
      for (const [key, text] of Object.entries(texts[language]!)) {
        const same = texts['en']![key] ?? texts['en']![`${plain(key)}_other`] ?? texts['en']![plain(key)]!;
        assert.deepEqual(new Set(placeholders(text)), new Set(placeholders(same)), `${language} ${key}`);
        assert.notEqual(text.trim(), '');
      }
    });

    test(`${language}: what has plural forms has every one that the language knows`, () => {
      const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
      const plurals = new Set(
        Object.keys(texts[language]!)
          .filter((key) => key !== plain(key))
          .map(plain),
      );
      for (const key of plurals) {
        for (const form of forms.filter((one) => one !== 'many')) {
          assert.ok(texts[language]![`${key}_${form}`], `${key}_${form}`);
        }
      }
    });
  }

  test('each template has a subject and a text', () => {
    const keys = keysOf('en').filter((key) => !key.startsWith('cause/'));
    const templates = new Set(keys.map((key) => key.replace(/\/\w+$/, '')));
    assert.deepEqual(
      keys,
      [...templates].flatMap((template) => [`${template}/subject`, `${template}/text`]).sort(),
    );
  });
});

test('no template stands there unused: each is named by the code, or is a kind of trouble with a phase', () => {
  const folder = fileURLToPath(new URL('../..', import.meta.url));
  const code = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /^(api|notices)\/.*\.ts$/.test(file) && !file.endsWith('.test.ts'))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
  const told = /^(run\.failed|run\.parked|connection\.broken|source\.silent)\.(began|more|fixed|stands)$/;
  const templates = new Set(
    keysOf('en').flatMap((key) => (key.startsWith('cause/') ? [] : [key.split('/')[0]!])),
  );
  const unused = [...templates].filter((name) => !told.test(name) && !code.includes(`'${name}'`));
  assert.deepEqual(unused, []);
});

test('values are escaped in HTML, and only a link becomes one', () => {
  const params = {
    inviter: '<b>Ana</b>',
    workspace: 'A & B',
    link: 'https://hub.example/i?a=1&b=2',
    until: '5 May',
  };
  const { html, text } = words('en', 'invitation', params);
  assert.match(text, /^Hello,\n\n<b>Ana<\/b> invites/);
  assert.match(html, /&lt;b&gt;Ana&lt;\/b&gt; invites you to the workspace “A &amp; B”/);
  assert.match(html, /<a href="https:\/\/hub\.example\/i\?a=1&amp;b=2">/);
});

test('a value cannot begin another header', () => {
  const params = { inviter: 'Ana\r\nBcc: all@example.com', workspace: 'A', link: 'https://x', until: '' };
  assert.equal(
    words('en', 'invitation', params).subject,
    'Ana Bcc: all@example.com invites you to A on Countersign',
  );
});

test('a language nobody wrote is English, a relative is its sister', () => {
  assert.deepEqual(['pt-PT', 'de-AT', 'fr', 'sv'].map(languageOf), ['pt-BR', 'de', 'en', 'sv']);
});
