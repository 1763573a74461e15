-- A mail that brings a paper to somebody: what it says, and what became of it.
create table sendings (
  id          uuid        primary key,
  paper_type  text        not null check (paper_type in ('invoice', 'quote', 'customer')),
  paper_id    uuid        not null,
  -- What it is for: the paper itself, that it is still to be paid, or what a customer owes over a time.
  kind        text        not null check (kind in ('paper', 'reminder', 'statement')),
  from_on     date,
  to_on       date,
  recipient   text        not null,
  title       text        not null,
  body        text        not null,
  language    text        not null check (language in ('en', 'ms')),
  state       text        not null check (state in ('waiting', 'leaving', 'left', 'failed')),
  -- Why it will never leave: a reason's code.
  failure     text,
  left_at     timestamptz,
  -- As they were called then; blank: the house itself.
  sender_id   uuid,
  sender_name text        not null default '',
  created_at  timestamptz not null,
  check ((kind = 'statement') = (paper_type = 'customer') and (kind = 'statement') = (from_on is not null and to_on is not null)),
  check ((state = 'left') = (left_at is not null)),
  check ((state = 'failed') = (failure is not null))
);
create index sendings_by_paper     on sendings (paper_type, paper_id, created_at desc);
create index sendings_by_recipient on sendings (lower(recipient));
create index sendings_by_day       on sendings (created_at);
