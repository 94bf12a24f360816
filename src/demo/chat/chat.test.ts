import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { systemClock } from '#std/clock.ts';
import { standardWebhookHeaders } from '#std/standard-webhooks.ts';
import { createChat } from './chat.ts';

const json = { 'content-type': 'application/json' };
const post = (
  path: string,
  body: string,
  headers: Record<string, string> = json,
  app = createChat({ clock: systemClock }),
) => app.request(path, { method: 'POST', headers, body });
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });
const card = {
  contentType: 'application/vnd.microsoft.card.adaptive',
  content: { type: 'AdaptiveCard', version: '1.4', body: [] },
};

describe('Slack', () => {
  const cases: [string, string, number, string][] = [
    ['a text', JSON.stringify({ text: 'Hi' }), 200, 'ok'],
    ['blocks alone', JSON.stringify({ blocks: [section('Hi')] }), 200, 'ok'],
    ['no JSON', '{"text":', 400, 'invalid_payload'],
    ['a list', '[]', 400, 'invalid_payload'],
    ['nothing to show', '{}', 400, 'no_text'],
    ['an empty text', '{"text":""}', 400, 'no_text'],
    [
      'a section that is too long',
      JSON.stringify({ blocks: [section('x'.repeat(3_001))] }),
      400,
      'invalid_blocks',
    ],
  ];
  for (const [name, body, status, word] of cases) {
    test(`${name} is answered ${status} ${word}`, async () => {
      const answer = await post('/slack/T0/B0/x', body);
      assert.deepEqual([answer.status, await answer.text()], [status, word]);
    });
  }

  test('a body that is not said to be JSON is not read', async () => {
    assert.equal((await post('/slack/x', '{"text":"Hi"}', { 'content-type': 'text/plain' })).status, 400);
  });
});

describe('Teams', () => {
  const cases: [string, unknown, number][] = [
    ['a message with a card', { type: 'message', attachments: [card] }, 202],
    ['an old message card', { '@type': 'MessageCard', text: 'Hi' }, 400],
    ['a text', { text: 'Hi' }, 400],
    ['a message without cards', { type: 'message', attachments: [] }, 400],
    ['too much', { type: 'message', attachments: [card], filler: 'x'.repeat(28_672) }, 413],
  ];
  for (const [name, body, status] of cases) {
    test(`${name} is answered ${status}`, async () => {
      assert.equal((await post('/teams/x', JSON.stringify(body))).status, status);
    });
  }
});

test('the receiver of signed posts takes a right signature and refuses a wrong or an old one', async () => {
  const app = createChat({ clock: systemClock });
  const secret = 'whsec_c2VjcmV0';
  await app.request('/webhook/a/secret', { method: 'PUT', headers: json, body: JSON.stringify({ secret }) });
  const send = async (now: number, body: string) => {
    const headers = standardWebhookHeaders(secret, { id: '1', now, body: '{}' });
    return (await post('/webhook/a', body, { ...json, ...headers }, app)).status;
  };
  assert.equal(await send(systemClock.now(), '{}'), 204);
  assert.equal(await send(systemClock.now(), '{"a":1}'), 401);
  assert.equal(await send(systemClock.now() - 600_000, '{}'), 401);
});
