import { createServer, type AddressInfo } from 'node:net';

/** A port that is free now, and so are the ones above it: `count` ports in all. */
export async function freePorts(count: number): Promise<number> {
  for (;;) {
    const port = await listenOnce(0);
    if (port === null || port + count > 65_535) continue;
    const above = await Promise.all(
      Array.from({ length: count - 1 }, (_, index) => listenOnce(port + 1 + index)),
    );
    if (above.every((one) => one !== null)) return port;
  }
}

function listenOnce(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => {
      const got = (server.address() as AddressInfo).port;
      server.close(() => resolve(got));
    });
  });
}
