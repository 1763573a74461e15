-- From which networks a key was used, and when last: written once a minute at most.
create table key_uses (
  key_id   uuid        not null references api_keys on delete cascade,
  -- An IPv4 address, or the /64 of an IPv6 one.
  network  text        not null,
  first_at timestamptz not null,
  last_at  timestamptz not null,
  primary key (key_id, network)
);
