import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Hono } from 'hono';
import { createConsole } from './console.ts';

let folder: string;
let app: Hono;
const log = { error: () => undefined };
const publicUrl = 'http://127.0.0.1:4000';

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-console-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(
    join(folder, 'index.html'),
    '<!doctype html><title>Countersign</title><meta nonce="NONCE_OF_THIS_PAGE">',
  );
  await writeFile(join(folder, 'assets', 'index-Ab3dE_9z.js'), `console.log(${'"x"'.repeat(1_000)})`);
  await writeFile(join(folder, 'assets', 'page-Ab3dE_9z.js'), 'console.log(1)');
  await writeFile(join(folder, 'assets', 'page-Ab3dE_9z.js.br'), 'packed by the build');
  await writeFile(join(folder, 'icon.svg'), '<svg/>');
  await writeFile(join(folder, '.hash'), 'internal');
  app = createConsole({ folder, publicUrl, log });
});
after(() => rm(folder, { recursive: true }));

const get = (path: string, headers: Record<string, string> = {}) => app.request(path, { headers });

describe('the console', () => {
  test('every address that is no file gives the page, which is asked for anew each time', async () => {
    for (const path of ['/', '/w/wsp_1/runs/run_2', '/setup']) {
      const answer = await get(path);
      assert.match(await answer.text(), /Countersign/);
      assert.equal(answer.headers.get('cache-control'), 'no-cache');
    }
  });

  test('files with a hash in their name are kept for ever, packed where the browser takes it', async () => {
    const answer = await get('/assets/index-Ab3dE_9z.js', { 'accept-encoding': 'br, gzip' });
    assert.equal(answer.headers.get('cache-control'), 'public, max-age=31536000, immutable');
    assert.equal(answer.headers.get('content-encoding'), 'gzip');
    assert.equal(answer.headers.get('content-type'), 'text/javascript; charset=utf-8');
    assert.ok((await answer.arrayBuffer()).byteLength < 200);
    assert.equal((await get('/assets/index-Ab3dE_9z.js')).headers.get('content-encoding'), null);
    assert.equal((await get('/icon.svg')).headers.get('cache-control'), 'no-cache');
  });

  test('what the build packed smaller is sent to browsers that take it, and only under its own name', async () => {
    const answer = await get('/assets/page-Ab3dE_9z.js', { 'accept-encoding': 'gzip, br' });
    assert.equal(answer.headers.get('content-encoding'), 'br');
    assert.equal(answer.headers.get('content-type'), 'text/javascript; charset=utf-8');
    assert.equal(await answer.text(), 'packed by the build');
    const plain = await get('/assets/page-Ab3dE_9z.js', { 'accept-encoding': 'gzip' });
    assert.equal(await plain.text(), 'console.log(1)');
    assert.equal((await get('/assets/page-Ab3dE_9z.js.br')).status, 404);
  });

  test('what has not changed is not sent again', async () => {
    const etag = (await get('/icon.svg')).headers.get('etag')!;
    assert.equal((await get('/icon.svg', { 'if-none-match': etag })).status, 304);
  });

  test('the page may run our own scripts only, and be framed by nobody', async () => {
    const { headers } = await get('/');
    const policy = headers.get('content-security-policy')!;
    assert.match(policy, /default-src 'none'; script-src 'self';/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.doesNotMatch(policy, /unsafe|https?:/);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
  });

  test('each page names styles of its own by a number nobody can guess', async () => {
    const seen = new Set<string>();
    for (const path of ['/', '/', '/index.html']) {
      const answer = await get(path);
      const nonce = /nonce="([\w+/=]{22,})"/.exec(await answer.text())![1]!;
      assert.ok(answer.headers.get('content-security-policy')!.includes(`style-src 'self' 'nonce-${nonce}'`));
      seen.add(nonce);
    }
    assert.equal(seen.size, 3);
  });

  test('a missing file is not the page, and nothing outside or hidden is served', async () => {
    for (const path of [
      '/assets/gone-Ab3dE_9z.js',
      '/.hash',
      '/../package.json',
      '/%2e%2e/package.json',
      '/assets/..%2f.hash',
    ]) {
      const answer = await get(path);
      assert.equal(answer.status, 404, path);
    }
  });

  test('without a built console a page says so, and finds it once it is there', async () => {
    const later = join(folder, 'later');
    const unbuilt = createConsole({ folder: later, publicUrl, log });
    const answer = await unbuilt.request('/');
    assert.equal(answer.status, 503);
    assert.match(await answer.text(), /not built[\s\S]*npm start/);
    await mkdir(later);
    await writeFile(join(later, 'index.html'), 'built');
    assert.equal(await (await unbuilt.request('/')).text(), 'built');
  });
});
