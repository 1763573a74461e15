-- Records that leave in a file: what was asked, how far it is, and until when it can be fetched. The row outlives its file.
create table exports (
  id           uuid        primary key,
  record_type  text        not null,
  format       text        not null check (format in ('csv', 'xlsx')),
  language     text        not null check (language in ('en', 'ms')),
  -- Which records and columns, and what the person who asked could see of them.
  asked        jsonb       not null,
  state        text        not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed', 'stopped')),
  done_count   int         not null default 0,
  total_count  int         not null,
  bytes_count  bigint      not null default 0,
  actor_id     uuid,
  actor_name   text        not null,
  created_at   timestamptz not null,
  finished_at  timestamptz,
  -- From then on nothing of the file is left.
  expires_at   timestamptz,
  check ((state in ('done', 'failed', 'stopped')) = (finished_at is not null)),
  check ((state = 'done') = (expires_at is not null))
);
create index exports_by_actor on exports (actor_id, id desc);

-- The file, in pieces, sealed with the company's key: any process can hand it out, and it goes with the database.
create table export_parts (
  id        uuid  primary key,
  export_id uuid  not null references exports on delete cascade,
  position  int   not null,
  body      bytea not null,
  unique (export_id, position)
);

-- Who may fetch a file once, for a few minutes: only a hash of what opens it.
create table export_links (
  token_hash bytea       primary key,
  export_id  uuid        not null references exports on delete cascade,
  expires_at timestamptz not null
);
create index export_links_by_export on export_links (export_id);
