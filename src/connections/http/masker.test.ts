import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { systemClock } from '#std/clock.ts';
import { captureBody, KEPT_BODY_BYTES, type Capture } from './capture.ts';
import { createMasker, MASK } from './masker.ts';
import { createOutbound } from './outbound.ts';
import { startReceiver } from './receiver.fixture.ts';

const canary = 'cnry/9f+8"e\\7=secret';

/** A receiver that repeats secrets in every place an answer has. */
const startParrot = () =>
  startReceiver((_request, response) => {
    response.writeHead(400, { 'set-cookie': 'sid=abc123', 'x-echo': `was ${encodeURIComponent(canary)}` });
    response.end(JSON.stringify({ error: `bad token ${canary}` }));
  });

test('a canary secret is nowhere in what is kept of a call, whatever form it takes', async () => {
  await using receiver = await startParrot();
  const outbound = createOutbound({ clock: systemClock });
  const capture: Capture = { calls: [] };
  const policy = { allowOrigins: [receiver.origin], httpsOnly: true, capture, secrets: [canary, 'short'] };
  const headers = { Authorization: `Bearer ${canary}`, 'X-Api-Key': canary };
  const query = { token: canary, q: canary };
  await outbound.call(
    { method: 'POST', url: `${receiver.origin}/p`, query, headers, json: { deep: [canary] } },
    policy,
  );
  const kept = JSON.stringify(capture.calls);
  const leaked = ['cnry', '9f+8', '9f%2B8', 'abc123'].filter((part) => kept.includes(part));
  assert.deepEqual(leaked, []);
  const call = capture.calls[0]!;
  assert.equal(call.requestBody!.text, `{"deep":["${MASK}"]}`);
  assert.equal(call.responseBody!.text, `{"error":"bad token ${MASK}"}`);
  assert.match(call.url, new RegExp(`/p\\?token=${MASK}&q=${MASK}$`));
  await outbound.close();
});

test('a call that failed is kept with its error', async () => {
  const outbound = createOutbound({ clock: systemClock });
  const capture: Capture = { calls: [] };
  const policy = { allowOrigins: [], httpsOnly: false, capture };
  await assert.rejects(
    outbound.call({ method: 'POST', url: 'http://10.0.0.1/x?access_token=abcdefgh', json: { a: 1 } }, policy),
  );
  const call = capture.calls[0]!;
  assert.deepEqual(
    [call.method, call.url, call.status],
    ['POST', `http://10.0.0.1/x?access_token=${MASK}`, null],
  );
  assert.match(call.error!, /private address/);
  await outbound.close();
});

describe('masking a text', () => {
  const masker = createMasker([]);

  test('blanks CPF numbers and leaves what only resembles them', () => {
    assert.equal(masker.text('cpf 123.456.789-09, 987.654.321-00.'), `cpf ${MASK}, ${MASK}.`);
    const alike = '2026-11-01 192.168.10-10 1.2.3-4 550e8400-e29b-41d4-a716-446655440000 12a.456.789-09';
    assert.equal(masker.text(alike), alike);
  });

  test('blanks signatures of signed links and keeps the rest of the link', () => {
    const json =
      '{"url":"https://s3.example/a.pdf?X-Amz-Date=2026&X-Amz-Signature=deadbeef\\u0026x=1","n":1}';
    assert.equal(masker.text(json), json.replace('deadbeef', MASK));
    assert.equal(
      masker.text('https://x/?Signature=ab%2Fc&Expires=1'),
      `https://x/?Signature=${MASK}&Expires=1`,
    );
  });

  test('blanks secret parameters of an address by their name', () => {
    const url = 'https://a.example/x?token=t1&page=2&api_key=k1&client_secret=s1&code=c1#f';
    assert.equal(
      masker.url(url),
      `https://a.example/x?token=${MASK}&page=2&api_key=${MASK}&client_secret=${MASK}&code=${MASK}#f`,
    );
  });
});

describe('keeping a body', () => {
  const masker = createMasker([canary]);

  test('a long body is cut, with no beginning of a secret left at the cut', () => {
    const body = Buffer.from('é'.repeat(KEPT_BODY_BYTES / 2 - 4) + canary + 'x'.repeat(100));
    const kept = captureBody(body, 'text/plain', masker)!;
    assert.deepEqual([kept.bytes, kept.cut], [body.length, true]);
    assert.match(kept.text, /é$/);
    assert.ok(Buffer.byteLength(kept.text) <= KEPT_BODY_BYTES);
  });

  test('a cut never splits a character', () => {
    const body = Buffer.from('a' + '€'.repeat(KEPT_BODY_BYTES / 3 + 10));
    assert.ok(!captureBody(body, 'text/plain', masker)!.text.includes('\ufffd'));
  });

  test('bytes that are no text are named, not stored', () => {
    const pdf = captureBody(Buffer.from('%PDF-1.7'), 'application/pdf', masker);
    assert.deepEqual(pdf, { text: '[application/pdf, 8 bytes]', bytes: 8, cut: true });
    assert.equal(captureBody(Buffer.from([1, 0, 2]), 'text/plain', masker)!.text, '[text/plain, 3 bytes]');
    assert.equal(captureBody(Buffer.alloc(0), '', masker), null);
  });
});
