import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import type { Clock } from '../../std/clock.ts';
import type { SecretBox } from '../../std/crypto.ts';
import { AppError } from '../../std/errors.ts';
import { newId, type Id } from '../../std/id.ts';
import type { Channel, NoticeKind, Rule } from '../kinds.ts';
import { findRule, ruleRow, saveRule, type Address } from './rule-store.ts';

/** A rule as people write it. */
export interface RuleInput {
  enabled: boolean;
  kinds: NoticeKind[];
  workflowIds: Id[] | null;
  channel: Channel;
  emails: string[];
  /** Needed for a new rule that is not by mail; left out of a change, the address stays. */
  url?: string | undefined;
  digestHour: number | null;
  locale: string | null;
}

export interface RuleParts {
  pool: Pool;
  clock: Clock;
  secrets: SecretBox;
}

/** The only answer that holds what posts are signed with. */
export interface SavedRule {
  rule: Rule;
  /** Null unless it was made just now. */
  signingSecret: string | null;
}

/**
 * Stores a new rule, or changes one. Its address is sealed and never shown whole again. A rule that leads to a webhook
 * gets a signing secret with its first address; another address gets another secret. Throws AppError `invalid`,
 * `not_found`.
 */
export async function writeRule(
  { pool, clock, secrets }: RuleParts,
  workspaceId: Id,
  id: Id | null,
  input: RuleInput,
  by: string | null,
): Promise<SavedRule> {
  const before = id === null ? null : await findRule(pool, workspaceId, id);
  if (id !== null && !before) throw ruleNotFound();
  const ruleId = id ?? newId(clock.now());
  const kept = before?.channel === input.channel ? before : null;
  const fresh = freshAddress(input);
  if (input.channel === 'email' && input.emails.length === 0) throw missing('emails');
  if (input.channel !== 'email' && !fresh && !kept?.sealed) throw missing('url');
  const row = ruleRow(workspaceId, ruleId);
  const rule: Rule = {
    ...{ workspaceId, id: ruleId, enabled: input.enabled, kinds: input.kinds },
    ...{ workflowIds: input.workflowIds, channel: input.channel, locale: input.locale },
    emails: input.channel === 'email' ? input.emails : [],
    hint: input.channel === 'email' ? null : fresh ? hintOf(fresh.url) : kept!.hint,
    digestHour: input.digestHour,
    // Another hour begins anew; the watch sets its first time.
    digestAt: before?.digestHour === input.digestHour ? before.digestAt : null,
    createdAt: before?.createdAt ?? new Date(clock.now()),
    createdBy: before?.createdBy ?? by,
  };
  const sealed =
    input.channel === 'email' ? null : fresh ? secrets.seal(JSON.stringify(fresh), row) : kept!.sealed;
  await saveRule(pool, rule, sealed);
  return { rule, signingSecret: fresh?.secret ?? null };
}

function freshAddress({ channel, url }: RuleInput): Address | null {
  if (channel === 'email' || url === undefined) return null;
  const secret = channel === 'webhook' ? `whsec_${randomBytes(24).toString('base64')}` : null;
  return { url, secret };
}

/** Enough to know an address again: its host, and its last four characters. */
export function hintOf(url: string): string {
  const { host, pathname, search } = new URL(url);
  const rest = pathname + search;
  return rest.length > 12 ? `${host}/…${rest.slice(-4)}` : `${host}/…`;
}

export const ruleNotFound = () => new AppError('not_found', 'This rule does not exist in this workspace.');

function missing(path: string): AppError {
  const what = path === 'url' ? 'the address of the webhook' : 'at least one email address';
  return new AppError('invalid', `Give ${what}.`, { faults: [{ path, code: 'required' }] });
}
