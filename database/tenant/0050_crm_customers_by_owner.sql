-- A colleague's customers, and nobody's, in the order of the list; what they spent together is summed from here alone.
drop index customers_by_owner;
create index customers_by_owner  on customers (owner_id, coalesce(last_order_at, '-infinity'::timestamptz) desc, id desc)
  include (spent_minor) where owner_id is not null and archived_at is null;
create index customers_of_nobody on customers (coalesce(last_order_at, '-infinity'::timestamptz) desc, id desc)
  include (spent_minor) where owner_id is null and archived_at is null;
