import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A server on this machine that counts every byte it is sent. */
export interface Receiver extends AsyncDisposable {
  origin: string;
  port: number;
  /** `METHOD /path body` of each whole request. */
  seen: string[];
  connections(): number;
  /** Resolves when a first connection is open. */
  connected(): Promise<unknown>;
  /** Bytes that came in, on all connections. */
  bytes(): number;
  /** Bytes of the requests in `seen`, by what the parser read. */
  bytesOfRequests(): number;
  /** Resolves when so many requests were read whole. */
  arrived(count: number): Promise<void>;
}

/** Answers each whole request with `answer`; one that never ends the response hangs. */
export async function startReceiver(
  answer: (request: IncomingMessage, response: ServerResponse, body: string) => void,
): Promise<Receiver> {
  const seen: string[] = [];
  const sockets = new Set<Socket>();
  const waiting = new Set<() => void>();
  let parsed = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      seen.push(`${request.method ?? ''} ${request.url ?? ''} ${body}`);
      parsed += headBytes(request) + body.length;
      for (const check of waiting) check();
      answer(request, response, body);
    });
  });
  server.on('connection', (socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    seen,
    connections: () => sockets.size,
    connected: () => (sockets.size > 0 ? Promise.resolve() : once(server, 'connection')),
    bytes: () => [...sockets].reduce((sum, socket) => sum + socket.bytesRead, 0),
    bytesOfRequests: () => parsed,
    arrived: (count) =>
      new Promise((resolve) => {
        const check = () => {
          if (seen.length < count) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function headBytes(request: IncomingMessage): number {
  const line = `${request.method ?? ''} ${request.url ?? ''} HTTP/1.1\r\n`.length;
  const pairs = request.rawHeaders;
  let bytes = line + 2;
  for (let i = 0; i < pairs.length; i += 2) bytes += `${pairs[i] ?? ''}: ${pairs[i + 1] ?? ''}\r\n`.length;
  return bytes;
}
