-- Of a customer whom a person put together from several: which of those the order, or the subscription, would be without
-- that. Null: the customer's own, and always so where nobody was merged.
alter table orders add column part_id uuid;
create index orders_by_part on orders (part_id) where part_id is not null;

alter table subscriptions add column part_id uuid;
create index subscriptions_by_part on subscriptions (part_id) where part_id is not null;
