/** Telling people, as the API answers and takes it; part of `contract.ts`. */
import type { Reason } from '../domain/status.ts';
import type { NoticeKind } from '../notices/kinds.ts';

// GET /notices → NoticeRules · POST /notices NoticeRuleInput → NoticeRuleAnswer · PUT /notices/:rule NoticeRuleInput → NoticeRuleAnswer
// DELETE /notices/:rule · POST /notices/:rule/test {} → NoticeDelivery[] · GET /notices/deliveries?cursor=&limit= → Page<NoticeDelivery>
// GET /notices/sources → NoticeSource[] · PUT /notices/sources/:connection {hours: number | null}
export type { NoticeKind };
export interface NoticeRule {
  id: string;
  enabled: boolean;
  kinds: NoticeKind[];
  /** Null: all workflows. */
  workflows: { id: string; name: string }[] | null;
  channel: 'email' | 'slack' | 'teams' | 'webhook';
  emails: string[];
  /** What may be shown of the address: its host and last characters. */
  hint: string | null;
  /** Hour in the workspace's time zone; null: at once. */
  digestHour: number | null;
  /** The next digest. */
  digestAt: string | null;
  /** Null: the workspace's language. */
  locale: string | null;
  createdAt: string;
  createdBy: string | null;
}
export interface NoticeRules {
  rules: NoticeRule[];
  /** Whether mails can be sent. */
  mail: boolean;
}
/** What is left out: on, all workflows, at once, the workspace's language. `url` may be left out of a change: it stays. */
export interface NoticeRuleInput {
  enabled?: boolean;
  kinds: NoticeKind[];
  workflows?: string[] | null;
  channel: NoticeRule['channel'];
  emails?: string[];
  url?: string;
  digestHour?: number | null;
  locale?: string | null;
}
/** The secret that posts of a rule are signed with is told once, when a webhook's address was set. */
export interface NoticeRuleAnswer {
  rule: NoticeRule;
  signingSecret: string | null;
}
/** One message to one destination. */
export interface NoticeDelivery {
  id: string;
  rule: string;
  kind: 'notice' | 'digest' | 'test';
  channel: NoticeRule['channel'];
  target: string;
  notices: {
    kind: NoticeKind;
    phase: 'began' | 'more' | 'fixed' | 'stands';
    code: string;
    count: number;
    workflow: { id: string; name: string } | null;
    connection: { id: string; name: string } | null;
  }[];
  status: 'pending' | 'sent' | 'failed' | 'canceled';
  tries: number;
  error: Reason | null;
  createdAt: string;
  /** The next try. */
  nextAt: string | null;
  endedAt: string | null;
}
export interface NoticeSource {
  connection: { id: string; name: string; connector: string };
  /** Set by hand; null: its own rhythm tells. */
  limitHours: number | null;
  /** The longest silence that is usual; null while too little is known. */
  usualHours: number | null;
  lastEventAt: string | null;
}
