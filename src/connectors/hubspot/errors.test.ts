import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { VendorResponse } from '#kit/http.ts';
import { TakenByAnother } from '#kit/objects.ts';
import type { Json } from '#std/json.ts';
import { failureOf, pauseAfter } from './errors.ts';

const answer = (status: number, body: Json, headers: Record<string, string> = {}) =>
  new VendorResponse(status, headers, Buffer.from(JSON.stringify(body)));
const failure = (...given: Parameters<typeof answer>) =>
  failureOf(answer(...given), 'POST /crm/v3/objects/contacts', 0);

describe('a refusal', () => {
  test('says the fault in words once, with category and correlation id', () => {
    const fault = {
      isValid: false,
      message: 'Property "missing" does not exist',
      error: 'PROPERTY_DOESNT_EXIST',
    };
    const { kind, message } = failure(400, {
      message: `Property values were not valid: ${JSON.stringify([fault])}`,
      correlationId: '8a3f6c3a',
      errors: [{ message: fault.message, code: fault.error }],
      category: 'VALIDATION_ERROR',
    });
    assert.equal(kind, 'invalid');
    assert.equal(
      message,
      'HubSpot answered POST /crm/v3/objects/contacts with 400: Property values were not valid: Property "missing" does not exist (VALIDATION_ERROR, correlation id 8a3f6c3a)',
    );
  });

  test('because of a duplicate names the record that is there', () => {
    const error = failure(409, {
      message: 'Contact already exists. Existing ID: 179556362935',
      category: 'CONFLICT',
    });
    assert.ok(error instanceof TakenByAnother);
    assert.deepEqual([error.kind, error.externalId], ['conflict', '179556362935']);
  });

  test('for want of a scope names the scope', () => {
    const errors = [
      { message: 'Scopes are required.', context: { requiredGranularScopes: ['crm.objects.deals.read'] } },
    ];
    const { kind, message } = failure(403, { message: 'Not granted.', errors, category: 'MISSING_SCOPES' });
    assert.equal(kind, 'forbidden');
    assert.match(message, /Needed: crm\.objects\.deals\.read/);
  });
});

describe('waiting', () => {
  const waits: [string, number, Json, Record<string, string>, number | null][] = [
    ['by the policy of ten seconds', 429, { policyName: 'TEN_SECONDLY_ROLLING' }, {}, 10_000],
    ['by the policy of a second', 429, { policyName: 'SECONDLY' }, {}, 1_000],
    ['by the daily policy', 429, { policyName: 'DAILY' }, {}, 900_000],
    ['by an unknown policy', 429, {}, {}, 10_000],
    ['by the header, where there is one', 429, { policyName: 'DAILY' }, { 'retry-after': '7' }, 7_000],
    ['while an account moves', 477, {}, { 'retry-after': '3600' }, 3_600_000],
    ['for a locked record', 423, {}, {}, 2_000],
  ];
  for (const [name, status, body, headers, ms] of waits) {
    test(name, () => {
      const error = failure(status, body, headers);
      assert.deepEqual([error.retryAfterMs, error.reach], [ms, 'refused']);
      assert.equal(error.kind, status === 429 ? 'rate_limited' : 'unavailable');
    });
  }

  test('a locked record and a refusal leave the account alone', () => {
    for (const status of [400, 423, 500]) assert.equal(pauseAfter(answer(status, {}), 0), null);
  });
});
