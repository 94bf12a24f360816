import { isObject, type Json } from '#std/json.ts';

/** What a chat answers to a post, as its vendor does. */
export interface Verdict {
  status: number;
  body: string;
}

/** Block Kit: texts up to 3,000 characters, headers up to 150, 50 blocks (Slack docs, Block Kit, read 2026-11). */
const blockLimits: Record<string, number> = { section: 3_000, header: 150 };

/**
 * How Slack takes a post to an incoming webhook: 200 `ok`, or a word that says what is wrong (Slack docs, "Handling errors"
 * of incoming webhooks and the change of 2016-05-17, read 2026-11).
 */
export function slackVerdict(payload: Json | undefined): Verdict {
  const refuse = (body: string): Verdict => ({ status: 400, body });
  if (!isObject(payload)) return refuse('invalid_payload');
  const { text, blocks, attachments } = payload;
  if (text !== undefined && typeof text !== 'string') return refuse('invalid_payload');
  if (blocks !== undefined) {
    if (!Array.isArray(blocks) || blocks.length > 50) return refuse('invalid_blocks');
    if (!blocks.every(isBlock)) return refuse('invalid_blocks');
  }
  const has = (value: Json | undefined) => Array.isArray(value) && value.length > 0;
  if (!text && !has(blocks) && !has(attachments)) return refuse('no_text');
  return { status: 200, body: 'ok' };
}

function isBlock(block: Json): boolean {
  if (!isObject(block) || typeof block['type'] !== 'string') return false;
  const most = blockLimits[block['type']];
  if (most === undefined) return true;
  const { text } = block;
  if (text === undefined) return block['type'] === 'section' && Array.isArray(block['fields']);
  if (!isObject(text) || (text['type'] !== 'mrkdwn' && text['type'] !== 'plain_text')) return false;
  const words = text['text'];
  return typeof words === 'string' && words.length > 0 && words.length <= most;
}

/**
 * How a Teams webhook of the Workflows app takes a post: 202 without a body when it is a message with adaptive cards. Old
 * message cards and plain texts are refused, and so is what is over 28 KB (Microsoft Learn, "Create incoming webhooks
 * with Workflows", read 2026-11).
 */
export function teamsVerdict(payload: Json | undefined, bytes: number): Verdict {
  const refuse = (message: string): Verdict => ({
    status: 400,
    body: JSON.stringify({ error: { code: 'TriggerInputSchemaMismatch', message } }),
  });
  if (bytes > 28_672) return { status: 413, body: '' };
  if (!isObject(payload)) return refuse('The body is not a JSON object.');
  const cards = payload['attachments'];
  if (payload['type'] !== 'message' || !Array.isArray(cards) || cards.length === 0) {
    return refuse('A message with at least one attachment is required.');
  }
  return cards.every(isCard)
    ? { status: 202, body: '' }
    : refuse('Every attachment must be an Adaptive Card with a version and a body.');
}

function isCard(card: Json): boolean {
  if (!isObject(card) || card['contentType'] !== 'application/vnd.microsoft.card.adaptive') return false;
  const { content } = card;
  if (!isObject(content) || content['type'] !== 'AdaptiveCard') return false;
  return typeof content['version'] === 'string' && Array.isArray(content['body']);
}
