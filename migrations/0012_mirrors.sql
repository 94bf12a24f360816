-- How far the mirror of a connected CRM is, an object a row. Written by src/records/mirror/.
create table mirrors (
  workspace_id uuid not null,
  connection_id uuid not null,
  object text not null,
  state text not null check (state in ('importing', 'live', 'paused')),
  -- The page of the first import to read next; it moves in the transaction that stores the page before it.
  cursor text,
  imported bigint not null default 0,
  -- As the vendor says; null where it does not.
  total bigint,
  began_at timestamptz not null,
  finished_at timestamptz,
  -- Everything that changed before is in the mirror.
  complete_until timestamptz not null,
  checked_at timestamptz,
  -- Records a reading found changed that no webhook had told of.
  found_late bigint not null default 0,
  error text,
  primary key (workspace_id, connection_id, object),
  foreign key (workspace_id, connection_id) references connections (workspace_id, id) on delete cascade
);
