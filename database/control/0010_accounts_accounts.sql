-- People who sign in. An address that nobody has proved yet is an account too: it can do nothing but prove it.
create table accounts (
  id                uuid        primary key,
  -- Trimmed and in lower case: two spellings are one address.
  email             text        not null check (email = lower(btrim(email)) and email <> ''),
  name              text        not null check (name <> ''),
  phone             text,
  locale            text        not null check (locale in ('en', 'ms')),
  -- bcrypt, cost 12, over a keyed pre-hash of the password (platform/auth/passwords.ts).
  password_hash     text        not null check (password_hash like '$2b$12$%'),
  -- Raised by whatever must end all sessions: each session carries the epoch it began in.
  epoch             integer     not null default 0,
  verified_at       timestamptz,
  adult_at          timestamptz not null,
  terms_at          timestamptz not null,
  created_at        timestamptz not null,
  changed_at        timestamptz not null
);
create unique index accounts_by_email on accounts (email);
create index accounts_unverified on accounts (created_at) where verified_at is null;

-- What was entered at sign-up, until the address is proved. Each mail's link brings what its own sign-up said, so that
-- whoever signs up with somebody else's address cannot slip a password under the account its owner then opens.
create table sign_ups (
  id            uuid        primary key,
  account_id    uuid        not null references accounts on delete cascade,
  name          text        not null,
  password_hash text        not null check (password_hash like '$2b$12$%'),
  company_name  text        not null,
  country       text        not null,
  zone          text        not null,
  currency      text        not null,
  region        text        not null,
  phone         text,
  locale        text        not null,
  created_at    timestamptz not null
);
create index sign_ups_by_account on sign_ups (account_id, created_at desc);

-- Links sent by mail: the hash only, so that whoever reads this table can open nothing.
create table account_links (
  token_hash bytea       primary key,
  account_id uuid        not null references accounts on delete cascade,
  purpose    text        not null check (purpose in ('verify', 'reset')),
  sign_up_id uuid        references sign_ups on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  -- A link to prove an address says which sign-up it proves.
  check ((purpose = 'verify') = (sign_up_id is not null))
);
create index account_links_by_account on account_links (account_id);
create index account_links_by_sign_up on account_links (sign_up_id) where sign_up_id is not null;
