-- A random key for each company, wrapped under the master key. Destroyed with the company: then nothing of it opens again.
create table company_keys (
  company_id  uuid        not null references companies,
  -- Stands in every sealed value, so that a new key can take over while the old one still opens.
  key_id      int         not null check (key_id between 1 and 255),
  wrapped_key text        not null,
  created_at  timestamptz not null,
  primary key (company_id, key_id)
);

-- The house's own keys, sealed under the master key: the newest of a purpose is used, older ones still verify.
create table house_keys (
  purpose    text        not null check (purpose in ('session', 'pepper')),
  key_id     int         not null check (key_id > 0),
  sealed     text        not null,
  created_at timestamptz not null,
  primary key (purpose, key_id)
);
