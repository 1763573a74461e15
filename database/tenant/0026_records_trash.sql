-- What somebody deleted, for as long as it can come back. The record itself stays where it is, marked, until it is purged.
create table trash_entries (
  subject_type text        not null check (subject_type in ('customer', 'order', 'product')),
  subject_id   uuid        not null,
  -- As it was called when it was deleted.
  name         text        not null,
  actor_kind   text        not null check (actor_kind in ('person', 'connection', 'system')),
  actor_id     uuid,
  actor_name   text        not null,
  trashed_at   timestamptz not null,
  -- From then on it is gone for everybody, and the next purge leaves nothing of it.
  purge_at     timestamptz not null,
  search_text  text        generated always as (search_form(name)) stored,
  primary key (subject_type, subject_id),
  check (purge_at >= trashed_at)
);
create index trash_entries_by_time  on trash_entries (trashed_at desc, subject_id desc);
create index trash_entries_to_purge on trash_entries (purge_at);
