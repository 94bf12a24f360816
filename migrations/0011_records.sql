-- Records of CRMs, whether the hub owns them or mirrors them. Written by `src/records/` alone. Every table is keyed by
-- workspace and connection: a CRM is a connection. No foreign keys on what grows with records (ADR 0002): rows of a
-- connection that is gone are taken away in slices.

-- A workspace has at most one CRM of its own.
create unique index connections_own_crm on connections (workspace_id) where connector = 'crm';

-- ── What a CRM is made of ───────────────────────────────────────────────────────────────────────────────────────────
-- Kinds of records. `spec` holds what src/domain/records/object.ts calls ObjectType.
create table crm_objects (
  workspace_id uuid not null,
  connection_id uuid not null,
  id text not null,
  name text not null,
  spec jsonb not null,
  position int not null default 0,
  primary key (workspace_id, connection_id, name),
  unique (workspace_id, connection_id, id),
  foreign key (workspace_id, connection_id) references connections (workspace_id, id) on delete cascade
);

-- Kinds of associations, one row a direction.
create table association_types (
  workspace_id uuid not null,
  connection_id uuid not null,
  from_object text not null,
  to_object text not null,
  category text not null,
  type_id int not null,
  label text,
  inverse int not null,
  single boolean not null default false,
  primary key (workspace_id, connection_id, from_object, to_object, category, type_id),
  foreign key (workspace_id, connection_id) references connections (workspace_id, id) on delete cascade
);

create table properties (
  workspace_id uuid not null,
  connection_id uuid not null,
  object text not null,
  name text not null,
  label text not null,
  description text not null default '',
  type text not null,
  field_type text not null,
  group_name text not null default '',
  options jsonb not null default '[]',
  references_to text check (references_to in ('owner', 'pipeline', 'stage')),
  format text,
  required boolean not null default false,
  is_unique boolean not null default false,
  read_only boolean not null default false,
  hidden boolean not null default false,
  custom boolean not null default false,
  position int not null default 0,
  -- Which of the six ordered places of a record its values stand in, so that a list sorted by it needs no sorting.
  slot smallint check (slot between 1 and 6),
  archived_at timestamptz,
  primary key (workspace_id, connection_id, object, name),
  foreign key (workspace_id, connection_id) references connections (workspace_id, id) on delete cascade
);

create table pipelines (
  workspace_id uuid not null,
  connection_id uuid not null,
  object text not null,
  id text not null,
  label text not null,
  position int not null default 0,
  primary key (workspace_id, connection_id, object, id),
  foreign key (workspace_id, connection_id) references connections (workspace_id, id) on delete cascade
);

create table stages (
  workspace_id uuid not null,
  connection_id uuid not null,
  object text not null,
  pipeline_id text not null,
  id text not null,
  label text not null,
  -- HubSpot's: probability and isClosed of a deal's stage, ticketState of a ticket's.
  metadata jsonb not null default '{}',
  position int not null default 0,
  primary key (workspace_id, connection_id, object, pipeline_id, id),
  foreign key (workspace_id, connection_id, object, pipeline_id)
    references pipelines (workspace_id, connection_id, object, id) on delete cascade
);

create table owners (
  workspace_id uuid not null,
  connection_id uuid not null,
  id text not null,
  email text,
  first_name text not null default '',
  last_name text not null default '',
  archived_at timestamptz,
  primary key (workspace_id, connection_id, id),
  foreign key (workspace_id, connection_id) references connections (workspace_id, id) on delete cascade
);

-- ── Records ─────────────────────────────────────────────────────────────────────────────────────────────────────────
-- Ids of records of the built-in CRM, as people see them.
create sequence record_numbers start 1001;

