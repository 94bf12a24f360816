import type { Id } from '../std/id.ts';

/** What people are told of. */
export const noticeKinds = [
  /** Runs of a workflow failed for good. */
  'run.failed',
  /** Runs of a workflow wait for a person's decision. */
  'run.parked',
  /** A connection's credentials are refused. */
  'connection.broken',
  /** A source sends nothing for longer than is usual. */
  'source.silent',
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

export const channels = ['email', 'slack', 'teams', 'webhook'] as const;
export type Channel = (typeof channels)[number];

/** Which part of a trouble's life is told: it began, it goes on with more, it is over, or (in a digest) it stands. */
export type Phase = 'began' | 'more' | 'fixed' | 'stands';

/** One thing told, as it was when it was decided to tell it. Codes and names, no prose. */
export interface NoticeItem {
  noticeId: Id;
  kind: NoticeKind;
  phase: Phase;
  /** Why: a reason's code. */
  code: string;
  /** How many runs this tells of. */
  count: number;
  /** How many there were since it began. */
  total: number;
  workflow: { id: Id; name: string } | null;
  connection: { id: Id; name: string } | null;
  /** One of the runs. */
  run: { id: Id; title: string } | null;
  /** When it happened, ISO 8601. */
  at: string;
}

/** Who is told what. */
export interface Rule {
  workspaceId: Id;
  id: Id;
  enabled: boolean;
  kinds: NoticeKind[];
  /** Null: all workflows. */
  workflowIds: Id[] | null;
  channel: Channel;
  emails: string[];
  /** What may be shown of the address; null for email. */
  hint: string | null;
  /** Hour in the workspace's time zone; null: at once. */
  digestHour: number | null;
  digestAt: Date | null;
  /** Null: the workspace's language. */
  locale: string | null;
  createdAt: Date;
  createdBy: string | null;
}

/** A trouble as it stands. */
export interface Notice {
  workspaceId: Id;
  id: Id;
  kind: NoticeKind;
  subjectId: Id;
  code: string;
  total: number;
  openedAt: Date;
  lastAt: Date;
  closedAt: Date | null;
  /** Name of the workflow or the connection. */
  name: string;
  run: { id: Id; title: string } | null;
  /** Workflows it concerns: the one whose runs they are, or those that use the connection. */
  workflows: Id[];
}

/** How far a rule told of a notice. */
export interface Told {
  noticeId: Id;
  ruleId: Id;
  phase: Phase;
  total: number;
  toldAt: Date;
}
