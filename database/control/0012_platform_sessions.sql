-- One row a sign-in, read on every request. Ended ones stay: a person may see where they were signed in.
create table sessions (
  id         uuid        primary key,
  account_id uuid        not null references accounts on delete cascade,
  -- Which company it works for; null until the address is proved.
  company_id uuid        references companies,
  epoch      integer     not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at   timestamptz,
  ip         text,
  user_agent text
);
create index sessions_by_account on sessions (account_id, created_at desc);
create index sessions_by_end on sessions (expires_at);
create index sessions_by_company on sessions (company_id) where company_id is not null;
