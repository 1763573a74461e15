create extension if not exists pg_trgm;

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

-- Text as it is searched: lower case, one composition, and every letter beyond ASCII spelt in ASCII, because pg_trgm sees
-- no other letters where the locale is C. 'Ñandú 小明' is found by any part of it, as fast as 'Nandu'.
-- platform/db/search.ts spells what is searched for in the same way.
create function search_form(typed text) returns text
  language sql immutable strict parallel safe
  return ' ' || translate(encode(convert_to(lower(normalize(typed, nfkc)), 'UTF8'), 'escape'), '\', 'x');
