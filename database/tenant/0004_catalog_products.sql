create table products (
  id                uuid        primary key,
  title             text        not null check (title <> ''),
  description       text        not null default '',
  status            text        not null check (status in ('active', 'draft', 'archived')),
  kind              text        not null default 'simple',
  vendor            text,
  url               text,
  tags              text[]      not null default '{}',
  connection_id     uuid,
  external_id       text,
  source_updated_at timestamptz,
  source_tie        text        not null default '',
  deleted_at        timestamptz,
  created_at        timestamptz not null,
  updated_at        timestamptz not null,
  version           int         not null default 1,
  search_text       text        not null default '',
  check ((connection_id is null) = (external_id is null))
);
create unique index products_of_store on products (connection_id, external_id) where external_id is not null;
create index products_by_title   on products (lower(title), id) where deleted_at is null;
create index products_by_updated on products (updated_at desc, id desc) where deleted_at is null;
create index products_by_text    on products using gin (search_text gin_trgm_ops);

create table variants (
  id                uuid   primary key,
  product_id        uuid   not null references products on delete cascade,
  position          int    not null,
  title             text   not null default '',
  sku               text,
  currency          text,
  -- Null is unknown, which is not the same as free.
  price_minor       bigint,
  compare_price_minor bigint,
  -- Null: stock is not tracked.
  stock_count       numeric(14, 3),
  external_id       text,
  source_updated_at timestamptz,
  source_tie        text   not null default '',
  check (price_minor is null or currency is not null)
);
create index variants_by_product on variants (product_id, position);
create index variants_by_sku     on variants (lower(sku)) where sku is not null;
create unique index variants_of_store on variants (product_id, external_id) where external_id is not null;
