/**
 * A hub for looking at screens: the contract with fixed data, and the built console. Nothing is kept.
 * Run: `node console/dev/mock.ts [port]`
 */
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { answerOf, type Answer } from './answers.ts';

const dist = fileURLToPath(new URL('../../dist/console', import.meta.url));
const port = Number(process.argv[2] ?? 4700);
const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};
/** As strict as the hub's own. */
const policy = "default-src 'self'; style-src 'self' 'unsafe-inline'";

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return text ? (JSON.parse(text) as unknown) : undefined;
}

function sendFile(response: ServerResponse, pathname: string): void {
  const wanted = path.join(dist, path.normalize(pathname));
  const file = existsSync(wanted) && statSync(wanted).isFile() ? wanted : path.join(dist, 'index.html');
  response.writeHead(200, {
    'content-type': types[path.extname(file)] ?? 'application/octet-stream',
    'content-security-policy': policy,
  });
  createReadStream(file).pipe(response);
}

function sendAnswer(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, {
    'content-type': status >= 400 ? 'application/problem+json' : 'application/json',
  });
  response.end(JSON.stringify(body));
}

createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://mock');
  if (url.pathname.endsWith('/live')) {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const timer = setInterval(
      () => response.write(`event: changed\ndata: {"topics":["runs"],"sequence":1}\n\n`),
      4000,
    );
    request.on('close', () => clearInterval(timer));
    return;
  }
  if (!url.pathname.startsWith('/api/')) return sendFile(response, url.pathname);
  void bodyOf(request).then((body) => sendAnswer(response, answerOf(request.method ?? 'GET', url, body)));
}).listen(port, '127.0.0.1', () => process.stdout.write(`Mock hub on http://127.0.0.1:${port}\n`));
