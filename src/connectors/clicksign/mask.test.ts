import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at } from '#std/json.ts';
import { bodyOf, documentWith, happened, maria, signature } from './fixtures/bodies.ts';
import { mask } from './mask.ts';

const signed = 'https://files.example/signed.pdf?X-Amz-Signature=cafe';
const body = bodyOf(
  signature(maria, '2026-03-10T14:05:00.000-03:00'),
  documentWith({
    downloads: { original_file_url: signed, signed_file_url: signed, ziped_file_url: null },
    links: { self: 'https://app.clicksign.com/documents/x', files: { original: 'https://files.example/o' } },
    attachments: [{ url: signed }],
    events: [happened('add_signer', '2026-03-10T13:58:02.101-03:00', { signers: [maria] })],
  }),
);

test('mask leaves no proof of signature, no signing or file link and no tax number in the body', () => {
  const text = JSON.stringify(mask(body));
  assert.doesNotMatch(text, /f00dfeed|0e4f0000|X-Amz|files\.example|123\.321/);
});

test('mask keeps what people search and link by', () => {
  const stored = mask(body);
  assert.equal(at(stored, 'document.links.self'), 'https://app.clicksign.com/documents/x');
  assert.equal(at(stored, 'document.signers.0.email'), maria.email);
  assert.equal(at(stored, 'event.data.signer.key'), maria.key);
  assert.equal(at(stored, 'document.downloads.ziped_file_url'), null);
});

test('mask leaves the body it was given as it was, and gives it back where nothing had to go', () => {
  const before = structuredClone(body);
  mask(body);
  assert.deepEqual(body, before);
  const harmless = { event: happened('upload', '2026-03-10T14:05:00.000-03:00'), document: { key: 'x' } };
  assert.equal(mask(harmless), harmless);
});
