-- A company's end: cancelled, it is read and exported for 30 days; then everything of it is destroyed. What is kept here
-- outlives it and says nothing of anybody: that it was there, when it went, and what the house signed about that.
create table endings (
  id             uuid        primary key,
  company_id     uuid        not null,
  region         text        not null,
  state          text        not null check (state in ('cancelled', 'undone', 'deleting', 'deleted')),
  -- Who and why: gone with the company.
  cancelled_by   text,
  reason         text,
  cancelled_at   timestamptz not null,
  ends_at        timestamptz not null check (ends_at > cancelled_at),
  -- The last of the days on which its Admins were told: 0, 14, 27, 29.
  told_day       int         not null default 0 check (told_day >= 0),
  undone_at      timestamptz,
  -- What the dry run found that belongs to it, and alone that is destroyed. Null before.
  plan           jsonb,
  -- Why it could not be destroyed when its time had come.
  problem        text,
  deleted_at     timestamptz,
  -- No copy of a backup is left after this, in our store or in a copy that somebody made of it.
  backups_go_by  timestamptz,
  backups_gone_at timestamptz,
  -- What opens the certificate, as a hash.
  link_hash      bytea       unique,
  check ((state = 'undone') = (undone_at is not null)),
  check ((state = 'deleted') = (deleted_at is not null)),
  check (state not in ('deleting', 'deleted') or plan is not null),
  check (state <> 'deleted' or (cancelled_by is null and reason is null and link_hash is not null and backups_go_by is not null))
);
create unique index endings_one_at_a_time on endings (company_id) where state in ('cancelled', 'deleting', 'deleted');
create index endings_open on endings (ends_at) where state in ('cancelled', 'deleting');
create index endings_with_backups on endings (deleted_at) where state = 'deleted' and backups_gone_at is null;

-- What the house signed of a company that is no more: that it was destroyed, and that no copy of a backup is left.
create table ending_statements (
  ending_id uuid        not null references endings,
  kind      text        not null check (kind in ('deleted', 'backups_gone')),
  at        timestamptz not null,
  statement text        not null,
  key_id    int         not null,
  signature bytea       not null,
  primary key (ending_id, kind)
);
