import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { ConnectionContext } from '../connector.ts';
import type { NewFaultRule } from '../emulator/faults.ts';
import { kindOfStatus, VendorError } from '../vendor-error.ts';
import type { Subject } from './subject.ts';
import { openWorld, type World } from './world.ts';

const statuses = [401, 403, 404, 409, 422, 429, 500];

/** The vendor's failures arrive as the right kind of `VendorError`, with words and without secrets. */
export function checkFailures(subject: Subject): void {
  describe('its failures', () => {
    let world: World;
    before(async () => void (world = await openWorld(subject)));
    afterEach(() => world.parts.faults.clear());
    after(() => world.close());

    async function failWith(rule: NewFaultRule, options: { timeoutMs?: number } = {}): Promise<VendorError> {
      const added = world.parts.faults.add(rule);
      const error = await failureOf(subject, world.context(options));
      assert.ok(added.fired > 0, 'the fault never fired');
      return error;
    }

    test('the right credentials work, and wrong ones are refused as auth', async () => {
      const { account } = await subject.connector.test(world.context());
      assert.notEqual(account, '');
      const error = await failureOf(subject, world.context({ wrong: true }));
      assert.equal(error.kind, 'auth');
      for (const secret of Object.values(world.credentials.wrong)) {
        if (secret.length > 5) assert.ok(!error.message.includes(secret), 'the message holds the secret');
      }
    });
    for (const status of statuses) {
      const kind = subject.kinds?.[status] ?? kindOfStatus(status);
      test(`a ${status} is told apart as ${kind}`, async () => {
        const body = subject.errorBody?.(status);
        const headers = status === 429 ? { 'retry-after': '7' } : {};
        const params = { status, headers, ...(body !== undefined && { body }) };
        const error = await failWith({ match: {}, kind: 'status', params });
        assert.deepEqual([error.kind, error.status], [kind, status]);
        assert.notEqual(error.message, '');
        assert.equal(error.retryAfterMs, status === 429 ? 7000 : null);
      });
    }
    test('an error page in HTML is unavailable, and its markup stays out of the message', async () => {
      const error = await failWith({
        match: {},
        kind: 'status',
        params: { status: 502, body: '<html>Bad gateway</html>' },
      });
      assert.equal(error.kind, 'unavailable');
      assert.doesNotMatch(error.message, /</);
    });
    test('silence is a timeout that may have happened', async () => {
      const error = await failWith({ match: {}, kind: 'hang' }, { timeoutMs: 200 });
      assert.deepEqual([error.kind, error.reach], ['timeout', 'unknown']);
    });
    test('a connection cut off is unavailable and may have happened', async () => {
      const error = await failWith({ match: {}, kind: 'cut_before' });
      assert.deepEqual([error.kind, error.reach], ['unavailable', 'unknown']);
    });
    test('an answer that is no JSON is not taken for success', async () => {
      await failWith({ match: {}, kind: 'status', params: { status: 200, body: 'It works!' } });
    });
  });
}

async function failureOf({ connector }: Subject, context: ConnectionContext): Promise<VendorError> {
  try {
    await connector.test(context);
  } catch (error) {
    assert.ok(error instanceof VendorError, `not a VendorError: ${String(error)}`);
    return error;
  }
  return assert.fail('the call went well');
}
