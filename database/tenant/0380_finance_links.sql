-- Where a paper is seen without signing in. Whoever has the address sees that paper and nothing else, until it is closed.
create table paper_links (
  id              uuid        primary key,
  paper_type      text        not null check (paper_type in ('invoice', 'quote')),
  paper_id        uuid        not null,
  -- Of what stands in the address; that itself is kept nowhere.
  hash            bytea       not null unique,
  language        text        not null check (language in ('en', 'ms')),
  made_at         timestamptz not null,
  revoked_at      timestamptz,
  -- When it was opened, and nothing of who did.
  first_opened_at timestamptz,
  last_opened_at  timestamptz,
  opened_count    int         not null default 0 check (opened_count >= 0),
  check ((opened_count = 0) = (first_opened_at is null)),
  check ((opened_count = 0) = (last_opened_at is null))
);
-- A paper has one address at a time.
create unique index paper_links_open on paper_links (paper_type, paper_id) where revoked_at is null;
create index paper_links_by_paper on paper_links (paper_type, paper_id);
