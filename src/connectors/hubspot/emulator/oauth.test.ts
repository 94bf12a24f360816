import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { at } from '#std/json.ts';
import {
  DEMO_HUBSPOT_APP_ID,
  DEMO_HUBSPOT_CLIENT_ID,
  DEMO_HUBSPOT_REFRESH_TOKEN,
  DEMO_HUBSPOT_SECOND_PORTAL,
} from './demo.ts';
import { startTrial, textAt, type Trial } from './trial.ts';

const callback = 'http://127.0.0.1:3000/oauth/callback';
const refresh = { grant_type: 'refresh_token', refresh_token: DEMO_HUBSPOT_REFRESH_TOKEN };
const asked = {
  client_id: DEMO_HUBSPOT_CLIENT_ID,
  redirect_uri: callback,
  scope: 'oauth crm.objects.contacts.read',
  optional_scope: 'timeline nosuch.scope',
  state: 's-1',
};

async function agree(trial: Trial, fields: Record<string, string> = {}) {
  const form = { ...asked, account: String(DEMO_HUBSPOT_SECOND_PORTAL), answer: 'yes', ...fields };
  return new URL((await trial.form('/oauth/authorize', form)).headers.get('location')!);
}

describe('OAuth', () => {
  test('a person chooses the account, and the code is good for one pair of tokens', async () => {
    const trial = startTrial();
    const page = await trial.call('GET', `/oauth/authorize?${new URLSearchParams(asked).toString()}`);
    assert.match(page.text, /Fjordlys Brasil/);
    const back = await agree(trial);
    assert.equal(back.searchParams.get('state'), 's-1');
    const exchange = {
      grant_type: 'authorization_code',
      code: back.searchParams.get('code')!,
      redirect_uri: callback,
    };
    const tokens = await trial.token(exchange);
    assert.equal(at(tokens.body, 'hub_id'), DEMO_HUBSPOT_SECOND_PORTAL);
    assert.deepEqual(at(tokens.body, 'scopes'), ['oauth', 'crm.objects.contacts.read', 'timeline']);
    assert.equal(at(tokens.body, 'expires_in'), 1800);
    assert.equal(at((await trial.token(exchange)).body, 'status'), 'BAD_AUTH_CODE');
  });

  test('the code is refused with another redirect URL, and a refusal comes back as an error', async () => {
    const trial = startTrial();
    const code = (await agree(trial)).searchParams.get('code')!;
    const other = { grant_type: 'authorization_code', code, redirect_uri: `${callback}/other` };
    assert.equal(at((await trial.token(other)).body, 'status'), 'MISMATCH_REDIRECT_URI_AUTH_CODE');
    assert.equal((await agree(trial, { answer: 'no' })).searchParams.get('error'), 'access_denied');
  });

  test('a wrong app, address or scope is told on the page', async () => {
    const trial = startTrial();
    for (const wrong of [
      { client_id: 'x' },
      { redirect_uri: 'https://evil.example' },
      { scope: 'crm.objects.deals.read' },
    ]) {
      const query = new URLSearchParams({ ...asked, ...wrong }).toString();
      assert.equal((await trial.call('GET', `/oauth/authorize?${query}`)).status, 400);
    }
  });

  test('an access token ends after half an hour, with the seconds since; a refresh keeps the refresh token', async () => {
    const trial = startTrial();
    const first = await trial.token(refresh);
    const token = textAt(first.body, 'access_token');
    assert.equal(textAt(first.body, 'refresh_token'), DEMO_HUBSPOT_REFRESH_TOKEN);
    assert.equal((await trial.api('GET', '/crm/v3/owners', undefined, token)).status, 200);
    await trial.clock.advance(1_800_000 + 7_000);
    const late = await trial.api('GET', '/crm/v3/owners', undefined, token);
    assert.equal(late.status, 401);
    assert.equal(at(late.body, 'category'), 'EXPIRED_AUTHENTICATION');
    assert.match(textAt(late.body, 'message'), /expired 7 second\(s\) ago/);
  });

  test('version 1 answers less, and both answer the documented refusal', async () => {
    const trial = startTrial();
    const old = await trial.token(refresh, '/oauth/v1/token');
    assert.deepEqual(Object.keys(old.body as object).sort(), [
      'access_token',
      'expires_in',
      'refresh_token',
      'token_type',
    ]);
    const bad = await trial.token({ ...refresh, refresh_token: 'nope' });
    assert.equal(bad.status, 400);
    assert.deepEqual(bad.body, {
      error: 'invalid_grant',
      error_description: 'refresh token is invalid, expired or revoked',
      status: 'BAD_REFRESH_TOKEN',
      message: 'refresh token is invalid, expired or revoked',
    });
  });

  test('tokens are told of and revoked, on both versions', async () => {
    const trial = startTrial();
    const token = await trial.accessToken();
    const info = await trial.call('GET', `/oauth/v1/access-tokens/${token}`);
    assert.equal(at(info.body, 'app_id'), DEMO_HUBSPOT_APP_ID);
    const told = await trial.token(
      { token_type_hint: 'access_token', access_token: token },
      '/oauth/v3/token/introspect',
    );
    assert.equal(at(told.body, 'active'), true);
    await trial.token(
      { token: DEMO_HUBSPOT_REFRESH_TOKEN, token_type_hint: 'refresh_token' },
      '/oauth/2026-03/token/revoke',
    );
    assert.equal((await trial.token(refresh)).status, 400);
    assert.equal((await trial.api('GET', '/crm/v3/owners', undefined, token)).status, 200);
  });

  test('an uninstalled app has no tokens any more', async () => {
    const trial = startTrial();
    const token = await trial.accessToken();
    await trial.control('POST', '/uninstall', { appId: DEMO_HUBSPOT_APP_ID, portal: 4001001 });
    assert.equal((await trial.api('GET', '/crm/v3/owners', undefined, token)).status, 401);
    assert.equal((await trial.token(refresh)).status, 400);
  });

  test('a missing scope is 403 with the scope that was needed', async () => {
    const trial = startTrial();
    const code = (await agree(trial)).searchParams.get('code')!;
    const tokens = await trial.token({ grant_type: 'authorization_code', code, redirect_uri: callback });
    const token = textAt(tokens.body, 'access_token');
    assert.equal((await trial.api('GET', '/crm/v3/objects/contacts', undefined, token)).status, 200);
    const refused = await trial.api('GET', '/crm/v3/objects/deals', undefined, token);
    assert.equal(refused.status, 403);
    assert.equal(at(refused.body, 'category'), 'MISSING_SCOPES');
    assert.deepEqual(at(refused.body, 'errors.0.context.requiredGranularScopes'), ['crm.objects.deals.read']);
  });
});

