import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { VendorRequest } from './http.ts';
import { VendorResponse } from './http.ts';
import { readingOnly, RehearsalWrote } from './rehearsal.ts';

const url = 'https://vendor.test/deals/7?token=secret';
const sent: string[] = [];
const http = readingOnly(
  async (request: VendorRequest) => {
    sent.push(request.method);
    return new VendorResponse(200, {}, Buffer.from('{}'));
  },
  ['POST /search'],
);

test('a rehearsal may read', async () => {
  assert.equal((await http({ method: 'GET', url })).status, 200);
  assert.equal((await http({ method: 'POST', url: 'https://vendor.test/search?page=2' })).status, 200);
  assert.deepEqual(sent.splice(0), ['GET', 'POST']);
});

for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const) {
  test(`a rehearsal’s ${method} is stopped before anything is sent, and no token is told`, async () => {
    await assert.rejects(http({ method, url }), (error: Error) => {
      assert.ok(error instanceof RehearsalWrote);
      assert.match(error.message, new RegExp(`${method} /deals/7,`));
      return true;
    });
    assert.deepEqual(sent, []);
  });
}
