-- A store that tells all refunds of an order with the order (WooCommerce) tells of a deleted one by leaving it out.
-- `listed_at`: the newest state of its order, by the store's clock, that listed it. A refund is there as long as no newer
-- state leaves it out; null where refunds are told on their own, and never vanish.
alter table refunds add column listed_at timestamptz;

-- Those that were left out, with what a late word needs: whatever order the states arrive in, the same refunds are there.
create table refund_deletions (
  connection_id     uuid        not null,
  order_external_id text        not null,
  external_id       text        not null,
  order_id          uuid        not null references orders on delete cascade deferrable initially deferred,
  refunded_at       timestamptz not null,
  listed_at         timestamptz not null,
  primary key (connection_id, order_external_id, external_id)
);
create index refund_deletions_by_order on refund_deletions (order_id);

-- What is known so far was listed by the state that is known. No day has to be added up anew for that.
alter table refunds disable trigger refunds_touch_day;
update refunds r set listed_at = o.source_updated_at
  from orders o join connections c on c.id = o.connection_id
 where r.order_id = o.id and r.external_id is not null and c.kind = 'woocommerce';
alter table refunds enable trigger refunds_touch_day;
