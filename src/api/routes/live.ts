import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Clock } from '#std/clock.ts';
import type { Live, News } from '../live.ts';
import { table } from '../route.ts';
import type { Route } from '../route.ts';

const heartbeatMs = 15_000;
/** A stream ends after half an hour; the browser comes back. */
const mostBeats = 120;

/**
 * Live updates as server-sent events.
 * @param passes whether the walls would let this request in now; asked at every beat, so that whoever was removed or
 * signed out meanwhile hears nothing more
 */
export function liveRoutes(
  live: Live,
  clock: Clock,
  passes: (c: Context, path: string) => Promise<boolean>,
): Route[] {
  const { routes, inWorkspace } = table('live');
  inWorkspace('viewer', {
    method: 'get',
    path: '/live',
    summary: 'Server-sent events: `changed` with {topics, sequence} whenever something changed',
    answer: z.string(),
    handle: async ({ context, workspaceId }) => {
      // Proxies that collect answers would hold the events back.
      context.header('x-accel-buffering', 'no');
      const last = Number.parseInt(context.req.header('last-event-id') ?? '', 10);
      const answer = streamSSE(context, async (stream) => {
        const send = (news: News) =>
          stream.writeSSE({ event: 'changed', id: String(news.sequence), data: JSON.stringify(news) });
        const over = new AbortController();
        stream.onAbort(() => over.abort());
        const leave = live.listen(workspaceId, Number.isNaN(last) ? null : last, {
          changed: (news) => void send(news),
          closed: () => over.abort(),
        });
        try {
          await stream.write('retry: 2000\n\n');
          for (let beat = 0; beat < mostBeats && !over.signal.aborted; beat++) {
            await clock.sleep(heartbeatMs, over.signal);
            if (over.signal.aborted) break;
            if (!(await passes(context, routes[0]!.path))) break;
            await stream.write(': here\n\n');
          }
        } finally {
          leave();
        }
      });
      // Kept open for another request, the connection would hold up a hub that closes.
      answer.headers.set('connection', 'close');
      return answer;
    },
  });
  return routes;
}
