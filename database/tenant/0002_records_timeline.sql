-- What happened to a record, told in order. An entry is derived from the record's state under a stable key,
-- so telling it again changes nothing.
create table timeline_entries (
  subject_type text        not null,
  subject_id   uuid        not null,
  -- What it is about, once: 'sales.order.paid:<order id>'.
  key          text        not null,
  kind         text        not null,
  at           timestamptz not null,
  detail       jsonb       not null default '{}',
  primary key (subject_type, subject_id, key)
);
create index timeline_entries_by_time on timeline_entries (subject_type, subject_id, at desc, key desc);
