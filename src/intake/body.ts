import type { IncomingMessage } from 'node:http';
import type { Context } from 'hono';
import type { InboundRequest } from '../kit/connector.ts';
import { AppError } from '../std/errors.ts';

/**
 * Reads a request's raw bytes; null when they are more than `maxBytes`. Throws `invalid` when the sender breaks off.
 * On a Node server they come straight from the socket: building a web `Request` around them costs more than all else intake does with a small body.
 */
export async function readRequest(c: Context, maxBytes: number): Promise<InboundRequest | null> {
  const announced = Number(c.req.header('content-length') ?? 0);
  if (announced > maxBytes) return null;
  const incoming = (c.env as { incoming?: IncomingMessage } | undefined)?.incoming;
  if (!incoming) {
    const body = Buffer.from(await c.req.arrayBuffer());
    return body.length > maxBytes ? null : { headers: c.req.header(), body };
  }
  const body = await bodyOf(incoming, maxBytes);
  return body && { headers: flat(incoming.headers), body };
}

/** Path and query as the sender wrote them: what a signature over the address was made of. */
export function pathAsWritten(c: Context): string {
  const incoming = (c.env as { incoming?: IncomingMessage } | undefined)?.incoming;
  if (incoming?.url) return incoming.url;
  const { pathname, search } = new URL(c.req.url);
  return pathname + search;
}

/** By events: reading a stream as an iterator costs more than all of a small body's parsing. */
function bodyOf(incoming: IncomingMessage, maxBytes: number): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    incoming.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= maxBytes) return void chunks.push(chunk);
      incoming.pause();
      resolve(null);
    });
    incoming.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    const brokenOff = (cause?: unknown) =>
      reject(new AppError('invalid', 'The body broke off before its end. Send it again.', { cause }));
    incoming.on('error', brokenOff);
    incoming.on('close', () => {
      if (!incoming.complete) brokenOff();
    });
  });
}

function flat(headers: IncomingMessage['headers']): Record<string, string> {
  const single: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) single[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return single;
}
