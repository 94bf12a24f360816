-- Who did what: with one run, and in the hub at large. Both are only added to; retention takes what is old.

-- Written in the transaction that changes the run; goes with its run, so it is cut into the same weeks.
create table run_actions (
  workspace_id uuid not null,
  run_id uuid not null,
  id uuid not null,
  at timestamptz not null default now(),
  -- retry, retry_from, repeat, cancel, decide, skip; resume when a connection was mended.
  action text not null,
  params jsonb not null default '{}',
  -- person, key, or hub for what happens by itself; the name is kept as it was.
  actor_kind text not null,
  actor_id uuid,
  actor_name text,
  primary key (run_id, id)
) partition by range (run_id);
create table run_actions_default partition of run_actions default;

-- One row for each request that may change something: begun before it is carried out, so that no change is without one.
create table audit_log (
  id uuid primary key,
  -- Null for what belongs to no workspace: signing in, a password.
  workspace_id uuid,
  at timestamptz not null default now(),
  -- person, key, setup_link, nobody
  actor_kind text not null,
  actor_id uuid,
  actor_name text,
  address text,
  -- POST /w/{workspace}/runs/{run}/retry
  route text not null,
  noun text not null,
  -- What it names: [{kind, id, name}], names as they were.
  subjects jsonb not null default '[]',
  -- [{field, from, to}] for names, roles and settings; only the field for all else.
  changes jsonb not null default '[]',
  params jsonb not null default '{}',
  -- ok, the code of the error, or unknown while it is under way and when the process died in it.
  outcome text not null default 'unknown'
);
create index audit_log_by_workspace on audit_log (workspace_id, id desc);
create index audit_log_by_actor on audit_log (actor_id, id desc) where workspace_id is null;

alter table workspaces
  add column audit_retention_days int not null default 730 check (audit_retention_days between 30 and 3650),
  -- Deleted for people; its rows go in the background.
  add column deleted_at timestamptz;
