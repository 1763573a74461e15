-- Who did what to which record, written in the transaction of the deed. Nobody may change or remove a line.
create table audit_entries (
  id           bigint generated always as identity primary key,
  at           timestamptz not null,
  actor_kind   text        not null check (actor_kind in ('person', 'connection', 'system')),
  actor_id     uuid,
  actor_name   text        not null,
  action       text        not null,
  subject_type text        not null,
  subject_id   uuid        not null,
  subject_name text        not null,
  change       jsonb       not null,
  request_id   text,
  ip           text
);
create index audit_entries_by_time    on audit_entries (at desc, id desc);
create index audit_entries_by_subject on audit_entries (subject_type, subject_id, id desc);
create index audit_entries_by_actor   on audit_entries (actor_id, id desc);
create index audit_entries_by_action  on audit_entries (action, id desc);
revoke update, delete, truncate on audit_entries from kaunter_app;
