-- Whose work an order is: the account that entered it, or that it was given to. Null: nobody's, as all that stores tell of.
alter table orders add column owner_id uuid;
create index orders_by_owner on orders (owner_id, placed_at desc, id desc) where owner_id is not null;
