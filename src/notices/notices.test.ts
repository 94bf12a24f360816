import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { VendorResponse } from '#kit/http.ts';
import { AppError } from '#std/errors.ts';
import { idAt } from '#std/id.ts';
import { openNotices, type NoticesHouse } from './notices.fixture.ts';

const minute = 60_000;
const hour = 60 * minute;
let house: NoticesHouse;
beforeEach(async () => void (house = await openNotices()));
afterEach(() => house[Symbol.asyncDispose]());

const deliveries = () => house.notices.deliveries(house.workspaceId, { before: null, limit: 100 });

describe('runs that fail', () => {
  test('the first is told at once, more after 15 minutes, and "fixed" when none is left', async () => {
    await house.rule();
    const runs = [await house.rest()];
    assert.deepEqual(await house.tell(), ['run.failed.began']);
    house.clock.pass(5_000);
    for (let count = 0; count < 37; count++) runs.push(await house.rest());
    assert.deepEqual(await house.tell(), []);
    house.clock.pass(15 * minute);
    assert.deepEqual(await house.tell(), ['run.failed.more']);
    assert.equal(house.mails.at(-1)!.params['count'], '37');
    for (const run of runs) await house.complete(run);
    assert.deepEqual(await house.tell(), ['run.failed.fixed']);
    assert.deepEqual(await house.tell(), []);
  });

  test('however many fail, it is one row and one message', async () => {
    await house.rule();
    const first = await house.rest();
    await house.pool.query(
      `with ids as (select gen_random_uuid() as id from generate_series(1, 10000)), made as (
         insert into runs (id, workspace_id, workflow_id, version_id, event_id, status)
         select ids.id, r.workspace_id, r.workflow_id, r.version_id, r.event_id, 'failed' from ids, runs r where r.id = $1)
       insert into attention (workspace_id, run_id, status, code, since)
       select a.workspace_id, ids.id, 'failed', a.code, a.since from ids, attention a where a.run_id = $1`,
      [first],
    );
    assert.deepEqual(await house.tell(), ['run.failed.began']);
    assert.equal(house.mails[0]!.params['count'], '10001');
    const { rows } = await house.pool.query('select total from notices');
    assert.deepEqual(rows, [{ total: '10001' }]);
  });

  test('a retry under way is not "fixed" yet, and one that fails again is more of the same', async () => {
    await house.rule();
    const run = await house.rest();
    await house.tell();
    await house.pool.query('delete from attention');
    await house.pool.query(`update runs set status = 'pending' where id = $1`, [run]);
    assert.deepEqual(await house.tell(), []);
    await house.complete(run);
    assert.deepEqual(await house.tell(), ['run.failed.fixed']);
    house.clock.pass(minute);
    await house.rest();
    assert.deepEqual(await house.tell(), []);
    house.clock.pass(15 * minute);
    assert.deepEqual(await house.tell(), ['run.failed.began']);
  });

  test('what failed before the rule was made is not told', async () => {
    await house.rest('failed', hour);
    await house.rule();
    assert.deepEqual(await house.tell(), []);
  });

  test('a rule for other workflows or kinds hears nothing', async () => {
    await house.rule({ kinds: ['run.parked'] });
    await house.rule({ workflowIds: [house.connectionId] });
    house.clock.pass(minute);
    await house.rest();
    assert.deepEqual(await house.tell(), []);
  });
});

