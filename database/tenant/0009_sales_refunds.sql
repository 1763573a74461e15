-- Money given back. A refund may be told before its order: then order_id waits.
create table refunds (
  id                uuid        primary key,
  order_id          uuid        references orders on delete cascade deferrable initially deferred,
  connection_id     uuid,
  order_external_id text,
  external_id       text,
  currency          text        not null check (currency ~ '^[A-Z]{3}$'),
  amount_minor      bigint      not null check (amount_minor >= 0),
  reason            text        not null default '',
  -- Whether the gateway gave the money back, as far as the platform says. By hand it is given back all the same.
  has_moved_money   boolean,
  -- The earliest of the moments it was told with.
  refunded_at       timestamptz not null,
  lines             jsonb       not null default '[]',
  source_tie        text collate "C" not null default '',
  created_at        timestamptz not null,
  check ((connection_id is null) = (external_id is null)),
  check ((connection_id is null) = (order_external_id is null)),
  check (order_id is not null or connection_id is not null)
);
create unique index refunds_of_store on refunds (connection_id, order_external_id, external_id) where external_id is not null;
create index refunds_by_order on refunds (order_id);
create index refunds_by_time  on refunds (refunded_at);
