import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { languages } from '../src/i18n/languages.ts';
import { readSources, readTexts } from './texts.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
const sources = readSources(path.join(folder, '..', 'src'));
const namespaces = readdirSync(path.join(folder, 'en')).map((file) => file.replace('.json', ''));
const others = Object.keys(languages).filter((language) => language !== 'en');

/** Texts that are the same in English and in another language, by why that is right. */
const same: Record<string, RegExp> = {
  'names of products, standards and kinds of signature':
    /^(API|Countersign|Microsoft Teams|OAuth( \(API v2\))?|Token( \(API v1\))?|Slack|Webhook|WhatsApp|Pix|Client ID|Client secret)$/,
  'signs, figures and values alone': /^[\W\d]*(\{\{\w+\}\}[\W\d]*)*$/,
  'the same word in Swedish, Norwegian, German or Portuguese':
    /^(Auto|Data( in)?|Demo|Editor|Emulator|Fax|For|Id|In \{\{app\}\}|Link|Lunch|Metadata|Name|Pipeline|Sandbox|Selfie|Status|Text|Type|Version( \{\{number\}\})?|Website|Workflows?|envelope)$/,
  'the words of CRMs in German and Portuguese, as HubSpot writes them there':
    /^(Board|Deals?|Domain|Opportunity|SKU|[Tt]ickets?|To-do)$/,
};
const allowed = Object.values(same);

/** What a reader would take for a machine's tone. */
const unwanted = /!|\b(oops|ops|hoppsan|uups|ooops)\b|\.\.\./i;

describe('wording', () => {
  for (const language of others) {
    test(`${language} leaves nothing in English`, () => {
      const left = namespaces.flatMap((namespace) => {
        const english = readTexts(folder, 'en', namespace);
        return [...readTexts(folder, language, namespace)]
          .filter(([key, text]) => english.get(key) === text && !allowed.some((each) => each.test(text)))
          .map(([key, text]) => `${namespace}: ${key}: ${text}`);
      });
      assert.deepEqual(left, []);
    });
  }

  for (const language of Object.keys(languages)) {
    test(`${language} shouts nowhere and writes an ellipsis as one sign`, () => {
      const loud = namespaces.flatMap((namespace) =>
        [...readTexts(folder, language, namespace)].filter(([, text]) => unwanted.test(text)),
      );
      assert.deepEqual(loud, []);
    });
  }
});

describe('words in the code', () => {
  test('no attribute that is read out or shown holds words', () => {
    const attribute =
      /\b(aria-label|aria-description|placeholder|title|alt|label|description|legend|error)="([^"]*[a-z]{2}[^"]*)"/g;
    const found = sources.flatMap(({ name, text }) =>
      [...text.matchAll(attribute)].map((match) => `${name}: ${match[0]}`),
    );
    assert.deepEqual(found, []);
  });

  test('no template literal between tags holds words', () => {
    const template = />\s*\{`([^`]*)`\}|=\{`([^`]*)`\}/g;
    const spoken = /(^|\s)[A-Za-z][a-z]+\s+[a-z]{2,}/;
    const found = sources.flatMap(({ name, text }) =>
      [...text.matchAll(template)]
        .map((match) => (match[1] ?? match[2] ?? '').replaceAll(/\$\{[^}]*\}/g, '•'))
        .filter((words) => spoken.test(words) && !/^[\d\s.a-z()%,-]+$/.test(words))
        .map((words) => `${name}: ${words}`),
    );
    assert.deepEqual(found, []);
  });
});
