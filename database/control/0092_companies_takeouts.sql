-- Everything a company has, packed for it to take along. The file lies in the store beside the backups, sealed with the same key.
create table takeouts (
  id           uuid        primary key,
  company_id   uuid        not null,
  region       text        not null,
  state        text        not null check (state in ('asked', 'making', 'done', 'failed', 'gone')),
  asked_by     text        not null,
  asked_at     timestamptz not null,
  row_count    bigint      not null default 0 check (row_count >= 0),
  row_count_of bigint,
  table_count  int,
  bytes        bigint      check (bytes > 0),
  sha256       text        check (sha256 ~ '^[0-9a-f]{64}$'),
  done_at      timestamptz,
  -- A day after it was made it is gone.
  expires_at   timestamptz,
  why_failed   text,
  -- What opens it once, as a hash; asked for anew at each download.
  link_hash    bytea,
  check ((state in ('done', 'gone')) = (done_at is not null)),
  check ((state in ('done', 'gone')) = (sha256 is not null)),
  check ((state = 'failed') = (why_failed is not null))
);
create index takeouts_by_company on takeouts (company_id, asked_at desc);
create unique index takeouts_one_at_a_time on takeouts (company_id) where state in ('asked', 'making');
create unique index takeouts_by_link on takeouts (link_hash) where link_hash is not null;
