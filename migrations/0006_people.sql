-- Members, invitations, forgotten passwords, and a second factor at sign-in.

alter table "user"
  add column "twoFactorEnabled" boolean,
  -- Language of mails to this person; null: nobody said.
  add column "language" text,
  add column "lastSeenAt" timestamptz;

-- better-auth's two-factor plugin (1.7.25): secret and codes are encrypted with a key that follows from the instance's secret.
create table "twoFactor" (
  "id" uuid default pg_catalog.gen_random_uuid() not null primary key,
  "secret" text not null,
  "backupCodes" text not null,
  "userId" uuid not null unique references "user" ("id") on delete cascade,
  "verified" boolean default true,
  "failedVerificationCount" integer default 0,
  "lockedUntil" timestamptz
);

-- An invitation is a link; of its token only the hash is kept. Making the link again makes the one before void.
alter table "invitation" add column "tokenHash" bytea;
create unique index "invitation_tokenHash_idx" on "invitation" ("tokenHash");
create unique index "invitation_open_idx" on "invitation" ("organizationId", "email") where "status" = 'pending';

create table reset_links (
  token_hash bytea primary key,
  user_id uuid not null references "user" ("id") on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index reset_links_by_user on reset_links (user_id);

-- Tries within a window of time, shared by all processes. `key` is hashed where it would name a person.
create table tries (
  key text primary key,
  count int not null,
  until timestamptz not null
);
create index tries_by_until on tries (until);
