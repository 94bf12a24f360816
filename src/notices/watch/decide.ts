import type { Notice, NoticeItem, Phase, Rule, Told } from '../kinds.ts';

/** Between two messages about one trouble that goes on. */
export const windowMs = 15 * 60_000;

/** What is to be told of one notice to one rule now. */
export interface Telling {
  notice: Notice;
  item: NoticeItem;
  told: Told;
}

/**
 * Whether a rule speaks of a notice at all. Runs that wait for a connection are left to the notice about the
 * connection, when the rule has that too; what was over before the rule was made is none of its business.
 */
export function concerns(rule: Rule, notice: Notice): boolean {
  if (rule.workspaceId !== notice.workspaceId || !rule.kinds.includes(notice.kind)) return false;
  if (notice.lastAt.getTime() < rule.createdAt.getTime()) return false;
  const sameCause = notice.kind === 'run.parked' && notice.code === 'needs_reconnect';
  if (sameCause && rule.kinds.includes('connection.broken')) return false;
  const { workflowIds } = rule;
  return workflowIds === null || notice.workflows.some((id) => workflowIds.includes(id));
}

/**
 * What a rule that tells at once tells now: the first at once, more at most every 15 minutes, "fixed" at once, and what
 * came back soon after that not before the 15 minutes are over.
 */
export function tellAtOnce(rule: Rule, notice: Notice, told: Told | null, now: number): Telling | null {
  if (!concerns(rule, notice)) return null;
  if (notice.closedAt !== null) {
    return told === null || told.phase === 'fixed' ? null : telling(rule, notice, told, 'fixed', now);
  }
  if (told === null) return telling(rule, notice, null, 'began', now);
  if (now - told.toldAt.getTime() < windowMs) return null;
  if (told.phase === 'fixed') return telling(rule, notice, told, 'began', now);
  return notice.total > told.total ? telling(rule, notice, told, 'more', now) : null;
}

/** What a daily digest says of a notice: news since the last one, or that it still stands. */
export function tellInDigest(rule: Rule, notice: Notice, told: Told | null, now: number): Telling | null {
  if (!concerns(rule, notice)) return null;
  if (notice.closedAt !== null) {
    return told?.phase === 'fixed' ? null : telling(rule, notice, told, 'fixed', now);
  }
  if (told === null || told.phase === 'fixed') return telling(rule, notice, told, 'began', now);
  return telling(rule, notice, told, notice.total > told.total ? 'more' : 'stands', now);
}

function telling(rule: Rule, notice: Notice, told: Told | null, phase: Phase, now: number): Telling {
  const { kind, code, total, id: noticeId, run, subjectId, name } = notice;
  const subject = { id: subjectId, name };
  const ofRuns = kind === 'run.failed' || kind === 'run.parked';
  const count = phase === 'fixed' || phase === 'stands' ? total : total - (told?.total ?? 0);
  return {
    notice,
    told: { noticeId, ruleId: rule.id, phase, total, toldAt: new Date(now) },
    item: {
      ...{ noticeId, kind, phase, code, run, total },
      count: Math.max(1, count),
      workflow: ofRuns ? subject : null,
      connection: ofRuns ? null : subject,
      at: (notice.closedAt ?? notice.lastAt).toISOString(),
    },
  };
}
