-- The foundation: workspaces, connections, workflows, and the durable path event → run → attempt.
-- Hot tables carry no foreign keys and no index over a column that changes (ADR 0002): their rows are written by one
-- folder each, and updates stay HOT.

create table workspaces (
  id uuid primary key,
  name text not null,
  demo boolean not null default false,
  locale text not null default 'en',
  time_zone text not null default 'UTC',
  retention_days int not null default 90 check (retention_days between 1 and 3650),
  created_at timestamptz not null default now()
);

-- One number that grows with every change of what intake caches (endpoints, secrets, published versions).
create table catalog_epoch (
  single boolean primary key default true check (single),
  epoch bigint not null
);
insert into catalog_epoch (epoch) values (1);

-- ── connections/ ────────────────────────────────────────────────────────────────────────────────────────────────────
create table connections (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  id uuid not null,
  connector text not null,
  name text not null,
  environment text not null,
  auth_method text not null,
  account text,
  settings jsonb not null default '{}',
  status text not null default 'active' check (status in ('active', 'needs_reconnect', 'disabled')),
  status_reason jsonb,
  created_at timestamptz not null default now(),
  tested_at timestamptz,
  primary key (workspace_id, id),
  unique (id),
  unique (workspace_id, name)
);

-- AES-256-GCM: key id, nonce and tag inside the ciphertext; the row's identity is associated data.
create table credentials (
  workspace_id uuid not null,
  connection_id uuid not null,
  sealed bytea not null,
  revision int not null default 1,
  expires_at timestamptz,
  refresh_owner text,
  refresh_until timestamptz,
  updated_at timestamptz not null default now(),
  primary key (workspace_id, connection_id),
  foreign key (workspace_id, connection_id) references connections (workspace_id, id) on delete cascade
);

create table endpoints (
  workspace_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  -- The secret part of the address, sealed (it must be shown again) and as a hash (it must be compared).
  url_secret_sealed bytea not null,
  url_secret_hash bytea not null,
  -- What the vendor gave when it registered our address; null until then, or for set-up by hand.
  subscription jsonb,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (id),
  foreign key (workspace_id, connection_id) references connections (workspace_id, id) on delete cascade
);

create table endpoint_secrets (
  workspace_id uuid not null,
  endpoint_id uuid not null,
  id uuid not null,
  sealed bytea not null,
  created_at timestamptz not null default now(),
  retired_at timestamptz,
  primary key (workspace_id, endpoint_id, id),
  foreign key (workspace_id, endpoint_id) references endpoints (workspace_id, id) on delete cascade
);

-- Counted by intake in batches; never on the path of an answer.
create table endpoint_counts (
  endpoint_id uuid primary key,
  received bigint not null default 0,
  duplicates bigint not null default 0,
  refused bigint not null default 0,
  unrecognized bigint not null default 0,
  last_received_at timestamptz,
  last_refused_at timestamptz,
  last_refused_reason text
);

-- GCRA: the theoretical arrival time of the next call, by database time; one row per account at a vendor.
create table budgets (
  account_key text primary key,
  next_at timestamptz not null
) with (fillfactor = 50);

-- How far a connection's changes were read; moves in the transaction that stores what was found.
create table watermarks (
  workspace_id uuid not null,
  connection_id uuid not null,
  complete_until timestamptz not null,
  range_until timestamptz,
  cursor jsonb,
  checked_at timestamptz,
  found_late bigint not null default 0,
  primary key (workspace_id, connection_id),
  foreign key (workspace_id, connection_id) references connections (workspace_id, id) on delete cascade
);

create table oauth_states (
  state_hash bytea primary key,
  workspace_id uuid not null references workspaces (id) on delete cascade,
  sealed bytea not null,
  expires_at timestamptz not null
);

-- ── catalog/ ────────────────────────────────────────────────────────────────────────────────────────────────────────
create table workflows (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  id uuid not null,
  name text not null,
  status text not null default 'draft' check (status in ('draft', 'published', 'paused')),
  draft jsonb not null,
  draft_revision int not null default 1,
  version_id uuid,
  -- Deleted for people; kept because runs under way and the history still need its versions.
  deleted_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (id)
);

create table workflow_versions (
  workspace_id uuid not null,
  id uuid not null,
  workflow_id uuid not null,
  number int not null,
  definition jsonb not null,
  published_at timestamptz not null default now(),
  published_by text,
  primary key (workspace_id, id),
  unique (id),
  unique (workflow_id, number),
  foreign key (workspace_id, workflow_id) references workflows (workspace_id, id) on delete cascade
);

-- ── runs/ ───────────────────────────────────────────────────────────────────────────────────────────────────────────
create table seen (
  source_id uuid not null,
  hash bytea not null,
  at timestamptz not null default now(),
  primary key (source_id, hash)
);
create index seen_at on seen using brin (at);

