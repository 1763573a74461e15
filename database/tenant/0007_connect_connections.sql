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
  -- Grows with every change of secret or state: the door checks it in the insert, so no cache outlives a change.
  door_version        int         not null default 1,
  is_paused           boolean     not null default false,
  first_ping_at       timestamptz,
  last_delivery_at    timestamptz,
  archived_at         timestamptz,
  created_at          timestamptz not null,
  updated_at          timestamptz not null,
  version             int         not null default 1
);

-- Deliveries turned away at the door: counted, and nothing else of them kept.
create table connection_refusals (
  connection_id uuid        not null references connections on delete cascade,
  hour_at       timestamptz not null,
  reason        text        not null,
  refusals_count int        not null,
  primary key (connection_id, hour_at, reason)
);
