-- Money that came, was held or let go. A payment may be told before its order: then order_id waits.
create table payments (
  id                uuid        primary key,
  order_id          uuid        references orders on delete cascade deferrable initially deferred,
  connection_id     uuid,
  order_external_id text,
  external_id       text,
  kind              text        not null check (kind in ('payment', 'authorisation', 'refund', 'void')),
  status            text        not null check (status in ('succeeded', 'pending', 'failed')),
  method            text        not null default '',
  currency          text        not null check (currency ~ '^[A-Z]{3}$'),
  amount_minor      bigint      not null,
  paid_at           timestamptz not null,
  reference         text        not null default '',
  source_tie        text collate "C" not null default '',
  created_at        timestamptz not null,
  check ((connection_id is null) = (external_id is null)),
  check ((connection_id is null) = (order_external_id is null)),
  check (order_id is not null or connection_id is not null)
);
create unique index payments_of_store on payments (connection_id, order_external_id, external_id) where external_id is not null;
create index payments_by_order on payments (order_id);