create table events (
  id uuid primary key,
  workspace_id uuid not null,
  source_id uuid not null,
  trigger text,
  -- How it reached us: webhook, changes (found by reading), backfill, manual.
  via text not null,
  -- Which fact of the body this is, when one body tells several.
  part smallint not null default 0,
  title text,
  occurred_at timestamptz,
  -- recognized, ignored (known, of no interest to any trigger), unrecognized (kept and shown)
  outcome text not null default 'recognized',
  headers jsonb,
  body bytea
) partition by range (id);
create table events_default partition of events default;
create index events_by_time on events (workspace_id, id desc);

create table runs (
  id uuid primary key,
  workspace_id uuid not null,
  workflow_id uuid not null,
  version_id uuid not null,
  event_id uuid not null,
  status text not null default 'pending',
  -- Why it rests where it rests: a code and parameters for the console.
  reason jsonb,
  rested_at timestamptz,
  -- The run this one repeats, when a person asked for it.
  repeats uuid
) partition by range (id);
create table runs_default partition of runs default with (fillfactor = 85);
create index runs_by_time on runs (workspace_id, id desc);
create index runs_by_workflow on runs (workflow_id, id desc);
create index runs_by_event on runs (event_id);

create table attempts (
  run_id uuid not null,
  step text not null,
  n int not null,
  status text not null check (status in ('running', 'succeeded', 'failed', 'unknown')),
  trigger text not null default 'scheduled',
  action text not null,
  connection_id uuid,
  error jsonb,
  http int,
  started_at timestamptz not null,
  ms int,
  next_at timestamptz,
  -- What went out and came back, as sent and received, secrets masked, cut at 256 KB a body.
  detail bytea,
  output jsonb,
  -- A person let the run go through this step again: what it gave counts no more.
  superseded boolean not null default false,
  primary key (run_id, step, n)
) partition by range (run_id);
create table attempts_default partition of attempts default;

create table terms (
  run_id uuid not null,
  workspace_id uuid not null,
  words tsvector not null
) partition by range (run_id);
create table terms_default partition of terms default;
create index terms_words on terms using gin (words) with (fastupdate = on);
create index terms_by_time on terms (workspace_id, run_id desc);

-- Runs that rest somewhere else than at completed or canceled: waiting for a retry, failed, parked.
create table attention (
  workspace_id uuid not null,
  run_id uuid not null,
  status text not null,
  code text not null,
  connection_id uuid,
  since timestamptz not null default now(),
  due_at timestamptz,
  primary key (workspace_id, run_id)
);
create index attention_by_connection on attention (connection_id, code) where connection_id is not null;

-- ── jobs/ ───────────────────────────────────────────────────────────────────────────────────────────────────────────
create table jobs (
  id uuid primary key,
  lane text not null,
  kind text not null,
  workspace_id uuid,
  run_id uuid,
  payload jsonb,
  due_at timestamptz not null default now(),
  -- Jobs with one order key run one at a time, in this order.
  order_key text,
  order_at bigint not null default 0,
  -- One job of a schedule: its name; null for the rest.
  name text,
  -- The fence of the last claim that ended in good order; a claim that finds a gap knows a worker died before it.
  settled int not null default 0,
  lease_until timestamptz,
  owner text,
  fence int not null default 0
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_cost_delay = 0);
create index jobs_due on jobs (lane, due_at) where lease_until is null;
create index jobs_leased on jobs (lease_until) where lease_until is not null;
create index jobs_order on jobs (order_key, order_at, id) where order_key is not null;
create index jobs_run on jobs (run_id) where run_id is not null;
create unique index jobs_name on jobs (name) where name is not null;

-- ── effects/ ────────────────────────────────────────────────────────────────────────────────────────────────────────
create table intents (
  id uuid primary key,
  workspace_id uuid not null,
  connection_id uuid not null,
  object text not null,
  match text not null,
  run_id uuid not null,
  -- New at every take-over: only its holder may move the intent on.
  holder uuid not null,
  -- Open: looking (nothing sent), sending (a call may go out until the deadline), unknown (it may have happened),
  -- parked (a person is asked), approved (a person said: send again). Closed: done, refused, given_up.
  status text not null,
  deadline timestamptz not null,
  -- The first call of this intent that may have reached the vendor.
  sent_at timestamptz,
  external_id text,
  created_at timestamptz not null default now()
);
-- Only one intent per target key is open at a time.
create unique index intents_open on intents (connection_id, object, md5(match))
  where status in ('looking', 'sending', 'unknown', 'parked', 'approved');
create index intents_run on intents (run_id);

create table external_links (
  workspace_id uuid not null,
  connection_id uuid not null,
  object text not null,
  match text not null,
  external_id text not null,
  run_id uuid,
  created_at timestamptz not null default now()
);
create unique index external_links_key on external_links (connection_id, object, md5(match));
create index external_links_external on external_links (connection_id, object, external_id);
