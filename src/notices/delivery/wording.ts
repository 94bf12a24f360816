import { showId, type Id } from '../../std/id.ts';
import type { NoticeItem } from '../kinds.ts';
import { causeIn, words, type Words } from '../mail/texts.ts';
import type { Delivery } from './delivery-store.ts';

/** Where a message comes from. */
export interface Sender {
  workspaceId: Id;
  workspace: string;
  /** Where people reach the console, without a slash at its end. */
  publicUrl: string;
}

/** A message: which text, what filled in, and where it leads. */
export interface Message {
  template: string;
  params: Record<string, string>;
  link: string;
}

/** What a delivery says. One thing is told with its own text, several as a list. */
export function messageOf(delivery: Pick<Delivery, 'kind' | 'items' | 'locale'>, sender: Sender): Message {
  const { items, kind, locale } = delivery;
  const base = `${sender.publicUrl}/w/${showId('workspace', sender.workspaceId)}`;
  const shared = { workspace: sender.workspace };
  const [only] = items;
  if (kind === 'test' || !only) {
    const link = `${base}/settings/notices`;
    return { template: 'test', params: { ...shared, link }, link };
  }
  if (items.length === 1 && kind === 'notice') {
    const link = linkOf(only, base);
    return { template: templateOf(only), params: { ...shared, ...paramsOf(only, link, locale) }, link };
  }
  const link = `${base}/attention`;
  const lines = items.map((item) => `– ${headline(item, base, locale)}\n  ${linkOf(item, base)}`).join('\n');
  const params = { ...shared, lines, link, count: String(items.length) };
  return { template: kind === 'digest' ? 'digest' : 'list', params, link };
}

/** The message in words. */
export function wordsOf(message: Message, locale: string): Words {
  return words(locale, message.template, message.params);
}

const templateOf = (item: NoticeItem) => `${item.kind}.${item.phase}`;

function headline(item: NoticeItem, base: string, locale: string): string {
  return words(locale, templateOf(item), paramsOf(item, linkOf(item, base), locale)).subject;
}

function paramsOf(item: NoticeItem, link: string, locale: string): Record<string, string> {
  return {
    workflow: item.workflow?.name ?? '',
    connection: item.connection?.name ?? '',
    run: item.run?.title ?? '',
    cause: causeIn(locale, item.code),
    count: String(item.count),
    total: String(item.total),
    link,
  };
}

/** One run leads to it, many to the history filtered, a connection to its page. */
function linkOf(item: NoticeItem, base: string): string {
  if (item.connection) return `${base}/connections/${showId('connection', item.connection.id)}`;
  if (item.run && item.total === 1) return `${base}/runs/${showId('run', item.run.id)}`;
  const status = item.kind === 'run.parked' ? 'parked' : 'failed';
  const workflow = item.workflow ? `&workflow=${showId('workflow', item.workflow.id)}` : '';
  return `${base}/history?status=${status}${workflow}`;
}
