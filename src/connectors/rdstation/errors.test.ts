import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { VendorResponse } from '#kit/http.ts';
import { VendorError } from '#kit/vendor-error.ts';
import { failureOf, orNull, readableError } from './errors.ts';

const bodies: [name: string, body: string, words: string][] = [
  ['a text', '{"error":"Permission denied."}', 'Permission denied.'],
  [
    'a text under errors, with a Ruby hash in it',
    String.raw`{"errors":"Could not find a custom field that matches: {:custom_field_id=>\"X\"}"}`,
    'Could not find a custom field that matches: {:custom_field_id=>"X"}',
  ],
  [
    'one error with its type',
    '{"errors":{"error_type":"RESOURCE_NOT_FOUND","error_message":"Lead not found."}}',
    'Lead not found. (RESOURCE_NOT_FOUND)',
  ],
  [
    'texts by field',
    '{"errors":{"subject":["Assunto está muito curto"],"date":["Não é válido."]}}',
    'subject: Assunto está muito curto; date: Não é válido.',
  ],
  [
    'typed errors by field',
    '{"errors":{"name":[{"error_type":"MUST_BE_STRING","error_message":"Name must be string."}]}}',
    'name: Name must be string. (MUST_BE_STRING)',
  ],
  [
    "a list, with the vendor's slip of capitals",
    '{"errors":[{"error_type":"ACCESS_DENIED","error_MESSAGE":"This account is not allowed","feature":"x"}]}',
    'This account is not allowed (ACCESS_DENIED)',
  ],
  [
    'a list of v2, whatever its items are called',
    '{"errors":[{"field":"stage_id","message":"is invalid"},{"detail":"second"}]}',
    'stage_id: is invalid; second',
  ],
  [
    'an OAuth error',
    '{"error":"invalid_grant","error_description":"The refresh token has expired"}',
    'The refresh token has expired',
  ],
  [
    'an HTML page',
    '<p>Problemas técnicos são <b>sempre</b> inesperados</p>',
    'Problemas técnicos são sempre inesperados',
  ],
  ['nothing', '', ''],
];

function response(status: number, body: string, headers: Record<string, string> = {}): VendorResponse {
  return new VendorResponse(status, headers, Buffer.from(body));
}

describe('an error of RD Station CRM', () => {
  for (const [name, body, words] of bodies) {
    test(`is readable when it is ${name}`, () => {
      const answer = response(422, body);
      assert.equal(readableError(answer.json(), answer.text()), words);
    });
  }
  test('is cut before it fills the history', () => {
    assert.equal(readableError(undefined, 'x'.repeat(5_000)).length, 600);
  });
  test('with 500 may have been carried out, and with 4xx was refused', () => {
    const failed = failureOf(response(500, '<p>ops</p>'), 'POST /deals', 0);
    assert.deepEqual([failed.kind, failed.reach], ['unavailable', 'unknown']);
    const refused = failureOf(response(422, '{"error":"x"}'), 'POST /deals', 0);
    assert.deepEqual([refused.kind, refused.reach], ['invalid', 'refused']);
  });
  test('with 429 carries the wait that v2 asks for', () => {
    assert.equal(
      failureOf(response(429, '{}', { 'retry-after': '31' }), 'GET /deals', 0).retryAfterMs,
      31_000,
    );
  });
  test('that says not found becomes nothing only where nothing is an answer', async () => {
    assert.equal(await orNull(Promise.reject(new VendorError('not_found', 'gone'))), null);
    await assert.rejects(orNull(Promise.reject(new VendorError('forbidden', 'no'))));
  });
});
