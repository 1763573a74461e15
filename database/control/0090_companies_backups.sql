-- The age key that a company's backups are sealed for, itself sealed under the master key. When the company is deleted this row
-- goes with it, and no copy of a backup can be read again, wherever it lies.
create table backup_keys (
  company_id uuid        primary key references companies,
  sealed     text        not null,
  created_at timestamptz not null
);

-- Each backup of a company's database. The file lies in the store, under `<region>/<company_id>/<id>.tar.zst.age`.
create table backups (
  id           uuid        primary key,
  -- Outlives the company: its last copies are purged from here.
  company_id   uuid        not null,
  region       text        not null,
  state        text        not null check (state in ('asked', 'making', 'kept', 'failed', 'gone')),
  -- Null: made by the schedule.
  asked_by     text,
  asked_at     timestamptz not null,
  -- The moment whose rows it holds.
  taken_at     timestamptz,
  made_at      timestamptz,
  row_count    bigint      not null default 0 check (row_count >= 0),
  row_count_of bigint,
  bytes        bigint      check (bytes > 0),
  sha256       text        check (sha256 ~ '^[0-9a-f]{64}$'),
  -- Of each table: how many rows, and a hash over them.
  tables       jsonb,
  why_failed   text,
  -- What came of restoring it into a database of its own and comparing every table.
  verified_as  text        check (verified_as in ('equal', 'different', 'unreadable')),
  verified_at  timestamptz,
  verify_ms    int         check (verify_ms >= 0),
  differences  jsonb,
  -- The database that it is being restored into; what is left here was left by a process that died.
  scratch      text,
  gone_at      timestamptz,
  check ((state in ('kept', 'gone')) = (made_at is not null)),
  check ((state in ('kept', 'gone')) = (sha256 is not null)),
  check ((state = 'failed') = (why_failed is not null)),
  check ((state = 'gone') = (gone_at is not null)),
  check ((verified_as is null) = (verified_at is null))
);
create index backups_by_company on backups (company_id, asked_at desc);
create index backups_to_make on backups (asked_at) where state in ('asked', 'making');
create index backups_to_verify on backups (made_at) where state = 'kept' and verified_at is null;
-- One at a time: a second wish while one waits is the same wish.
create unique index backups_one_asked on backups (company_id) where state in ('asked', 'making');
