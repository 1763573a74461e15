-- A company's return to what a backup holds. What was there before is not deleted: its database stays, closed, for a week, and
-- the return can be taken back.
create table company_returns (
  id           uuid        primary key,
  company_id   uuid        not null references companies,
  -- Null: the return before this one is taken back, to the database that it put aside.
  backup_id    uuid        references backups,
  takes_back   uuid        references company_returns,
  state        text        not null check (state in ('asked', 'restoring', 'switching', 'done', 'failed')),
  asked_by     text        not null,
  asked_at     timestamptz not null,
  -- The moment whose rows the company has afterwards.
  to_at        timestamptz not null,
  -- The database that takes the company's place; none of it is seen before the switch.
  fresh        text,
  -- What the company's database is called once it is put aside.
  former       text,
  row_count    bigint      not null default 0 check (row_count >= 0),
  row_count_of bigint,
  done_at      timestamptz,
  why_failed   text,
  -- Until then it can be taken back.
  kept_until   timestamptz,
  former_gone_at timestamptz,
  check ((backup_id is null) <> (takes_back is null)),
  check ((state = 'done') = (done_at is not null)),
  check ((state = 'failed') = (why_failed is not null))
);
create index company_returns_by_company on company_returns (company_id, asked_at desc);
create index company_returns_by_backup on company_returns (backup_id);
create unique index company_returns_one_at_a_time on company_returns (company_id)
  where state in ('asked', 'restoring', 'switching');
create unique index company_returns_taken_back_once on company_returns (takes_back) where state <> 'failed';
