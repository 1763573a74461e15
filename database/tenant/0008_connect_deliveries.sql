-- What a store sent, as it came. Never changed; read again on replay.
create table deliveries (
  id            uuid        primary key,
  connection_id uuid        not null references connections,
  received_at   timestamptz not null,
  topic         text        not null,
  -- The platform's id of what happened, where it sends one: the same event twice is one event.
  event_id      text,
  -- Secrets blanked before they are written.
  headers       jsonb       not null,
  -- Compressed where that pays, then sealed with the company's key and bound to this row.
  body          bytea       not null,
  body_bytes    int         not null
);
-- Sealed bytes do not compress; those of the usual order stay in their row.
alter table deliveries alter column body set storage external;
alter table deliveries set (toast_tuple_target = 8160);
create index deliveries_by_event on deliveries (connection_id, topic, event_id) where event_id is not null;
revoke update, delete, truncate on deliveries from kaunter_app;

-- What came of each delivery. One row to one, made in the same statement; connection, moment and topic stand here again
-- so that the log is read and filtered without touching the bodies.
create table delivery_results (
  delivery_id   uuid        primary key references deliveries,
  connection_id uuid        not null,
  received_at   timestamptz not null,
  topic         text        not null,
  state         text        not null check (state in ('waiting', 'done', 'ignored', 'seen', 'failed')),
  -- Why, as a code with words in each language; where in the body; what stood there.
  reason        text,
  reason_path   text,
  reason_detail text,
  -- What it was about and what came of it, for the list: {"kind": "sales.order.created", "name": "KK-10482"}.
  summary       jsonb       not null default '{}',
  subject_type  text,
  subject_id    uuid,
  -- How often it was read; a replay reads once more.
  tries_count   int         not null default 0,
  took_ms       int,
  finished_at   timestamptz,
  search_text   text        not null default '',
  check ((state = 'waiting') = (finished_at is null)),
  check (state <> 'failed' or reason is not null),
  check ((subject_type is null) = (subject_id is null))
);
create index delivery_results_waiting       on delivery_results (connection_id, delivery_id) where state = 'waiting';
create index delivery_results_by_time       on delivery_results (received_at desc, delivery_id desc);
create index delivery_results_by_connection on delivery_results (connection_id, received_at desc, delivery_id desc);
-- Nearly all are done: those are found by time, and their index would only cost.
create index delivery_results_by_state      on delivery_results (state, received_at desc, delivery_id desc)
  where state <> 'waiting' and state <> 'done';
create index delivery_results_by_topic      on delivery_results (topic, received_at desc, delivery_id desc);
create index delivery_results_by_text       on delivery_results using gin (search_text gin_trgm_ops);
create index delivery_results_by_subject    on delivery_results (subject_type, subject_id) where subject_id is not null;
