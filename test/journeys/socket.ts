import { connect } from 'node:net';

/** What came back over a socket, as text; status 0 when nothing did. */
export interface RawAnswer {
  status: number;
  text: string;
}

/**
 * Sends bytes as they are, which no client does, and reads until the other side closes or says nothing more.
 * @param quietMs how long to wait for more
 */
export async function sendRaw(origin: string, bytes: string | Buffer, quietMs = 2_000): Promise<RawAnswer> {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  // A refusal may come while we still send.
  socket.on('error', () => socket.destroy());
  socket.setTimeout(quietMs, () => socket.destroy());
  socket.write(bytes);
  await new Promise((resolve) => socket.once('close', resolve));
  const text = Buffer.concat(chunks).toString('latin1');
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), text };
}
