create table connections (
  id                  uuid        primary key,
  kind                text        not null check (kind in ('woocommerce', 'shopify', 'sample')),
  name                text        not null check (name <> ''),
  -- The unguessable part of the address; null for the sample company, which has none.
  address             text        unique,
  -- Sealed with the company's key, bound to this row and column.
  secret              text,
  previous_secret     text,
  previous_secret_until timestamptz,
  -- Grows with every change of secret and with removal: the door checks it in the insert, so no cache outlives a change.
  door_version        int         not null default 1,
  -- What arrives while paused is kept and waits; it is read after the pause.
  is_paused           boolean     not null default false,
  -- When the store was first heard: by a ping or by a delivery.
  first_ping_at       timestamptz,
  archived_at         timestamptz,
  created_at          timestamptz not null,
  updated_at          timestamptz not null,
  version             int         not null default 1,
  check ((kind = 'sample') = (address is null)),
  check ((address is null) = (secret is null)),
  check ((previous_secret is null) = (previous_secret_until is null))
);
-- A company has at most one sample store at a time.
create unique index connections_only_sample on connections (kind) where kind = 'sample' and archived_at is null;

-- Deliveries turned away at the door: counted, and nothing else of them kept.
create table connection_refusals (
  connection_id uuid        not null references connections on delete cascade,
  hour_at       timestamptz not null,
  reason        text        not null,
  refusals_count int        not null,
  primary key (connection_id, hour_at, reason)
);
