import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Invitation, InvitationLink, Invited, Session } from './contract.ts';
import { cookieOf, openHouse } from './house.fixture.ts';
import type { Ask, House, Workspace } from './house.fixture.ts';
import {
  bodyOf,
  browserOf,
  memberId,
  otherPassword,
  password,
  refusalOf,
  tokenOf,
} from './people.fixture.ts';

const newEmail = 'new@acme.example';
const fresh = { name: 'New Person', password: otherPassword };

async function invite(
  { path, as }: Workspace,
  input: { email?: string; role?: string; by?: Ask } = {},
): Promise<{ token: string; id: string; made: InvitationLink }> {
  const body = { email: input.email ?? newEmail, role: input.role ?? 'editor' };
  const made = await bodyOf<InvitationLink>(
    await (input.by ?? as.admin)('POST', `${path}/invitations`, body),
  );
  return { made, token: tokenOf(made.link), id: made.invitation.id };
}
const accept = (ask: Ask, token: string, account?: object) =>
  ask('POST', '/api/session/invitation/accept', { token, ...(account && { account }) });
const look = (house: House, token: string) => house.nobody('POST', '/api/session/invitation/look', { token });
const open = async ({ path, as }: Workspace) =>
  bodyOf<Invitation[]>(await as.admin('GET', `${path}/invitations`));

describe('an invitation', () => {
  test('its link tells who invites to what, makes the account of somebody new and signs them in', async () => {
    await using house = await openHouse();
    const workspace = await house.workspace('Acme');
    const { made, token } = await invite(workspace, { email: 'New@Acme.example' });
    assert.equal(made.mail, 'off');
    const seen = await bodyOf<Invited>(await look(house, token));
    assert.deepEqual(
      [seen.workspace, seen.role, seen.inviter, seen.email, seen.hasAccount],
      ['Acme', 'editor', 'admin', newEmail, false],
    );
    assert.equal(await refusalOf(await accept(house.nobody, token)), '422 unprocessable account:required');
    const answer = await accept(house.nobody, token, fresh);
    const session = await bodyOf<Session>(answer.clone());
    assert.deepEqual(
      session.workspaces.map(({ name, role }) => [name, role]),
      [['Acme', 'editor']],
    );
    assert.equal(
      (await house.with({ cookie: cookieOf(answer) })('GET', `${workspace.path}/home`)).status,
      200,
    );
    await browserOf(house, newEmail, otherPassword);
    assert.deepEqual(await open(workspace), []);
  });

  test('whoever has an account accepts by one click once signed in, and nobody else does', async () => {
    await using house = await openHouse();
    const [acme, other] = [await house.workspace('Acme'), await house.workspace('Other')];
    const { token } = await invite(acme, { email: 'viewer@other.example' });
    assert.equal(
      await refusalOf(await accept(house.nobody, token, fresh)),
      '401 unauthenticated sign_in_first',
    );
    assert.equal(await refusalOf(await accept(other.as.editor, token)), '403 forbidden other_person');
    const session = await bodyOf<Session>(await accept(other.as.viewer, token));
    assert.deepEqual(
      session.workspaces.map(({ name, role }) => [name, role]),
      [
        ['Acme', 'editor'],
        ['Other', 'viewer'],
      ],
    );
  });

  test('a link that was used, revoked, renewed, expired or guessed is gone, and opens nothing', async () => {
    await using house = await openHouse();
    const workspace = await house.workspace('Acme');
    const { path, as } = workspace;
    const [used, revoked, renewed, expired] = await Promise.all(
      ['a', 'b', 'c', 'd'].map((name) => invite(workspace, { email: `${name}@x.example` })),
    );
    await bodyOf(await accept(house.nobody, used!.token, fresh));
    assert.equal((await as.admin('DELETE', `${path}/invitations/${revoked!.id}`)).status, 204);
    const again = await bodyOf<InvitationLink>(
      await as.admin('POST', `${path}/invitations/${renewed!.id}/renew`, {}),
    );
    await house.database.pool.query(
      `update "invitation" set "expiresAt" = now() where "email" = 'd@x.example'`,
    );
    for (const token of [used, revoked, renewed, expired].map((one) => one!.token).concat('guess')) {
      assert.equal(await refusalOf(await look(house, token)), '410 gone invitation_gone');
      assert.equal(await refusalOf(await accept(house.nobody, token, fresh)), '410 gone invitation_gone');
    }
    assert.equal((await look(house, tokenOf(again.link))).status, 200);
    assert.deepEqual((await open(workspace)).map(({ email, expired: over }) => [email, over]).sort(), [
      ['c@x.example', false],
      ['d@x.example', true],
    ]);
  });

  test('used twice at once it makes one account', async () => {
    await using house = await openHouse();
    const { token } = await invite(await house.workspace('Acme'));
    const answers = await Promise.all([1, 2].map(() => accept(house.nobody, token, fresh)));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 410]);
  });

  test('the database keeps no token that opens it', async () => {
    await using house = await openHouse();
    const { token } = await invite(await house.workspace('Acme'));
    const { rows } = await house.database.pool.query<{ dump: string }>(
      `select (select string_agg(i::text, '') from "invitation" i) || coalesce((select string_agg(v::text, '') from "verification" v), '') as dump`,
    );
    assert.ok(!rows[0]!.dump.includes(token));
    assert.ok(!rows[0]!.dump.includes(Buffer.from(token).toString('hex')));
  });
});

