-- Words people sort their workflows by; few, and read with the workflow.
alter table workflows add column tags text[] not null default '{}';