describe('connections and sources', () => {
  test('a refused connection is told, and that it works again', async () => {
    await house.rule();
    await house.pool.query(
      `update connections set status = 'needs_reconnect', status_reason = '{"code":"vendor_auth"}'`,
    );
    assert.deepEqual(await house.tell(), ['connection.broken.began']);
    await house.pool.query(`update connections set status = 'active'`);
    assert.deepEqual(await house.tell(), ['connection.broken.fixed']);
  });

  test('a source silent for longer than is usual is told, and that it speaks again', async () => {
    await house.rule();
    for (let count = 0; count < 50; count++) await event(house.clock.now() - count * 3 * hour);
    assert.deepEqual(await house.tell(), []);
    house.clock.pass(11 * hour);
    assert.deepEqual(await house.tell(), []);
    house.clock.pass(2 * hour);
    assert.deepEqual(await house.tell(), ['source.silent.began']);
    await event(house.clock.now());
    house.clock.pass(2 * minute);
    assert.deepEqual(await house.tell(), ['source.silent.fixed']);
  });

  test('a limit set by hand goes before the rhythm', async () => {
    await house.rule();
    await event(house.clock.now());
    await house.notices.setSourceLimit(house.workspaceId, house.connectionId, 2);
    assert.deepEqual(await house.tell(), []);
    house.clock.pass(3 * hour);
    assert.deepEqual(await house.tell(), ['source.silent.began']);
  });

  const event = (at: number) =>
    house.pool.query(
      `insert into events (id, workspace_id, source_id, via) values ($1::uuid, $2, $3, 'webhook') on conflict do nothing`,
      [idAt(at), house.workspaceId, house.connectionId],
    );
});

describe('messages', () => {
  test('one that is not taken is tried again, later each time, and given up after a day', async () => {
    await house.rule();
    await house.rest();
    house.trouble.mail = async () => {
      throw new AppError('unavailable', 'no', { params: { smtp: 421, final: false } });
    };
    await house.tell();
    const [first] = await deliveries();
    assert.equal(first!.error?.code, 'mail_refused');
    assert.equal(first!.nextAt!.getTime(), house.clock.now() + 15_000);
    for (let tries = 0; tries < 60; tries++) {
      house.clock.pass(hour);
      await house.send();
    }
    assert.equal((await deliveries())[0]!.status, 'failed');
  });

  test('a worker killed after sending sends again, under the same id', async () => {
    await house.rule({ channel: 'webhook', url: 'https://receiver.example/hook' });
    await house.rest();
    house.trouble.crash = true;
    await assert.rejects(house.tell(), /killed/);
    house.trouble.crash = false;
    await house.send();
    const ids = house.posts.map((post) => post.headers?.['webhook-id']);
    assert.equal(ids.length, 2);
    assert.equal(ids[0], ids[1]);
    assert.equal((await deliveries())[0]!.status, 'sent');
  });

  test('a refusal for good is not repeated, and says what the receiver said', async () => {
    await house.rule({ channel: 'slack', url: 'https://hooks.slack.example/services/T0/B0/secretsecret' });
    await house.rest();
    house.trouble.post = async () => new VendorResponse(404, {}, Buffer.from('no_service'));
    await house.tell();
    const [delivery] = await deliveries();
    assert.deepEqual(
      [delivery!.status, delivery!.error?.message, delivery!.target],
      ['failed', 'no_service', 'hooks.slack.example/…cret'],
    );
  });

  test('what a removed rule had not sent is not sent', async () => {
    const rule = await house.rule();
    await house.rest();
    house.trouble.mail = async () => Promise.reject(new Error('down'));
    await house.tell();
    await house.notices.remove(house.workspaceId, rule);
    house.trouble.mail = null;
    house.clock.pass(hour);
    await house.send();
    assert.equal((await deliveries())[0]!.status, 'canceled');
    assert.equal(house.mails.length, 0);
  });

  test('an address is sealed, and stands nowhere in clear', async () => {
    await house.rule({ channel: 'slack', url: 'https://hooks.slack.example/services/T0/B0/secretsecret' });
    const { rows } = await house.pool.query('select r::text as text from notice_rules r');
    assert.doesNotMatch(JSON.stringify(rows), /secretsecret|services/);
    assert.doesNotMatch(JSON.stringify(await house.notices.list(house.workspaceId)), /secretsecret|services/);
  });
});

test('a daily digest tells once at its hour, with what is over as well, and a day without news is silent', async () => {
  await house.rule({ digestHour: 12 });
  const run = await house.rest();
  assert.deepEqual(await house.tell(), []);
  await house.complete(run);
  await house.tell();
  house.clock.pass(2 * hour);
  assert.deepEqual(await house.tell(), ['digest']);
  assert.match(house.mails[0]!.params['lines']!, /Fixed: Contract signed/);
  house.clock.pass(24 * hour);
  assert.deepEqual(await house.tell(), []);
});