describe('who invites', () => {
  test('an admin invites no owner, and gets no link of an owner’s invitation', async () => {
    await using house = await openHouse();
    const workspace = await house.workspace('Acme');
    const { path, as } = workspace;
    const { id, token } = await invite(workspace, { role: 'owner', by: as.owner });
    for (const answer of [
      await as.admin('POST', `${path}/invitations`, { email: 'x@x.example', role: 'owner' }),
      await as.admin('POST', `${path}/invitations`, { email: newEmail, role: 'viewer' }),
      await as.admin('POST', `${path}/invitations/${id}/renew`, {}),
      await as.admin('DELETE', `${path}/invitations/${id}`),
    ]) {
      assert.equal(await refusalOf(answer), '403 forbidden only_owners');
    }
    assert.equal((await look(house, token)).status, 200);
  });

  test('links of an admin who was removed or lowered are void', async () => {
    await using house = await openHouse();
    const workspace = await house.workspace('Acme');
    const at = `${workspace.path}/members/${await memberId(house, 'admin@acme.example')}`;
    for (const change of [
      () => workspace.as.owner('PATCH', at, { role: 'editor' }),
      () => workspace.as.owner('DELETE', at),
    ]) {
      await workspace.as.owner('PATCH', at, { role: 'admin' });
      const { token } = await invite(workspace);
      assert.ok((await change()).ok);
      assert.equal(await refusalOf(await accept(house.nobody, token, fresh)), '410 gone invitation_gone');
    }
  });

  test('a member is not invited again, and whoever is invited again gets one link', async () => {
    await using house = await openHouse();
    const workspace = await house.workspace('Acme');
    const member = { email: 'Viewer@acme.example', role: 'editor' };
    const answer = await workspace.as.admin('POST', `${workspace.path}/invitations`, member);
    assert.equal(await refusalOf(answer), '409 conflict member_already');
    const first = await invite(workspace);
    const second = await invite(workspace, { role: 'viewer' });
    assert.equal((await look(house, first.token)).status, 410);
    assert.equal((await bodyOf<Invited>(await look(house, second.token))).role, 'viewer');
    assert.equal((await open(workspace)).length, 1);
  });

  test('the demo’s account, which is everybody’s, invites nobody', async () => {
    await using house = await openHouse({ demo: true });
    const { id, path } = await house.workspace('Acme');
    await house.database.pool.query('update workspaces set demo = true where id = $1', [id]);
    const visitor = house.with({ cookie: cookieOf(await house.nobody('POST', '/api/session/demo', {})) });
    const answer = await visitor('POST', `${path}/invitations`, { email: newEmail, role: 'viewer' });
    assert.equal(await refusalOf(answer), '403 forbidden demo_account');
    assert.equal(
      await refusalOf(
        await visitor('POST', '/api/account/password', { current: password, password: otherPassword }),
      ),
      '403 forbidden demo_account',
    );
    assert.equal((await visitor('POST', '/api/account/sessions/end-others', {})).status, 403);
  });
});
