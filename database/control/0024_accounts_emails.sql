-- A new address that an account asked for: it counts when both mailboxes have agreed. One at a time.
create table email_changes (
  account_id       uuid        primary key references accounts on delete cascade,
  email            text        not null check (email = lower(btrim(email)) and email <> ''),
  -- Hashes of the links: to the address there is, and to the new one. The second is null where that one belongs to
  -- somebody else, who is told instead; whoever asked sees no difference.
  old_token_hash   bytea       not null unique check (octet_length(old_token_hash) = 32),
  new_token_hash   bytea       unique check (octet_length(new_token_hash) = 32),
  old_confirmed_at timestamptz,
  new_confirmed_at timestamptz check (new_confirmed_at is null or new_token_hash is not null),
  created_at       timestamptz not null,
  expires_at       timestamptz not null
);
