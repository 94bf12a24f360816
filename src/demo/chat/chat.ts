import { Hono } from 'hono';
import { html } from 'hono/html';
import { page, type Html } from '#kit/emulator/page.ts';
import type { Clock } from '#std/clock.ts';
import { equalInConstantTime } from '#std/hmac.ts';
import { at, isObject, parseJson, type Json } from '#std/json.ts';
import { signStandardWebhook } from '#std/standard-webhooks.ts';
import { slackVerdict, teamsVerdict, type Verdict } from './rules.ts';

/** A post as it arrived, and what was answered. */
export interface Post {
  receivedAt: string;
  place: 'slack' | 'teams' | 'webhook';
  channel: string;
  status: number;
  answer: string;
  payload: Json | null;
  /** `webhook-id` of a signed post. */
  id: string | null;
  /** Whether the signature was right; null where none is checked. */
  signed: boolean | null;
}

const mostPosts = 200;
const toleranceSeconds = 300;

/**
 * Chats that take what Slack and Teams take and refuse what they refuse, each path below them a channel of its own, and a
 * receiver of signed posts. The receiver checks signatures with the secret that was given it by
 * `PUT /chat/webhook/<channel>/secret {secret}`; without one it takes everything and says so.
 */
export function createChat({ clock }: { clock: Clock }): Hono {
  const posts: Post[] = [];
  const secrets = new Map<string, string>();
  const app = new Hono({ strict: false });
  const keep = (post: Omit<Post, 'receivedAt'>) => {
    posts.unshift({ ...post, receivedAt: new Date(clock.now()).toISOString() });
    posts.splice(mostPosts);
  };
  app.get('/', (c) => c.html(chatPage(posts)));
  app.get('/messages.json', (c) => c.json({ posts }));
  for (const place of ['slack', 'teams'] as const) {
    app.post(`/${place}/:channel{.+}`, async (c) => {
      const bytes = new Uint8Array(await c.req.arrayBuffer());
      const isJson = /^application\/json\b/.test(c.req.header('content-type') ?? '');
      const payload = isJson ? parseJson(bytes) : undefined;
      const verdict: Verdict =
        place === 'slack' ? slackVerdict(payload) : teamsVerdict(payload, bytes.byteLength);
      const { status, body: answer } = verdict;
      const channel = c.req.param('channel') ?? '';
      keep({ place, channel, status, answer, payload: payload ?? null, id: null, signed: null });
      return c.body(answer, status as 200);
    });
  }
  app.put('/webhook/:channel/secret', async (c) => {
    const asked = (await c.req.json().catch(() => null)) as { secret?: unknown } | null;
    if (typeof asked?.secret !== 'string') return c.text('Send {"secret": "whsec_…"}.', 400);
    secrets.set(c.req.param('channel'), asked.secret);
    return c.body(null, 204);
  });
  app.post('/webhook/:channel', async (c) => {
    const channel = c.req.param('channel');
    const body = await c.req.text();
    const secret = secrets.get(channel);
    const id = c.req.header('webhook-id') ?? null;
    const signed = secret === undefined ? null : isSigned(secret, (name) => c.req.header(name), body, clock);
    const status = signed === false ? 401 : 204;
    const payload = parseJson(Buffer.from(body)) ?? null;
    keep({ place: 'webhook', channel, status, answer: '', payload, id, signed });
    return c.body(null, status as 204);
  });
  return app;
}

function isSigned(
  secret: string,
  header: (name: string) => string | undefined,
  body: string,
  clock: Clock,
): boolean {
  const timestamp = header('webhook-timestamp') ?? '';
  if (Math.abs(clock.now() / 1000 - Number(timestamp)) > toleranceSeconds) return false;
  const expected = signStandardWebhook(secret, header('webhook-id') ?? '', timestamp, body);
  return (header('webhook-signature') ?? '').split(' ').some((one) => equalInConstantTime(one, expected));
}

function chatPage(posts: Post[]) {
  return page({
    vendor: 'Chat',
    lang: 'en',
    accent: '#4a154b',
    strip: 'Emulated chats — nobody else reads them',
    title: 'Messages',
    nav: [
      { href: '/chat', text: 'Messages' },
      { href: '/', text: 'Emulators' },
    ],
    body: html`<p>
        Post to <code>/chat/slack/&lt;channel&gt;</code>, <code>/chat/teams/&lt;channel&gt;</code> or, signed,
        to <code>/chat/webhook/&lt;channel&gt;</code>. What the vendors refuse is refused here.
      </p>
      ${posts.length === 0 ? html`<p class="empty">No message yet.</p>` : posts.map(postCard)}`,
  });
}

function postCard(post: Post): Html {
  return html`<section class="card">
    <h2>${post.place} · ${post.channel}</h2>
    <p>
      <time datetime="${post.receivedAt}">${post.receivedAt.slice(0, 19).replace('T', ' ')}</time> · answered
      ${post.status} ${post.answer}
      ${post.signed === null ? '' : post.signed ? '· signature right' : '· signature wrong'}
    </p>
    ${linesOf(post).map((line) => html`<p style="white-space:pre-wrap;overflow-wrap:anywhere">${line}</p>`)}
  </section>`;
}

/** What the message says, as text: markup of the chats stays visible. */
function linesOf({ place, payload }: Post): string[] {
  if (place === 'webhook' || !isObject(payload)) return [JSON.stringify(payload, null, 2)];
  const parts = place === 'slack' ? payload['blocks'] : at(payload, 'attachments.0.content.body');
  const texts = (Array.isArray(parts) ? parts : []).map((part) =>
    place === 'slack' ? at(part, 'text.text') : at(part, 'text'),
  );
  const found = texts.filter((text): text is string => typeof text === 'string');
  const { text } = payload;
  return found.length > 0 ? found : [typeof text === 'string' ? text : JSON.stringify(payload)];
}