describe('limits', () => {
  const deals = '/crm/v3/objects/deals?limit=1';
  test('a public app has 110 calls in any ten seconds, and headers that say how many are left', async () => {
    const trial = startTrial();
    const token = await trial.accessToken();
    const statuses: number[] = [];
    for (let call = 0; call < 111; call++) {
      statuses.push((await trial.api('GET', deals, undefined, token)).status);
    }
    assert.deepEqual([statuses.filter((one) => one === 200).length, statuses.at(-1)], [110, 429]);
    const refused = await trial.api('GET', deals, undefined, token);
    assert.equal(at(refused.body, 'policyName'), 'TEN_SECONDLY_ROLLING');
    assert.equal(at(refused.body, 'errorType'), 'RATE_LIMIT');
    assert.equal(refused.headers.get('x-hubspot-ratelimit-remaining'), '0');
    assert.equal(refused.headers.get('x-hubspot-ratelimit-daily'), null);
    await trial.clock.advance(10_001);
    assert.equal(
      (await trial.api('GET', deals, undefined, token)).headers.get('x-hubspot-ratelimit-remaining'),
      '109',
    );
  });

  test('searches have a budget of their own, five a second, without headers', async () => {
    const trial = startTrial();
    const search = () => trial.api('POST', '/crm/v3/objects/deals/search', {});
    for (let call = 0; call < 5; call++) assert.equal((await search()).status, 200);
    const refused = await search();
    assert.equal(at(refused.body, 'policyName'), 'SECONDLY');
    assert.equal(refused.headers.get('x-hubspot-ratelimit-max'), null);
    const usage = await trial.control('GET', '/usage');
    assert.equal(at(usage.body, '4001001/1160453.mostSearchesInOneSecond'), 6);
    assert.equal(at(usage.body, '4001001/1160453.refused.SECONDLY'), 1);
  });

  test('a private app has a daily budget that begins anew at midnight of the account', async () => {
    const trial = startTrial();
    await trial.control('PUT', '/limits', { name: 'daily', max: 2 });
    await trial.api('GET', deals);
    assert.equal((await trial.api('GET', deals)).headers.get('x-hubspot-ratelimit-daily-remaining'), '0');
    assert.equal(at((await trial.api('GET', deals)).body, 'policyName'), 'DAILY');
    // It is 13:00 in Stockholm.
    await trial.clock.advance(11 * 3_600_000 + 1000);
    assert.equal((await trial.api('GET', deals)).status, 200);
  });

  test('423 and 477 come by fault rules', async () => {
    const trial = startTrial();
    const rule = (status: number) => ({
      match: { path: '^/crm/v3/objects' },
      kind: 'status',
      times: 1,
      params: { status },
    });
    await trial.control('POST', '/faults', rule(423));
    await trial.control('POST', '/faults', rule(477));
    assert.equal((await trial.api('GET', deals)).status, 423);
    assert.equal((await trial.api('GET', deals)).status, 477);
    assert.equal((await trial.api('GET', deals)).status, 200);
  });
});
