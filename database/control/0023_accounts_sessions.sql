-- From what an account was signed in before, so that its owner hears of what is new. Forgotten when unused for a year.
create table known_devices (
  account_id uuid        not null references accounts on delete cascade,
  -- Browser and system, `Firefox on Linux`: one cookie is promised, so a device is known by what it says of itself.
  device     text        not null,
  -- ISO 3166; empty where the network's country is not known.
  country    text        not null,
  first_at   timestamptz not null,
  last_at    timestamptz not null,
  primary key (account_id, device, country)
);
create index known_devices_by_time on known_devices (last_at);
