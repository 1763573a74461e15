-- Somebody asked by mail into a company, bound to the address: only who proves it can accept. Used once.
create table invitations (
  id           uuid        primary key,
  company_id   uuid        not null references companies,
  email        text        not null check (email = lower(btrim(email)) and email <> ''),
  role         text        not null,
  -- Who asked, and who hears what came of it. The name stays when the account is gone.
  invited_by   uuid        references accounts on delete set null,
  inviter_name text        not null,
  -- The hash only; a new mail brings a new link, and the one before opens nothing any more.
  token_hash   bytea       not null unique check (octet_length(token_hash) = 32),
  created_at   timestamptz not null,
  sent_at      timestamptz not null,
  sent_count   integer     not null default 1 check (sent_count > 0),
  expires_at   timestamptz not null,
  -- Ended ones stay for a while: the link that comes again must be told from one that never was.
  ended_at     timestamptz,
  ended_as     text        check (ended_as in ('accepted', 'refused', 'revoked')),
  -- What the invited person wrote when refusing.
  answer       text,
  check ((ended_at is null) = (ended_as is null)),
  check (answer is null or ended_as = 'refused')
);
-- One open invitation of a company to an address.
create unique index invitations_open on invitations (company_id, email) where ended_at is null;
create index invitations_by_company on invitations (company_id, created_at desc, id);
create index invitations_by_inviter on invitations (invited_by) where invited_by is not null;

-- Who belonged to a company and does no more, for the page that says so. Gone when they come back.
create table departures (
  company_id uuid        not null references companies,
  account_id uuid        not null references accounts on delete cascade,
  how        text        not null check (how in ('left', 'removed')),
  at         timestamptz not null,
  primary key (company_id, account_id)
);
create index departures_by_account on departures (account_id, at desc);

-- An open company always has somebody who may do everything. Whoever takes an Admin away waits for whoever else does:
-- of two Admins who remove each other at once, the second finds itself the last.
create function members_keep_an_admin() returns trigger language plpgsql as $$
begin
  perform from companies where id = old.company_id and status = 'active' for no key update;
  if found and not exists (
    select from members where company_id = old.company_id and role = 'admin'
  ) then
    raise exception 'the last admin of a company cannot go'
      using errcode = 'check_violation', constraint = 'members_keep_an_admin';
  end if;
  return null;
end $$;
create trigger members_keep_an_admin
  after update of role or delete on members
  for each row when (old.role = 'admin') execute function members_keep_an_admin();
