-- Customers are asked for by what they bought: of each their orders, or of some days those who ordered. Both are answered
-- from an index alone, which holds whatever filters ask of an order; before, each order was fetched from the table.
drop index orders_by_customer;
create index orders_by_customer on orders (customer_id, placed_at desc)
  include (id, is_sale, status, payment_status, fulfilment_status, channel, currency, total_minor, net_minor, deleted_at);
drop index orders_by_placed;
create index orders_by_placed on orders (placed_at desc, id desc)
  include (status, payment_status, fulfilment_status, channel, currency, is_sale, total_minor, net_minor, connection_id,
           owner_id, customer_id)
  where deleted_at is null;
