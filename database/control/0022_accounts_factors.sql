-- The second step of signing in: one authenticator app of an account.
create table factors (
  account_id   uuid        primary key references accounts on delete cascade,
  -- The secret, sealed under the master key.
  sealed       text        not null,
  -- The newest time step of which a code was used: a code works once, and none older works after it.
  used_step    bigint      not null,
  confirmed_at timestamptz not null
);

-- A secret that was shown and that no code has confirmed yet. A later one takes its place.
create table factor_enrolments (
  account_id uuid        primary key references accounts on delete cascade,
  sealed     text        not null,
  begun_at   timestamptz not null
);

-- Ten at a time, each in place of the app once. bcrypt, cost 10, over a keyed pre-hash, with one salt for all of a set, so
-- that a try costs one hash and not ten.
create table recovery_codes (
  account_id uuid        not null references accounts on delete cascade,
  code_hash  text        not null check (code_hash like '$2b$10$%'),
  salt       bytea       not null check (octet_length(salt) = 16),
  created_at timestamptz not null,
  used_at    timestamptz,
  primary key (account_id, code_hash)
);

-- Of which roles a company wants a second step: one of the five by its name, or a role of its own by its id.
create table factor_rules (
  company_id uuid        not null references companies,
  role       text        not null check (role <> ''),
  since_at   timestamptz not null,
  primary key (company_id, role)
);
