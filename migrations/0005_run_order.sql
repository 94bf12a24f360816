-- The order key of a run outlives its job, so that a run tried again by hand waits its turn as before. Written once.
alter table runs add column order_key text, add column order_at bigint not null default 0;

-- A run has at most one job: two would perform its steps twice.
drop index jobs_run;
create unique index jobs_run on jobs (run_id) where run_id is not null;
