import type { IncomingMessage } from 'node:http';
import type { Context } from 'hono';
import type { InboundRequest } from '../kit/connector.ts';

/**
 * Reads a request's raw bytes; null when they are more than `maxBytes`. On a Node server they come straight from the
 * socket: building a web `Request` around them costs more than all else intake does with a small body.
 */
export async function readRequest(c: Context, maxBytes: number): Promise<InboundRequest | null> {
  const announced = Number(c.req.header('content-length') ?? 0);
  if (announced > maxBytes) return null;
  const incoming = (c.env as { incoming?: IncomingMessage } | undefined)?.incoming;
  if (!incoming) {
    const body = Buffer.from(await c.req.arrayBuffer());
    return body.length > maxBytes ? null : { headers: c.req.header(), body };
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) return null;
    chunks.push(chunk);
  }
  const body = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
  return { headers: flat(incoming.headers), body };
}

function flat(headers: IncomingMessage['headers']): Record<string, string> {
  const single: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) single[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return single;
}
