-- Whose work a customer is: the account that entered them, or that they were given to. Null: nobody's, as all that stores
-- tell of. For roles that may on their own or their team's records only.
alter table customers add column owner_id uuid;
create index customers_by_owner on customers (owner_id) where owner_id is not null;

-- The order of names for who does not see how people are reached: sort_name falls back on that for the nameless.
create index customers_by_plain_name on customers (lower(name), id) where archived_at is null;
