-- Between which moments each customer ordered: who bought in a long period is counted from here, not from its orders.
create index customers_by_span on customers (last_order_at, first_order_at) include (id)
  where last_order_at is not null and archived_at is null;
