-- A financial year that was closed: by which names its statements are read for ever, and what their files come to. The figures
-- are not kept: they are read from the ledger again, and must make the same bytes.
create table year_closings (
  financial_year smallint    primary key,
  from_on        date        not null,
  to_on          date        not null check (to_on > from_on),
  -- What each account was called, and of which kind it was; and how the company was.
  names          jsonb       not null,
  issuer         text        not null,
  hashes         jsonb       not null,
  closed_by      uuid,
  closed_at      timestamptz not null
);
create trigger closings_stay before update or delete on year_closings for each row execute function refuse_change();
create trigger closings_stay_all before truncate on year_closings for each statement execute function refuse_change();
revoke update, delete, truncate on year_closings from kaunter_app;
