-- A company on its way from one PostgreSQL to another. `moving`: copied and compared, and gone back from when whoever did it
-- died. `moved`: it is there, and what it left behind is still to go.
create table company_moves (
  id           uuid        primary key,
  company_id   uuid        not null references companies,
  from_cluster text        not null,
  to_cluster   text        not null,
  state        text        not null check (state in ('moving', 'moved', 'done', 'undone')),
  begun_at     timestamptz not null,
  moved_at     timestamptz,
  table_count  int         check (table_count > 0),
  row_count    bigint      check (row_count >= 0),
  -- For so long nothing could be written.
  paused_ms    int         check (paused_ms >= 0),
  why_undone   text,
  check (from_cluster <> to_cluster),
  check ((state in ('moved', 'done')) = (moved_at is not null and table_count is not null and row_count is not null and paused_ms is not null)),
  check ((state = 'undone') = (why_undone is not null))
);
create unique index company_moves_one_at_a_time on company_moves (company_id) where state in ('moving', 'moved');
