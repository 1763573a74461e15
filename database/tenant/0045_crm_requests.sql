-- What people ask of a company about what it keeps of them, and until when they have to be answered.
create table privacy_requests (
  id             uuid        primary key,
  kind           text        not null check (kind in ('access', 'correction', 'erasure')),
  state          text        not null default 'open' check (state in ('open', 'done', 'refused')),
  channel        text        not null check (channel in ('email', 'phone', 'letter', 'form', 'in_person', 'store')),
  -- Who asks, as it was said; emptied when they are erased.
  name           text        not null default '',
  email          text,
  phone_text     text,
  -- E.164, when it could be read.
  phone          text,
  -- Who of the customers that is. No reference: it stays what was chosen also when they become part of another or go.
  customer_id    uuid,
  -- The store that told of it, the account it spoke of, and its own name for the request.
  connection_id  uuid,
  account        text,
  told_key       text        unique,
  received_on    date        not null,
  due_on         date        not null,
  note           text        not null default '',
  -- How it was made sure that it is them.
  identity_check text        not null default '',
  checked_by     text,
  checked_at     timestamptz,
  -- When what is kept was last handed out, and what a correction came to.
  packed_at      timestamptz,
  corrected_at   timestamptz,
  -- What they were told in the end; of a refusal, why.
  answer         text        not null default '',
  closed_at      timestamptz,
  erased_at      timestamptz,
  -- What was erased: a statement with the house's signature.
  certificate    text,
  -- When Admins were last reminded that nobody has answered.
  reminded_on    date,
  created_at     timestamptz not null,
  updated_at     timestamptz not null,
  version        int         not null default 1,
  check ((state = 'open') = (closed_at is null)),
  check (due_on >= received_on),
  check ((channel = 'store') = (connection_id is not null)),
  check ((told_key is null) = (connection_id is null)),
  check ((checked_at is null) = (checked_by is null)),
  -- Whoever is erased stands here no more either.
  check (erased_at is null or (name = '' and email is null and phone_text is null and phone is null
                               and customer_id is null and account is null and note = '' and identity_check = '')),
  check (certificate is null or erased_at is not null)
);
create index privacy_requests_by_due     on privacy_requests (due_on, id);
create index privacy_requests_by_created on privacy_requests (created_at desc, id desc);

-- What those who were erased were known by, as keyed hashes: so that what a store tells of their past brings nobody back.
-- The key is the house's; without it nobody can find out whose they are by trying.
create table erased_identities (
  hash      bytea       primary key,
  erased_at timestamptz not null
);

-- Which erasures were carried out in this database. The control database has them all: what a backup from before an
-- erasure brought back is erased again.
create table erasures (
  request_id uuid        primary key,
  erased_at  timestamptz not null,
  -- How often: once, and again after each restore from before it.
  done_at    timestamptz not null
);
