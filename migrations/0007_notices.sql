-- Telling people: who is told what, what there is to tell, and what became of telling it. Read from `attention`,
-- `connections` and `events` by a job; nothing here is written on the way of a run.

-- Who is told what, and where.
create table notice_rules (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  id uuid not null,
  enabled boolean not null default true,
  kinds text[] not null check (cardinality(kinds) > 0),
  -- Null: all workflows.
  workflow_ids uuid[],
  channel text not null check (channel in ('email', 'slack', 'teams', 'webhook')),
  emails text[] not null default '{}',
  -- Address and signing secret as JSON, sealed for this row; null for email.
  sealed bytea,
  -- What is shown of the address: its host and last characters.
  hint text,
  -- Hour of the day in the workspace's time zone; null: at once.
  digest_hour smallint check (digest_hour between 0 and 23),
  digest_at timestamptz,
  -- Null: the workspace's language.
  locale text,
  created_at timestamptz not null default now(),
  created_by text,
  primary key (workspace_id, id)
);

-- A trouble: one row for all runs of one workflow with one cause, however many they are.
create table notices (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  id uuid not null,
  kind text not null,
  -- The workflow, or the connection.
  subject_id uuid not null,
  code text not null,
  total bigint not null default 0,
  -- Runs that rested up to here are in `total`.
  counted_until timestamptz,
  -- Some of the newest runs.
  runs uuid[] not null default '{}',
  opened_at timestamptz not null,
  last_at timestamptz not null,
  closed_at timestamptz,
  primary key (workspace_id, id)
);
create unique index notices_open on notices (workspace_id, kind, subject_id, code) where closed_at is null;
create index notices_closed on notices (workspace_id, closed_at) where closed_at is not null;

-- How far a rule told of a notice.
create table notice_told (
  workspace_id uuid not null,
  rule_id uuid not null,
  notice_id uuid not null,
  phase text not null,
  total bigint not null,
  told_at timestamptz not null,
  primary key (workspace_id, rule_id, notice_id),
  foreign key (workspace_id, rule_id) references notice_rules (workspace_id, id) on delete cascade,
  foreign key (workspace_id, notice_id) references notices (workspace_id, id) on delete cascade
);

-- One message to one destination. Its id is what receivers know it by, however often it is sent.
create table notice_deliveries (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  id uuid not null,
  rule_id uuid not null,
  kind text not null check (kind in ('notice', 'digest', 'test')),
  channel text not null,
  -- The address for email; what is shown of it for the others.
  target text not null,
  locale text not null,
  items jsonb not null,
  status text not null default 'pending' check (status in ('pending', 'sent', 'failed', 'canceled')),
  tries int not null default 0,
  error jsonb,
  created_at timestamptz not null,
  next_at timestamptz,
  ended_at timestamptz,
  primary key (workspace_id, id)
);

-- How often a source speaks, so that its silence can be noticed.
create table notice_sources (
  workspace_id uuid not null,
  connection_id uuid not null,
  -- Set by hand; null: told by its own rhythm.
  limit_hours int check (limit_hours between 1 and 8760),
  last_event_at timestamptz,
  -- The longest silence that is usual; null while too little is known.
  usual_ms bigint,
  measured_at timestamptz,
  watched_since timestamptz not null,
  primary key (workspace_id, connection_id),
  foreign key (workspace_id, connection_id) references connections (workspace_id, id) on delete cascade
);
