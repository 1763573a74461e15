create table subscriptions (
  id                uuid        primary key,
  connection_id     uuid        not null,
  external_id       text        not null,
  number            text        not null,
  customer_id       uuid        references customers deferrable initially deferred,
  -- What decided the customer; there is nobody here who chooses one by hand.
  joined_by         text        not null default 'nobody' check (joined_by in ('email', 'store', 'phone', 'nobody')),
  name              text        not null default '',
  phone             text,
  status            text        not null check (status in ('pending', 'active', 'on_hold', 'ending', 'cancelled', 'expired')),
  source_status     text        not null,
  currency          text        not null check (currency ~ '^[A-Z]{3}$'),
  amount_minor      bigint      not null,
  interval_unit     text        not null check (interval_unit in ('day', 'week', 'month', 'year')),
  interval_count    int         not null check (interval_count > 0),
  title             text        not null default '',
  started_at        timestamptz,
  next_charge_at    timestamptz,
  ends_at           timestamptz,
  cancelled_at      timestamptz,
  source_updated_at timestamptz,
  source_tie        text collate "C" not null default '',
  deleted_at        timestamptz,
  created_at        timestamptz not null,
  updated_at        timestamptz not null,
  unique (connection_id, external_id)
);
create index subscriptions_by_customer on subscriptions (customer_id);
create index subscriptions_by_created on subscriptions (created_at desc, id desc) where deleted_at is null;
create index subscriptions_by_phone_alone on subscriptions (phone) where joined_by = 'phone';

-- When a store last said that a subscription is gone, also of one that was never told.
create table subscription_deletions (
  connection_id uuid        not null,
  external_id   text        not null,
  deleted_at    timestamptz not null,
  primary key (connection_id, external_id)
);
