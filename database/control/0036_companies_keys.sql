-- Keys for programs. A key acts for the person who made it: never with more than that person may at that moment.
create table api_keys (
  id          uuid        primary key,
  company_id  uuid        not null references companies,
  account_id  uuid        not null references accounts on delete cascade,
  name        text        not null check (name <> ''),
  -- What a person recognises it by, and what it is found by: kau_<prefix>_<secret>.
  prefix      text        not null unique check (prefix ~ '^[a-z0-9]{8}$'),
  -- SHA-256 suffices for 256 random bits; the secret itself is shown once and kept nowhere.
  secret_hash bytea       not null check (octet_length(secret_hash) = 32),
  -- The permissions it is narrowed to; null for whatever the person's role allows.
  scopes      text[]      check (cardinality(scopes) > 0),
  created_at  timestamptz not null,
  -- Null for one that never expires, which its maker chose in so many words.
  expires_at  timestamptz,
  ended_at    timestamptz,
  -- `maker_gone`: the person left or was removed, and the key ended with that.
  ended_as    text        check (ended_as in ('revoked', 'maker_gone')),
  ended_by    text,
  check ((ended_at is null) = (ended_as is null))
);
create index api_keys_by_company on api_keys (company_id, created_at desc, id);
create index api_keys_by_account on api_keys (account_id);
