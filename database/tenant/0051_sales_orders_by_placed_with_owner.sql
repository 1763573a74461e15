-- Whose an order is, is filtered by as well: the index that carries all that lists filter by carries it too.
drop index orders_by_placed;
create index orders_by_placed on orders (placed_at desc, id desc)
  include (status, payment_status, fulfilment_status, channel, currency, is_sale, total_minor, net_minor, connection_id, owner_id)
  where deleted_at is null;
