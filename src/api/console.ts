import { readFile, readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { createHash, randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import type { Context } from 'hono';
import { AppError } from '#std/errors.ts';
import { problemOf } from './problem.ts';
import type { ErrorLog } from './problem.ts';
import { securityHeaders } from './security.ts';

export interface ConsoleOptions {
  /** Where the built console is: `dist/console`. */
  folder: string;
  publicUrl: string;
  log: ErrorLog;
}

/** Stands in the built page where its nonce goes (`console/vite.config.ts`). */
const nonceMark = 'NONCE_OF_THIS_PAGE';

/** Scripts, images and calls of our own only, and styles that were written by the page that has the nonce. */
const policy = (nonce = '') => [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self'${nonce && ` 'nonce-${nonce}'`}`,
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
];

const types: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  webp: 'image/webp',
  woff2: 'font/woff2',
  txt: 'text/plain; charset=utf-8',
  webmanifest: 'application/manifest+json',
};
const packable = /^(text|application|image\/svg)/;
const compress = promisify(gzip);

interface Asset {
  body: Uint8Array<ArrayBuffer>;
  gzipped: Uint8Array<ArrayBuffer> | null;
  /** From the build; null when it made none. */
  brotli: Uint8Array<ArrayBuffer> | null;
  type: string;
  etag: string;
  /** Its name holds a hash of what is in it. */
  hashed: boolean;
}

/** The console's pages: files as built, and its one page for every address that is no file. To be mounted last, at `/`. */
export function createConsole(options: ConsoleOptions): Hono {
  const app = new Hono();
  let assets: Promise<Map<string, Asset>> | null = null;
  const load = () => (assets ??= readAssets(options.folder));

  app.onError((error, c) => problemOf(error, c, options.log));
  app.use('*', securityHeaders(options.publicUrl));
  app.get('*', async (c) => {
    const files = await load();
    // Not built when we looked: look again, it may be under way.
    if (files.size === 0) assets = null;
    const asset = c.req.path === '/index.html' ? undefined : files.get(c.req.path);
    if (asset) return send(c, asset);
    const last = c.req.path.slice(c.req.path.lastIndexOf('/') + 1);
    if (last.includes('.') && last !== 'index.html') {
      throw new AppError('not_found', `There is no file at ${c.req.path.slice(0, 200)}.`);
    }
    const page = files.get('/index.html');
    return page ? sendPage(c, page) : notBuilt(c);
  });
  app.all('*', (c) => {
    throw new AppError('not_found', `There is nothing at ${c.req.path.slice(0, 200)}.`);
  });
  return app;
}

/** The page itself, small and different each time: Mantine writes its theme into it with the nonce. */
function sendPage(c: Context, page: Asset): Response | Promise<Response> {
  const nonce = randomBytes(16).toString('base64');
  c.header('content-security-policy', policy(nonce).join('; '));
  c.header('cache-control', 'no-cache');
  return c.html(Buffer.from(page.body).toString('utf8').replaceAll(nonceMark, nonce));
}

function send(c: Context, asset: Asset): Response {
  c.header('content-security-policy', policy().join('; '));
  c.header('content-type', asset.type);
  c.header('etag', asset.etag);
  c.header('cache-control', asset.hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
  c.header('vary', 'accept-encoding');
  if (c.req.header('if-none-match') === asset.etag) return c.body(null, 304);
  const takes = c.req.header('accept-encoding') ?? '';
  if (asset.brotli && /\bbr\b/.test(takes)) {
    c.header('content-encoding', 'br');
    return c.body(asset.brotli);
  }
  if (asset.gzipped && /\bgzip\b/.test(takes)) {
    c.header('content-encoding', 'gzip');
    return c.body(asset.gzipped);
  }
  return c.body(asset.body);
}

function notBuilt(c: Context): Response | Promise<Response> {
  c.header('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
  return c.html(
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Countersign</title>
<h1>The console is not built</h1>
<p>Countersign is running and receives webhooks, but its pages are missing. Stop it and start it again with
<code>npm start</code>, which builds them; if that fails, its output says why.</p>
<p>The API is there all the same: <a href="/api/docs">/api/docs</a></p></html>`,
    503,
  );
}

/** Reads what was built, by address. Nothing when it is not there. */
async function readAssets(folder: string): Promise<Map<string, Asset>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    },
  );
  const all = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.'));
  const packed = new Set(all.map((entry) => join(entry.parentPath, entry.name)));
  const files = all.filter((entry) => !entry.name.endsWith('.br'));
  const assets = await Promise.all(
    files.map(async (entry): Promise<[string, Asset]> => {
      const path = join(entry.parentPath, entry.name);
      const address = `/${relative(folder, path).split(sep).join('/')}`;
      return [address, await readAsset(path, address, packed.has(`${path}.br`))];
    }),
  );
  return new Map(assets);
}

async function readAsset(path: string, address: string, hasBrotli: boolean): Promise<Asset> {
  const body = new Uint8Array(await readFile(path));
  const type = types[address.slice(address.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
  const gzipped = packable.test(type) && body.length > 1_024 ? new Uint8Array(await compress(body)) : null;
  const brotli = hasBrotli ? new Uint8Array(await readFile(`${path}.br`)) : null;
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  return { body, gzipped, brotli, type, etag, hashed: /^\/assets\/.+-[\w-]{8,}\.\w+$/.test(address) };
}
