-- Who works in which company, as what. The rights of a role are data of the program (platform/permissions/roles.ts).
create table members (
  company_id uuid        not null references companies,
  account_id uuid        not null references accounts on delete cascade,
  role       text        not null check (role in ('admin', 'manager', 'analyst', 'member', 'viewer')),
  created_at timestamptz not null,
  primary key (company_id, account_id)
);
create index members_by_account on members (account_id, created_at);
