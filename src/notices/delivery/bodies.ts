import { showId } from '../../std/id.ts';
import type { Json, JsonObject } from '../../std/json.ts';
import type { NoticeItem } from '../kinds.ts';
import type { Words } from '../mail/texts.ts';
import type { Delivery } from './delivery-store.ts';
import type { Sender } from './wording.ts';

/** Slack cuts a section's text at 3,000 characters and a header at 150 (Slack docs, Block Kit, read 2026-11). */
const sectionLength = 2_900;
/** A Teams message may be 28 KB (Microsoft Learn, Teams limits, read 2026-11). */
const cardLength = 18_000;

/**
 * A message for a Slack incoming webhook: `text` is what notifications show, the section what the channel shows. `&`, `<`
 * and `>` are escaped, or a title could mention people or become a link (Slack docs, "Formatting text", read 2026-11).
 */
export function slackBody({ subject, text }: Words): JsonObject {
  const escape = (plain: string) =>
    plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const section = (plain: string): Json => ({
    type: 'section',
    text: { type: 'mrkdwn', text: plain, verbatim: false },
  });
  const title = `*${escape(subject).replaceAll('*', '∗')}*`;
  return {
    text: escape(subject),
    blocks: [section(title), section(escape(text.slice(0, sectionLength)))],
    unfurl_links: false,
  };
}

/**
 * A message for a Teams webhook made with the Workflows app: a `message` with one Adaptive Card (Microsoft Learn, "Create
 * incoming webhooks with Workflows", read 2026-11). Text blocks read some Markdown, so its signs are escaped.
 */
export function teamsBody({ subject, text }: Words, link: string): JsonObject {
  const escape = (plain: string) => plain.replace(/[\\`*_[\]#~|]/g, '\\$&');
  const lines = text.replace(link, '').trimEnd();
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          body: [
            { type: 'TextBlock', text: escape(subject), weight: 'Bolder', size: 'Medium', wrap: true },
            { type: 'TextBlock', text: escape(lines.slice(0, cardLength)), wrap: true },
          ],
          actions: [{ type: 'Action.OpenUrl', title: 'Countersign', url: link }],
        },
      },
    ],
  };
}

/** A message for a program: codes and parameters, no prose. `type` is `notice`, `notice.digest` or `notice.test`. */
export function webhookBody(delivery: Delivery, sender: Sender): JsonObject {
  return {
    type: delivery.kind === 'notice' ? 'notice' : `notice.${delivery.kind}`,
    timestamp: delivery.createdAt.toISOString(),
    data: {
      workspace: { id: showId('workspace', sender.workspaceId), name: sender.workspace },
      notices: delivery.items.map(shown),
    },
  };
}

function shown({ workflow, connection, run, ...item }: NoticeItem): JsonObject {
  return {
    kind: item.kind,
    phase: item.phase,
    code: item.code,
    count: item.count,
    total: item.total,
    at: item.at,
    noticeId: item.noticeId,
    workflow: workflow && { ...workflow, id: showId('workflow', workflow.id) },
    connection: connection && { ...connection, id: showId('connection', connection.id) },
    run: run && { ...run, id: showId('run', run.id) },
  };
}
