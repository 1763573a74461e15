create table orders (
  id                 uuid        primary key,
  number             text        not null check (number <> ''),
  connection_id      uuid,
  external_id        text,
  channel            text        not null,
  customer_id        uuid        references customers deferrable initially deferred,
  status             text        not null check (status in ('pending', 'open', 'completed', 'cancelled', 'failed', 'draft')),
  payment_status     text        not null check (payment_status in
                       ('unpaid', 'pending', 'authorised', 'part_paid', 'paid', 'part_refunded', 'refunded', 'voided', 'disputed')),
  fulfilment_status  text        not null check (fulfilment_status in ('unfulfilled', 'part_fulfilled', 'fulfilled', 'cancelled')),
  -- The platform's own word, kept so that nothing is lost in translation.
  source_status      text        not null default '',
  is_test            boolean     not null default false,
  -- Whether it counts: decided by one rule (orders.rules.ts) and stored for the sums.
  is_sale            boolean     not null,
  currency           text        not null check (currency ~ '^[A-Z]{3}$'),
  -- total = lines + shipping + fees + tax; difference is the platform's total less that sum, shown and not hidden.
  lines_minor        bigint      not null,
  discount_minor     bigint      not null default 0,
  shipping_minor     bigint      not null default 0,
  fee_minor          bigint      not null default 0,
  tax_minor          bigint      not null default 0,
  total_minor        bigint      not null,
  difference_minor   bigint      not null default 0,
  refunded_minor     bigint      not null default 0,
  net_minor          bigint      generated always as (total_minor - refunded_minor) stored,
  taxes_included     boolean     not null default false,
  -- Pieces in all lines.
  items_count        numeric(14, 3) not null,
  placed_at          timestamptz not null,
  paid_at            timestamptz,
  completed_at       timestamptz,
  cancelled_at       timestamptz,
  -- Who ordered, in the order's own words.
  name               text        not null default '',
  email              text,
  phone              text,
  phone_text         text,
  billing            jsonb,
  shipping           jsonb,
  payment_method     text,
  discount_codes     text[]      not null default '{}',
  -- What people read; a store's new note replaces it only while nobody here has changed it (note = source_note).
  note               text        not null default '',
  source_note        text        not null default '',
  -- What decided the customer: an e-mail address, an account of the store, a phone alone, a person's choice, or nothing.
  joined_by          text        not null default 'nobody' check (joined_by in ('email', 'store', 'phone', 'person', 'nobody')),
  source_updated_at  timestamptz,
  source_tie         text collate "C" not null default '',
  deleted_at         timestamptz,
  created_at         timestamptz not null,
  updated_at         timestamptz not null,
  version            int         not null default 1,
  search_text        text        generated always as (
                       search_form(number || ' ' || name || ' ' || coalesce(email, '') || ' ' || coalesce(phone, phone_text, ''))) stored,
  check (is_sale = (status in ('open', 'completed') and not is_test and deleted_at is null)),
  check ((connection_id is null) = (external_id is null))
);
create unique index orders_of_store    on orders (connection_id, external_id) where external_id is not null;
-- Carries all that lists filter by, so that any count over a million orders reads this and not the table.
create index orders_by_placed          on orders (placed_at desc, id desc)
  include (status, payment_status, fulfilment_status, channel, currency, is_sale, total_minor, net_minor, connection_id)
  where deleted_at is null;
create index orders_by_total           on orders (total_minor desc, id desc) where deleted_at is null;
create index orders_by_customer        on orders (customer_id, placed_at desc) include (id, is_sale, currency, net_minor);
create index orders_by_phone_alone     on orders (phone) where joined_by = 'phone';
create index orders_by_status          on orders (status, placed_at desc) where deleted_at is null;
create index orders_by_payment         on orders (payment_status, placed_at desc) where deleted_at is null;
create index orders_of_sales           on orders (currency, placed_at) include (id, total_minor, customer_id, connection_id) where is_sale and deleted_at is null;
-- Paid and still to be sent: what Home reminds of.
create index orders_to_fulfil          on orders (placed_at)
  where status = 'open' and payment_status = 'paid' and fulfilment_status = 'unfulfilled' and deleted_at is null;
create index orders_by_text            on orders using gin (search_text gin_trgm_ops);

create table order_lines (
  order_id           uuid        not null references orders on delete cascade,
  position           int         not null,
  external_id        text,
  title              text        not null,
  variant_title      text        not null default '',
  sku                text,
  product_id         uuid        references products on delete set null,
  variant_id         uuid        references variants on delete set null,
  external_product_id text,
  external_variant_id text,
  quantity           numeric(14, 3) not null,
  -- What is left after edits and refunds of the line; equal to quantity until then.
  current_quantity   numeric(14, 3) not null,
  unit_price_minor   bigint      not null,
  -- All that was taken off; of it, the line's share of a discount on the whole order.
  discount_minor     bigint      not null default 0,
  shared_discount_minor bigint   not null default 0,
  tax_minor          bigint      not null default 0,
  -- After discount, as the order counts tax (included or not).
  net_minor          bigint      not null,
  is_gift_card       boolean     not null default false,
  primary key (order_id, position)
);
create index order_lines_by_product on order_lines (product_id);
create index order_lines_by_variant on order_lines (variant_id);
-- Lines that wait for their product or for its variant to be told.
create index order_lines_unlinked   on order_lines (external_product_id)
  where external_product_id is not null and (product_id is null or variant_id is null);

-- Shipping, fees, tips, taxes and discounts of the whole order, each with its name.
create table order_charges (
  order_id     uuid   not null references orders on delete cascade,
  position     int    not null,
  kind         text   not null check (kind in ('shipping', 'fee', 'tip', 'tax', 'discount')),
  title        text   not null,
  amount_minor bigint not null,
  tax_minor    bigint not null default 0,
  -- Parts of a million: 6 % is 60000.
  rate_ppm     int,
  primary key (order_id, position)
);

-- The number of the next order entered by hand. A sequence: who sells waits for nobody, and one that failed leaves a gap.
create sequence order_numbers;

-- When a store last said that an order is gone, also of one that was never told. The order is deleted while no later
-- state of it is known.
create table order_deletions (
  connection_id uuid        not null,
  external_id   text        not null,
  deleted_at    timestamptz not null,
  primary key (connection_id, external_id)
);
