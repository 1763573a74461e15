create table customers (
  id                uuid        primary key,
  name              text        not null default '',
  email             text,
  -- E.164 when it could be read; phone_text is what was typed or sent.
  phone             text,
  phone_text        text,
  organisation      text,
  street            text,
  street2           text,
  city              text,
  postcode          text,
  state             text,
  country           text check (country ~ '^[A-Z]{2}$'),
  tags              text[]      not null default '{}',
  note              text        not null default '',
  email_consent     text        not null default 'unknown'
                    check (email_consent in ('unknown', 'subscribed', 'unsubscribed', 'pending')),
  email_consent_at  timestamptz,
  phone_consent     text        not null default 'unknown'
                    check (phone_consent in ('unknown', 'subscribed', 'unsubscribed', 'pending')),
  phone_consent_at  timestamptz,
  -- Roll-ups, changed in the order's own transaction. Money is the company's currency; other currencies are never added up.
  orders_count      int         not null default 0 check (orders_count >= 0),
  spent_minor       bigint      not null default 0,
  first_order_at    timestamptz,
  last_order_at     timestamptz,
  -- Which telling each field came from, so that the highest decides whatever the order of arrival (known.rules.ts).
  field_clocks      jsonb       not null default '{}',
  -- Where they were first seen; null when a person entered them.
  first_connection_id uuid,
  -- Known by a phone alone: gives way as soon as somebody known by more turns out to have that phone.
  is_phone_alone    boolean     not null default false,
  archived_at       timestamptz,
  archived_by       text        check (archived_by in ('person', 'store')),
  created_at        timestamptz not null,
  updated_at        timestamptz not null,
  version           int         not null default 1,
  search_text       text generated always as (
                      search_form(name || ' ' || coalesce(email, '') || ' ' || coalesce(phone, phone_text, '') || ' ' ||
                                  coalesce(organisation, '') || ' ' || coalesce(city, ''))) stored,
  -- What they are shown as, for the order of names.
  sort_name         text generated always as (
                      lower(coalesce(nullif(name, ''), email, phone, phone_text, ''))) stored,
  check ((archived_at is null) = (archived_by is null))
-- Room beside each row, so that learning a newer clock touches no index.
) with (fillfactor = 85);
create index customers_by_last_order on customers (coalesce(last_order_at, '-infinity'::timestamptz) desc, id desc) where archived_at is null;
create index customers_by_name       on customers (sort_name, id) where archived_at is null;
create index customers_by_spent      on customers (spent_minor desc, id desc) where archived_at is null;
create index customers_by_orders     on customers (orders_count desc, id desc) where archived_at is null;
-- Carries what counts and their sums filter by: a tenth of the table to read.
create index customers_by_created    on customers (created_at desc, id desc)
  include (spent_minor, orders_count, first_order_at, last_order_at, country, email_consent) where archived_at is null;
create index customers_by_city       on customers (lower(city)) where archived_at is null;
create index customers_by_country    on customers (country) where archived_at is null;
create index customers_by_phone      on customers (phone) where phone is not null;
create index customers_by_first_order on customers (first_order_at) include (id) where first_order_at is not null and archived_at is null;
create index customers_archived      on customers (id) where archived_at is not null;
create index customers_by_tag        on customers using gin (tags);
create index customers_by_text       on customers using gin (search_text gin_trgm_ops);

-- What makes somebody the same customer, for webhooks, screen and import alike: a normalised e-mail address, or the
-- account a store knows them by. A phone can be shared: with a name it leads to whoever is known by more and alone has
-- that phone and no other name, else to a customer of its own.
create table customer_identities (
  kind        text not null check (kind in ('email', 'store', 'phone')),
  -- The lower-cased address; '<connection id>:<id in the store>'; '<E.164>|<normalised name>'.
  key         text collate "C" not null,
  -- Null: a store said that the account is gone before it ever told of it.
  customer_id uuid references customers on delete cascade,
  -- Whether a store said so. What only a person typed goes when they change it.
  is_told     boolean not null default false,
  -- When the store last said that the account is gone.
  deleted_at  timestamptz,
  -- What was told under a phone and a name, kept for the customer of its own that may become of it.
  told        jsonb,
  primary key (kind, key),
  check (customer_id is not null or deleted_at is not null),
  check ((kind = 'phone') = (told is not null))
);
create index customer_identities_by_customer on customer_identities (customer_id);

-- Where an old link leads after two records turned out to be one person.
create table customer_merges (
  old_id      uuid primary key,
  customer_id uuid not null references customers on delete cascade,
  merged_at   timestamptz not null
);
create index customer_merges_by_customer on customer_merges (customer_id);
