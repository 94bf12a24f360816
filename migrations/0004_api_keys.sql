-- Keys for programs. Only the SHA-256 of a key is kept; a key has 256 bits of chance, so no salt is needed.
create table api_keys (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  id uuid not null,
  name text not null,
  role text not null check (role in ('admin', 'editor', 'viewer')),
  key_hash bytea not null unique,
  ending text not null,
  created_by uuid,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  primary key (workspace_id, id)
);
