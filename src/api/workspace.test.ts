import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Problem, Session, WorkspaceSettings } from './contract.ts';
import { openHouse } from './house.fixture.ts';
import type { Ask, House, Workspace } from './house.fixture.ts';

let house: House;
let acme: Workspace;

before(async () => {
  house = await openHouse();
  acme = await house.workspace('Acme');
});
after(() => house[Symbol.asyncDispose]());

async function change(body: object, ask: Ask = acme.as.admin): Promise<WorkspaceSettings> {
  const answer = await ask('PATCH', acme.path, body);
  assert.equal(answer.status, 200);
  return (await answer.json()) as WorkspaceSettings;
}

async function refusal(body: object): Promise<[number, string | undefined, string | undefined]> {
  const answer = await acme.as.admin('PATCH', acme.path, body);
  const { faults } = (await answer.json()) as Problem;
  return [answer.status, faults?.[0]?.path, faults?.[0]?.code];
}

const read = async () => (await (await acme.as.viewer('GET', acme.path)).json()) as WorkspaceSettings;

describe('the settings of a workspace', () => {
  test('an admin changes them, and everybody in it sees them', async () => {
    assert.equal((await read()).retentionDays, 90);
    const wanted = { name: 'Acme Ltda', timeZone: 'America/Sao_Paulo', retentionDays: 30 };
    const changed = await change(wanted);
    assert.deepEqual(changed, { ...(await read()), ...wanted });
    assert.deepEqual(await read(), changed);
  });

  test('what is left out stays', async () => {
    const before = await read();
    assert.deepEqual(await change({ retentionDays: 45 }, acme.as.owner), { ...before, retentionDays: 45 });
    assert.deepEqual(await change({}), { ...before, retentionDays: 45 });
  });

  test('a new name is the session’s and the organization’s too', async () => {
    await change({ name: '  Renamed ' });
    const session = (await (await acme.as.viewer('GET', '/api/session')).json()) as Session;
    assert.equal(session.workspaces[0]?.name, 'Renamed');
    const { rows } = await house.database.pool.query<{ name: string }>(
      'select "name" as name from "organization" where "id" = $1',
      [acme.id],
    );
    assert.equal(rows[0]?.name, 'Renamed');
  });

  test('another workspace stays as it is', async () => {
    const other = await house.workspace('Other');
    await change({ name: 'Ours alone', retentionDays: 7 });
    const theirs = (await (await other.as.owner('GET', other.path)).json()) as WorkspaceSettings;
    assert.deepEqual([theirs.name, theirs.retentionDays], ['Other', 90]);
  });

  test('links of time zones are known, offsets and inventions are not', async () => {
    for (const timeZone of ['UTC', 'Asia/Kolkata', 'Asia/Calcutta', 'Europe/Oslo']) {
      assert.equal((await change({ timeZone })).timeZone, timeZone);
    }
    for (const timeZone of ['Europe/Atlantis', '+03:00', '-0300', '08']) {
      assert.deepEqual(await refusal({ timeZone }), [400, 'timeZone', 'invalid_value'], timeZone);
    }
    assert.deepEqual(await refusal({ timeZone: '' }), [400, 'timeZone', 'required']);
  });

  test('retention is whole days from 1 to 3650', async () => {
    for (const retentionDays of [1, 3650]) {
      assert.equal((await change({ retentionDays })).retentionDays, retentionDays);
    }
    assert.deepEqual(await refusal({ retentionDays: 0 }), [400, 'retentionDays', 'too_small']);
    assert.deepEqual(await refusal({ retentionDays: 3651 }), [400, 'retentionDays', 'too_big']);
    assert.deepEqual(await refusal({ retentionDays: 1.5 }), [400, 'retentionDays', 'wrong_type']);
    assert.deepEqual(await refusal({ retentionDays: null }), [400, 'retentionDays', 'required']);
  });

  test('a misspelt setting and an empty name are refused', async () => {
    const before = await read();
    assert.deepEqual(await refusal({ retention_days: 5 }), [400, '', 'unknown_field']);
    assert.deepEqual(await refusal({ name: '   ' }), [400, 'name', 'too_short']);
    assert.deepEqual(await read(), before);
  });
});
