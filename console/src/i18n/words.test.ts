import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import i18next from 'i18next';
import { explainProblem } from '../api/explain-problem.ts';
import { asProblem, problemOf } from '../api/problem.ts';
import { keyRules } from './key-rules.ts';
import { reasonText, turnOf } from './reason-text.ts';
import { humanise, textAt, wordsOf } from './words.ts';

const i18n = i18next.createInstance();
before(() =>
  i18n.init({
    lng: 'en',
    ns: ['console', 'clicksign'],
    ...keyRules,
    resources: {
      en: {
        clicksign: {
          triggers: {
            'document.signed': { name: 'Document signed', fields: { folder: { label: 'Folder' } } },
          },
          notes: { found_one: '{{count}} found: {{name}}', found_other: '{{count}} found: {{name}}' },
        },
        console: {
          problems: {
            conflict: { title: 'Changed', advice: 'Look again.' },
            other: { title: 'No', advice: 'Again.' },
          },
          reasons: { vendor_auth: 'Refused.' },
        },
      },
    },
  }),
);

test('keys with dots are looked up whole', () => {
  const words = wordsOf(i18n, 'clicksign');
  assert.equal(words.trigger('document.signed'), 'Document signed');
  assert.equal(words.label(['triggers', 'document.signed'], 'folder'), 'Folder');
});

test('what nobody translated is made readable', () => {
  const words = wordsOf(i18n, 'clicksign');
  assert.equal(words.trigger('document.deadline_passed'), 'Document deadline passed');
  assert.equal(words.help(['triggers', 'document.signed'], 'folder'), null);
  assert.equal(humanise('companyName'), 'Company name');
});

test('an object where a text is asked for is no text', () => {
  assert.equal(textAt(i18n, 'clicksign', ['triggers', 'document.signed']), null);
});

test('notes are filled with their parameters and plural', () => {
  assert.equal(wordsOf(i18n, 'clicksign').note('found', { count: 1, name: 'x' }), '1 found: x');
});

test('a reason is told by our words, else by the vendor, else by its code', () => {
  assert.equal(reasonText(i18n, { code: 'vendor_auth', message: 'nope' }, 'clicksign'), 'Refused.');
  assert.equal(reasonText(i18n, { code: 'odd', message: 'stage gone' }, 'clicksign'), 'stage gone');
  assert.equal(reasonText(i18n, { code: 'very_odd' }, 'clicksign'), 'Very odd');
});

test('a refusal of our own is told in our words', () => {
  assert.equal(reasonText(i18n, { code: 'app_conflict', message: 'x' }, 'clicksign'), 'Changed');
});

test('a failure says whose turn it is', () => {
  assert.equal(turnOf({ code: 'vendor_rate_limited' }, null), 'vendor');
  assert.equal(turnOf({ code: 'vendor_invalid' }, null), 'you');
  assert.equal(turnOf({ code: 'worker_lost' }, null), 'us');
});

test('a problem keeps the sentence of the hub beside our words', () => {
  const problem = problemOf(409, { code: 'conflict', detail: 'Ana saved it at 14:05.', faults: [] });
  assert.deepEqual(explainProblem(i18n, problem), {
    title: 'Changed',
    advice: 'Look again.',
    detail: 'Ana saved it at 14:05.',
  });
});

test('a page of a proxy and a thrown thing are problems too', () => {
  assert.equal(problemOf(502, undefined).code, 'unavailable');
  assert.equal(
    problemOf(401, { code: 'INVALID_EMAIL_OR_PASSWORD', message: 'no' }).code,
    'invalid_email_or_password',
  );
  assert.equal(asProblem('x').code, 'console_fault');
});
