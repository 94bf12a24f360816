import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Member, Session } from './contract.ts';
import { openHouse } from './house.fixture.ts';
import type { Ask, House, Workspace } from './house.fixture.ts';
import { bodyOf, memberId, refusalOf } from './people.fixture.ts';

const emails = { owner: 'owner@acme.example', admin: 'admin@acme.example', viewer: 'viewer@acme.example' };

interface Stage {
  workspace: Workspace;
  give: (ask: Ask, email: string, role: string) => Promise<Response>;
  remove: (ask: Ask, email: string) => Promise<Response>;
}

async function stage(house: House): Promise<Stage> {
  const workspace = await house.workspace('Acme');
  const at = async (email: string) => `${workspace.path}/members/${await memberId(house, email)}`;
  return {
    workspace,
    give: async (ask, email, role) => ask('PATCH', await at(email), { role }),
    remove: async (ask, email) => ask('DELETE', await at(email)),
  };
}

async function rolesIn({ path, as }: Workspace): Promise<string[]> {
  const members = await bodyOf<Member[]>(await as.admin('GET', `${path}/members`));
  return members.map(({ email, role }) => `${email.split('@')[0]} ${role}`);
}

describe('members', () => {
  test('everybody sees who is there; only admins see how they sign in and when they came', async () => {
    await using house = await openHouse();
    const { workspace } = await stage(house);
    assert.deepEqual(await rolesIn(workspace), [
      'owner owner',
      'admin admin',
      'editor editor',
      'viewer viewer',
    ]);
    for (const [ask, seen] of [
      [workspace.as.admin, false],
      [workspace.as.viewer, null],
    ] as const) {
      const members = await bodyOf<Member[]>(await ask('GET', `${workspace.path}/members`));
      assert.deepEqual(
        members.map(({ twoFactor }) => twoFactor),
        [seen, seen, seen, seen],
      );
      assert.equal(members.filter(({ lastSeenAt }) => lastSeenAt !== null).length, seen === null ? 0 : 4);
      assert.deepEqual(members.filter(({ you }) => you).length, 1);
    }
  });

  test('an admin manages the rest, and neither makes, unmakes nor removes owners', async () => {
    await using house = await openHouse();
    const { workspace, give, remove } = await stage(house);
    const { admin } = workspace.as;
    assert.equal((await give(admin, emails.viewer, 'admin')).status, 200);
    for (const answer of [
      await give(admin, emails.viewer, 'owner'),
      await give(admin, emails.admin, 'owner'),
      await give(admin, emails.owner, 'viewer'),
      await remove(admin, emails.owner),
    ]) {
      assert.equal(await refusalOf(answer), '403 forbidden only_owners');
    }
    assert.deepEqual(await rolesIn(workspace), [
      'owner owner',
      'admin admin',
      'viewer admin',
      'editor editor',
    ]);
  });

  test('the last owner can be neither lowered nor removed, and cannot leave', async () => {
    await using house = await openHouse();
    const { workspace, give, remove } = await stage(house);
    const { owner } = workspace.as;
    for (const answer of [
      await give(owner, emails.owner, 'admin'),
      await remove(owner, emails.owner),
      await owner('POST', `${workspace.path}/members/leave`, {}),
    ]) {
      assert.equal(await refusalOf(answer), '409 conflict last_owner');
    }
    assert.equal((await give(owner, emails.viewer, 'owner')).status, 200);
    assert.equal((await owner('POST', `${workspace.path}/members/leave`, {})).status, 204);
    assert.deepEqual(await rolesIn(workspace), ['viewer owner', 'admin admin', 'editor editor']);
  });

  test('two owners who lower each other at once leave one owner', async () => {
    await using house = await openHouse();
    const { workspace, give } = await stage(house);
    await bodyOf(await give(workspace.as.owner, emails.viewer, 'owner'));
    const answers = await Promise.all([
      give(workspace.as.owner, emails.viewer, 'viewer'),
      give(workspace.as.viewer, emails.owner, 'viewer'),
    ]);
    assert.equal(answers.filter(({ ok }) => ok).length, 1);
    assert.equal((await rolesIn(workspace)).filter((one) => one.endsWith(' owner')).length, 1);
  });

  test('whoever is removed can do nothing from the next request on, with the session still open', async () => {
    await using house = await openHouse();
    const { workspace, remove } = await stage(house);
    const { viewer, admin } = workspace.as;
    assert.equal((await viewer('GET', `${workspace.path}/home`)).status, 200);
    assert.equal((await remove(admin, emails.viewer)).status, 204);
    assert.equal((await viewer('GET', `${workspace.path}/home`)).status, 404);
    const session = await bodyOf<Session>(await viewer('GET', '/api/session'));
    assert.deepEqual([session.user?.email, session.workspaces], [emails.viewer, []]);
    assert.equal((await remove(admin, emails.viewer)).status, 404);
  });

  test('an API key reads members and changes none', async () => {
    await using house = await openHouse();
    const { workspace, give, remove } = await stage(house);
    const { secret } = await bodyOf<{ secret: string }>(
      await workspace.as.owner('POST', `${workspace.path}/keys`, { name: 'one', role: 'admin' }),
    );
    const key = house.with({ authorization: `Bearer ${secret}` });
    assert.equal((await key('GET', `${workspace.path}/members`)).status, 200);
    const invited = await key('POST', `${workspace.path}/invitations`, {
      email: 'eve@x.example',
      role: 'admin',
    });
    for (const answer of [
      await give(key, emails.viewer, 'admin'),
      await remove(key, emails.viewer),
      invited,
    ]) {
      assert.equal(await refusalOf(answer), '403 forbidden not_by_key');
    }
  });
});
