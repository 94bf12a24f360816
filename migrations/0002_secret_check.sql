-- A known text sealed with the hub's secret: a start with another secret fails here, before it can do harm.
create table secret_check (
  single boolean primary key default true check (single),
  sealed bytea not null
);
