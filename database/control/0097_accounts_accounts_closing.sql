-- Somebody closed their account: it opens nothing any more, can be opened again for 30 days, and is deleted then.
alter table accounts add column closed_at timestamptz;
alter table accounts add column closes_at timestamptz;
alter table accounts add column closing_told_day int not null default 0;
alter table accounts add constraint accounts_closing_check
  check ((closed_at is null) = (closes_at is null) and closes_at > closed_at);
create index accounts_closing on accounts (closes_at) where closes_at is not null;