create table records (
  workspace_id uuid not null,
  connection_id uuid not null,
  id uuid not null,
  object text not null,
  -- The CRM's own id.
  external_id text not null,
  -- Current values by property, as texts; a property without a value is not there.
  "values" jsonb not null,
  revision int not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  archived_at timestamptz,
  merged_into uuid,
  -- What free text finds it by.
  words tsvector not null default '',
  -- What equality finds it by: `city=oslo`.
  keys text[] not null default '{}',
  -- Six values as texts that sort as the values do (properties.slot).
  sorts text[] not null default '{}',
  primary key (workspace_id, connection_id, id)
) with (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
create unique index records_external on records (workspace_id, connection_id, object, external_id);
create index records_newest on records (workspace_id, connection_id, object, created_at, id) where archived_at is null;
create index records_changed on records (workspace_id, connection_id, object, updated_at, id) where archived_at is null;
create index records_archived on records (workspace_id, connection_id, object, archived_at, id) where archived_at is not null;
create index records_words on records using gin (words);
create index records_keys on records using gin (keys);
create index records_sorted_1 on records (workspace_id, connection_id, object, (sorts[1]) collate "C", id) where archived_at is null;
create index records_sorted_2 on records (workspace_id, connection_id, object, (sorts[2]) collate "C", id) where archived_at is null;
create index records_sorted_3 on records (workspace_id, connection_id, object, (sorts[3]) collate "C", id) where archived_at is null;
create index records_sorted_4 on records (workspace_id, connection_id, object, (sorts[4]) collate "C", id) where archived_at is null;
create index records_sorted_5 on records (workspace_id, connection_id, object, (sorts[5]) collate "C", id) where archived_at is null;
create index records_sorted_6 on records (workspace_id, connection_id, object, (sorts[6]) collate "C", id) where archived_at is null;

-- Values that no two records of an object share, while they are not archived. `value` in lower case; long ones hashed.
create table record_uniques (
  workspace_id uuid not null,
  connection_id uuid not null,
  object text not null,
  property text not null,
  value text not null,
  record_id uuid not null,
  primary key (workspace_id, connection_id, object, property, value)
);
create index record_uniques_record on record_uniques (workspace_id, connection_id, record_id);

-- Every value a property had; only added to.
create table record_values (
  workspace_id uuid not null,
  connection_id uuid not null,
  record_id uuid not null,
  property text not null,
  seq bigint generated always as identity,
  value text,
  at timestamptz not null,
  source text not null,
  detail text,
  primary key (workspace_id, connection_id, record_id, property, seq)
);

create table associations (
  workspace_id uuid not null,
  connection_id uuid not null,
  from_id uuid not null,
  to_object text not null,
  to_id uuid not null,
  category text not null,
  type_id int not null,
  from_object text not null,
  created_at timestamptz not null,
  primary key (workspace_id, connection_id, from_id, to_object, to_id, category, type_id)
);

-- What happened to records, in the order it was written; what enrolls workflows reads it. A transaction that began
-- earlier may commit later with lower numbers: who reads on takes only rows whose `xid` is below
-- pg_snapshot_xmin(pg_current_snapshot()), in the order of xid and seq.
create table record_changes (
  seq bigint generated always as identity primary key,
  xid xid8 not null default pg_current_xact_id(),
  workspace_id uuid not null,
  connection_id uuid not null,
  object text not null,
  record_id uuid not null,
  kind text not null,
  property text,
  old text,
  new text,
  -- The other record of an association or a merge.
  other_id uuid,
  at timestamptz not null,
  source text not null,
  detail text
);
create index record_changes_record on record_changes (workspace_id, connection_id, record_id, seq desc);

-- What people read on a record's page beside its changes: notes, and what happened elsewhere.
create table timeline_entries (
  workspace_id uuid not null,
  connection_id uuid not null,
  record_id uuid not null,
  id uuid not null,
  kind text not null,
  title text not null,
  body text not null default '',
  data jsonb not null default '{}',
  at timestamptz not null,
  source text not null,
  detail text,
  primary key (workspace_id, connection_id, record_id, id)
);
create index timeline_entries_at on timeline_entries (workspace_id, connection_id, record_id, at desc, id desc);
