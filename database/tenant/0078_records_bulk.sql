-- A deed on many records at once: what was asked, by whom, on whose records it may, and how far it is.
create table bulk_runs (
  id            uuid        primary key,
  record_type   text        not null,
  deed          jsonb       not null,
  -- Whose records the person reached when they asked; null: all there are.
  owners        uuid[],
  state         text        not null default 'running' check (state in ('running', 'done', 'undoing', 'undone')),
  total_count   int         not null,
  done_count    int         not null default 0,
  changed_count int         not null default 0,
  skipped_count int         not null default 0,
  undone_count  int         not null default 0,
  left_count    int         not null default 0,
  actor_id      uuid        not null,
  actor_name    text        not null,
  created_at    timestamptz not null,
  finished_at   timestamptz
);
create index bulk_runs_underway on bulk_runs (state) where state in ('running', 'undoing');
create index bulk_runs_by_actor on bulk_runs (actor_id, created_at desc);

-- Each record of it, with what it was and became: kept for 30 days, for the undo, and no longer than the record itself.
create table bulk_records (
  run_id    uuid not null references bulk_runs on delete cascade,
  position  int  not null,
  record_id uuid not null,
  state     text not null default 'waiting' check (state in ('waiting', 'changed', 'skipped', 'undone', 'left')),
  before    jsonb,
  after     jsonb,
  reason    text,
  primary key (run_id, position)
);
create index bulk_records_by_record on bulk_records (record_id);
