-- Links of mails that were used, until they would have ended: one that is shown again may be in somebody else's hands.
create table used_account_links (
  token_hash bytea       primary key,
  account_id uuid        not null references accounts on delete cascade,
  purpose    text        not null check (purpose in ('verify', 'reset')),
  ends_at    timestamptz not null
);
create index used_account_links_by_account on used_account_links (account_id);
create index used_account_links_by_end     on used_account_links (ends_at);
