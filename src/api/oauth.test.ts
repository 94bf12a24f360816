import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Hono } from 'hono';
import { AppError } from '#std/errors.ts';
import { newId, showId } from '#std/id.ts';
import type { ApiParts } from './rooms.ts';
import type { AskedInWorkspace } from './route.ts';
import { oauthRoutes, rememberConsent } from './routes/oauth.ts';

const workspaceId = newId();
const connectionId = newId();

/** An app that begins a consent at `/begin` and takes the callback; `finish` stands for the connection room. */
function consent(finish: () => Promise<{ workspaceId: string; connectionId: string }>) {
  const asked: [string, string][] = [];
  const connections = {
    finishAuthorize: (state: string, code: string) => {
      asked.push([state, code]);
      return finish();
    },
  } as unknown as ApiParts['connections'];
  const app = new Hono();
  app.get('/begin', (context) => {
    const within = { context, workspaceId } as unknown as AskedInWorkspace<unknown, unknown>;
    return context.json(
      rememberConsent(within, 'https://hub.example', 'https://vendor.example/agree?state=s-1'),
    );
  });
  app.route('/', oauthRoutes({ connections, log: { error: () => undefined } }));
  return { app, asked };
}

async function begin(app: Hono): Promise<string> {
  const [cookie] = (await app.request('/begin')).headers.getSetCookie();
  assert.match(cookie!, /HttpOnly; Secure; SameSite=Lax|Path=\/oauth/);
  return cookie!.split(';', 1)[0]!;
}
const done = async () => ({ workspaceId, connectionId });

test('whoever agreed comes back to the connection', async () => {
  const { app, asked } = consent(done);
  const cookie = await begin(app);
  const answer = await app.request('/oauth/callback?state=s-1&code=c-1', { headers: { cookie } });
  assert.equal(
    answer.headers.get('location'),
    `/w/${showId('workspace', workspaceId)}/connections/${showId('connection', connectionId)}`,
  );
  assert.deepEqual(asked, [['s-1', 'c-1']]);
});

test('a consent that another browser began is refused and not used up', async () => {
  const { app, asked } = consent(done);
  const cookie = await begin(app);
  assert.equal((await app.request('/oauth/callback?state=s-1&code=c-1')).status, 410);
  assert.equal(
    (await app.request('/oauth/callback?state=s-2&code=c-1', { headers: { cookie } })).status,
    410,
  );
  assert.deepEqual(asked, []);
});

test('whoever did not agree, or was refused, comes back to the list with the reason', async () => {
  const { app } = consent(async () => {
    throw new AppError('conflict', 'taken');
  });
  const headers = { cookie: await begin(app) };
  const list = `/w/${showId('workspace', workspaceId)}/connections`;
  const refused = await app.request('/oauth/callback?state=s-1&error=access_denied', { headers });
  assert.equal(refused.headers.get('location'), `${list}?error=consent_refused`);
  const failed = await app.request('/oauth/callback?state=s-1&code=c-1', { headers });
  assert.equal(failed.headers.get('location'), `${list}?error=conflict`);
});
