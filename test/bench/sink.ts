import { createServer } from 'node:http';

/** The receiver: remembers which ids arrived, how often, and how long after they were sent. A process of its own. */
const seen = new Map<string, number>();
let delays: number[] = [];

const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => (body += chunk.toString()));
  request.on('end', () => {
    response.setHeader('content-type', 'application/json');
    if (request.url === '/ids') {
      response.end(JSON.stringify([...seen]));
      return;
    }
    if (request.url === '/delays') {
      response.end(JSON.stringify(delays));
      delays = [];
      return;
    }
    const { eid, sent } = JSON.parse(body) as { eid: string; sent: number };
    seen.set(eid, (seen.get(eid) ?? 0) + 1);
    delays.push(Date.now() - sent);
    response.end('{"ok":true}');
  });
});
server.keepAliveTimeout = 120_000;
server.listen(Number(process.argv[2]), '127.0.0.1', () => process.send?.('ready'));
process.on('disconnect', () => process.exit(0));
