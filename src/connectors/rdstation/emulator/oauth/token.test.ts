import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { at } from '#std/json.ts';
import { DEMO_RDSTATION_CLIENT_ID, DEMO_RDSTATION_REFRESH_TOKEN, DEMO_RDSTATION_USERS } from '../demo.ts';
import { startTrial, textAt, type Trial } from '../trial.ts';

const redirect_uri = 'http://127.0.0.1:4000/oauth/callback';

/** A person says yes on the consent page; the code the app is given. */
async function consent(trial: Trial, answer = 'sim'): Promise<URL> {
  const asked = { client_id: DEMO_RDSTATION_CLIENT_ID, redirect_uri, response_type: 'code', state: 's1' };
  const page = await trial.app.request(`/oauth/authorize?${new URLSearchParams(asked).toString()}`);
  assert.equal(page.status, 200);
  assert.match(await page.text(), /Countersign \(demonstração\)/);
  const sent = await trial.form('/oauth/authorize', {
    ...asked,
    resposta: answer,
    usuario: DEMO_RDSTATION_USERS.bruno,
  });
  assert.equal(sent.status, 303);
  return new URL(sent.headers.get('location')!);
}

const exchange = (code: string) => ({ grant_type: 'authorization_code', redirect_uri, code });
const refresh = (refresh_token: string) => ({ grant_type: 'refresh_token', refresh_token });

describe('OAuth', () => {
  test('consent leads to a code, the code to tokens of the person who said yes', async () => {
    const trial = startTrial();
    const back = await consent(trial);
    assert.equal(back.searchParams.get('state'), 's1');
    const { status, body } = await trial.token(exchange(back.searchParams.get('code')!));
    assert.equal(status, 200);
    assert.equal(at(body, 'expires_in'), 7200);
    const made = await trial.v2(textAt(body, 'access_token'), 'POST', '/deals', { name: 'Contrato' });
    assert.equal(at(made.body, 'data.owner_id'), DEMO_RDSTATION_USERS.bruno);
  });

  test('a person who says no sends the app an error', async () => {
    const back = await consent(startTrial(), 'nao');
    assert.equal(back.searchParams.get('error'), 'access_denied');
    assert.equal(back.searchParams.get('code'), null);
  });

  test('a code works once, for five minutes, for the address it was given to', async () => {
    const trial = startTrial();
    const code = async () => (await consent(trial)).searchParams.get('code')!;
    const used = await code();
    assert.equal((await trial.token(exchange(used))).status, 200);
    const refused = await trial.token(exchange(used));
    assert.equal(refused.status, 400);
    assert.equal(at(refused.body, 'error'), 'invalid_grant');
    const elsewhere = { ...exchange(await code()), redirect_uri: 'http://127.0.0.1:4000/other' };
    assert.equal(at((await trial.token(elsewhere)).body, 'error'), 'invalid_grant');
    const late = await code();
    await trial.clock.advance(5 * 60_000);
    assert.equal(at((await trial.token(exchange(late))).body, 'error'), 'invalid_grant');
  });

  test('a refresh token is good for one refresh, and answers with the next', async () => {
    const trial = startTrial();
    const first = await trial.token(refresh(DEMO_RDSTATION_REFRESH_TOKEN));
    assert.equal(
      at((await trial.token(refresh(DEMO_RDSTATION_REFRESH_TOKEN))).body, 'error'),
      'invalid_grant',
    );
    const next = textAt(first.body, 'refresh_token');
    assert.equal((await trial.token(refresh(next))).status, 200);
  });

  test('an access token ends after two hours, an unused refresh token after fourteen days', async () => {
    const trial = startTrial();
    const { body } = await trial.token(refresh(DEMO_RDSTATION_REFRESH_TOKEN));
    const access = textAt(body, 'access_token');
    await trial.clock.advance(7199_000);
    assert.equal((await trial.v2(access, 'GET', '/users')).status, 200);
    await trial.clock.advance(1000);
    assert.equal((await trial.v2(access, 'GET', '/users')).status, 401);
    await trial.clock.advance(14 * 24 * 3_600_000);
    assert.equal(
      at((await trial.token(refresh(textAt(body, 'refresh_token')))).body, 'error'),
      'invalid_grant',
    );
  });

  test('revoking an app on the page ends its tokens', async () => {
    const trial = startTrial();
    const { body } = await trial.token(refresh(DEMO_RDSTATION_REFRESH_TOKEN));
    await trial.form(`/configuracoes/aplicativos/${DEMO_RDSTATION_CLIENT_ID}/revogar`, {});
    assert.equal((await trial.v2(textAt(body, 'access_token'), 'GET', '/users')).status, 401);
    const refused = await trial.token(refresh(textAt(body, 'refresh_token')));
    assert.equal(at(refused.body, 'error'), 'invalid_grant');
  });

  test('a wrong secret, a strange grant and a JSON body are refused', async () => {
    const trial = startTrial();
    const wrong = await trial.token({ ...refresh(DEMO_RDSTATION_REFRESH_TOKEN), client_secret: 'x' });
    assert.deepEqual([wrong.status, at(wrong.body, 'error')], [401, 'invalid_client']);
    assert.equal(at((await trial.token({ grant_type: 'password' })).body, 'error'), 'unsupported_grant_type');
    const json = await trial.call('POST', '/oauth2/token', refresh(DEMO_RDSTATION_REFRESH_TOKEN));
    assert.equal(at(json.body, 'error'), 'invalid_request');
    assert.equal((await trial.token(refresh(DEMO_RDSTATION_REFRESH_TOKEN))).status, 200);
  });

  test('an address that is not the app’s own gets no code', async () => {
    const trial = startTrial();
    const bad = ['https://evil.example/callback', 'http://127.0.0.1.evil.example/', 'nonsense'];
    for (const redirect_uri of bad) {
      const query = { client_id: DEMO_RDSTATION_CLIENT_ID, redirect_uri, response_type: 'code' };
      const page = await trial.app.request(`/oauth/authorize?${new URLSearchParams(query).toString()}`);
      assert.equal(page.status, 400, redirect_uri);
      assert.equal((await trial.form('/oauth/authorize', { ...query, resposta: 'sim' })).status, 400);
    }
  });
});
