import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Hono } from 'hono';
import { createConsole } from './console.ts';
import { furnish } from './furnished.fixture.ts';
import type { Things } from './furnished.fixture.ts';
import { openHouse, publicUrl } from './house.fixture.ts';
import type { House, Workspace } from './house.fixture.ts';
import { readOperations, requestOf } from './requests.fixture.ts';
import type { Operations } from './requests.fixture.ts';

let house: House;
let acme: Workspace;
let things: Things;
let operations: Operations;
let folder: string;
let pages: Hono;

before(async () => {
  house = await openHouse();
  acme = await house.workspace('Acme');
  things = await furnish(house, acme, 'Acme');
  operations = await readOperations(house);
  folder = await mkdtemp(join(tmpdir(), 'countersign-headers-'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Countersign</title>');
  await writeFile(join(folder, 'icon.svg'), '<svg/>');
  pages = new Hono();
  pages.route('/', house.api.app);
  pages.route('/', createConsole({ folder, publicUrl, log: { error: () => undefined } }));
});
after(async () => {
  await house[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const unsafe = /script-src[^;]*(unsafe|\*|https?:|data:|blob:)|unsafe-eval|unsafe-inline|default-src [^;]*\*/;

function requireStrict({ headers }: Response, what: string): void {
  const policy = headers.get('content-security-policy') ?? '';
  assert.match(policy, /default-src 'none'/, what);
  assert.match(policy, /frame-ancestors 'none'/, what);
  assert.doesNotMatch(policy, unsafe, what);
  assert.equal(headers.get('x-frame-options'), 'DENY', what);
  assert.equal(headers.get('x-content-type-options'), 'nosniff', what);
  assert.ok(['same-origin', 'no-referrer'].includes(headers.get('referrer-policy') ?? ''), what);
  assert.equal(headers.get('cross-origin-resource-policy'), 'same-origin', what);
  for (const name of ['server', 'x-powered-by', 'x-runtime', 'via']) {
    assert.equal(headers.get(name), null, what);
  }
}

const addresses = [
  ...[
    '/',
    '/sign-in',
    '/setup?token=x',
    '/w/wsp_1/runs',
    '/w/wsp_1/settings/members',
    '/icon.svg',
    '/gone.js',
  ],
  ...[
    '/api',
    '/api/',
    '/api/docs',
    '/api/openapi.json',
    '/api/session',
    '/api/nothing',
    '/api/w/x/runs',
    '/oauth/x',
  ],
  ...[
    '/oauth/callback',
    '/oauth/callback?state=x&code=y',
    '/%',
    '/%00',
    '/..%2f',
    '/a//b',
    '/.git/config',
    '/%2e%2e/',
  ],
];

describe('headers', () => {
  test('of every kind of page forbid framing, foreign scripts and guessing of types', async () => {
    for (const address of addresses) {
      for (const method of ['GET', 'HEAD', 'POST', 'OPTIONS']) {
        const answer = await pages.request(`${publicUrl}${address}`, { method });
        assert.ok(answer.status < 500, `${method} ${address}: ${answer.status}`);
        requireStrict(answer, `${method} ${address}`);
      }
    }
  });

  test('of everything private forbid keeping it', async () => {
    for (const route of house.api.routes) {
      for (const ask of [acme.as.viewer, house.nobody]) {
        const [method, path, body] = requestOf(operations, route, things);
        const answer = await ask(method, path, body);
        await answer.body?.cancel();
        assert.match(answer.headers.get('cache-control') ?? '', /no-store|no-cache/, `${method} ${path}`);
        requireStrict(answer, `${method} ${path}`);
      }
    }
  });

  test('are all that HEAD gives, and it sets no cookie', async () => {
    for (const route of house.api.routes.filter(
      ({ method, path }) => method === 'get' && !path.endsWith('/live'),
    )) {
      const [, path] = requestOf(operations, route, things);
      const [head, get] = [await acme.as.owner('HEAD', path), await acme.as.owner('GET', path)];
      assert.equal(head.status, get.status, path);
      assert.equal(await head.text(), '', path);
      assert.deepEqual(head.headers.getSetCookie(), [], path);
    }
  });

  test('with https say that it stays https', async () => {
    const secure = createConsole({
      folder,
      publicUrl: 'https://hub.example',
      log: { error: () => undefined },
    });
    const answer = await secure.request('https://hub.example/');
    assert.match(answer.headers.get('strict-transport-security') ?? '', /max-age=\d{7,}/);
  });
});
