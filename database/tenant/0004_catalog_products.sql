create table products (
  id                uuid        primary key,
  title             text        not null check (title <> ''),
  description       text        not null default '',
  status            text        not null check (status in ('active', 'draft', 'archived')),
  kind              text        not null default 'simple',
  vendor            text,
  url               text,
  -- What people read: the store's tags with those added here and without those taken off here.
  tags              text[]      not null default '{}',
  store_tags        text[]      not null default '{}',
  added_tags        text[]      not null default '{}',
  removed_tags      text[]      not null default '{}',
  connection_id     uuid,
  external_id       text,
  source_updated_at timestamptz,
  source_tie        text collate "C" not null default '',
  -- The variants as the newest state that spoke of them listed them, with its clock; null when none ever did.
  listing           jsonb,
  listing_updated_at timestamptz,
  listing_tie       text collate "C" not null default '',
  deleted_at        timestamptz,
  created_at        timestamptz not null,
  updated_at        timestamptz not null,
  version           int         not null default 1,
  search_text       text        not null default '',
  check ((connection_id is null) = (external_id is null)),
  check (connection_id is not null or listing is null)
);
create unique index products_of_store on products (connection_id, external_id) where external_id is not null;
create index products_by_title   on products (lower(title), id) where deleted_at is null;
create index products_by_updated on products (updated_at desc, id desc) where deleted_at is null;
create index products_by_text    on products using gin (search_text gin_trgm_ops);

-- What is sold. Of a store's product they follow from its listing and from the variations told on their own.
create table variants (
  id                uuid   primary key,
  product_id        uuid   not null references products on delete cascade,
  position          int    not null,
  title             text   not null default '',
  sku               text,
  currency          text check (currency ~ '^[A-Z]{3}$'),
  -- Null is unknown, which is not the same as free.
  price_minor       bigint,
  compare_price_minor bigint,
  -- Null: stock is not tracked.
  stock_count       numeric(14, 3),
  external_id       text,
  check (price_minor is null or currency is not null)
);
create index variants_by_product on variants (product_id, position);
create index variants_by_sku     on variants (lower(sku)) where sku is not null;
create unique index variants_of_store on variants (product_id, external_id) where external_id is not null;

-- The newest telling of each variation that a store sends on its own. Its product may not have been told yet.
create table product_variations (
  connection_id       uuid  not null,
  product_external_id text  not null,
  external_id         text  not null,
  variant             jsonb not null,
  source_updated_at   timestamptz,
  source_tie          text collate "C" not null,
  primary key (connection_id, product_external_id, external_id)
);
create index product_variations_by_own_id on product_variations (connection_id, external_id);

-- When a store last said that a product or a variation is gone, also of one that was never told.
create table product_deletions (
  connection_id uuid        not null,
  external_id   text        not null,
  deleted_at    timestamptz not null,
  primary key (connection_id, external_id)
);
