-- Tags of an order are people's words: no store says or changes them.
alter table orders add column tags text[] not null default '{}';
create index orders_by_tag on orders using gin (tags);
