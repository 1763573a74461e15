-- A backup that somebody opened beside today, to compare and to bring rows back. Its database lives for two hours.
create table backup_openings (
  id            uuid        primary key,
  company_id    uuid        not null references companies,
  backup_id     uuid        not null references backups,
  state         text        not null check (state in ('asked', 'opening', 'open', 'failed', 'closed')),
  asked_by      text        not null,
  asked_at      timestamptz not null,
  -- The moment whose rows it holds.
  taken_at      timestamptz not null,
  row_count     bigint      not null default 0 check (row_count >= 0),
  row_count_of  bigint,
  -- Where it is restored; it is never the company's own.
  database_name text,
  open_until    timestamptz,
  why_failed    text,
  check ((state = 'open') <= (database_name is not null and open_until is not null)),
  check ((state = 'failed') = (why_failed is not null))
);
create index backup_openings_by_company on backup_openings (company_id, asked_at desc);
create index backup_openings_by_backup on backup_openings (backup_id);
create unique index backup_openings_one_at_a_time on backup_openings (company_id)
  where state in ('asked', 'opening', 'open');
