-- Records of connected CRMs that a webhook told of and that are to be read again. A record told of once more while it is
-- being read gets another version, so that its row outlives that reading. Written by src/records/mirror/.
create table mirror_pending (
  workspace_id uuid not null,
  connection_id uuid not null,
  object text not null,
  external_id text not null,
  version int not null default 1,
  told_at timestamptz not null default now(),
  primary key (workspace_id, connection_id, object, external_id),
  foreign key (workspace_id, connection_id) references connections (workspace_id, id) on delete cascade
);
