-- What the orders of each day come to, so that two years of figures are read from a few thousand rows. A job writes it for
-- days that are over (modules/sales/days); today, and any day touched since, is read from its orders. So no sale waits for
-- a sum that others change as well, and what is shown is exact at every moment.

-- How far the days are rolled up, and in which zone a day is a day: another zone starts anew.
create table day_horizon (
  is_only  boolean primary key default true check (is_only),
  zone     text    not null default '',
  -- Every day before it. Null: none yet.
  until_on date
);
insert into day_horizon default values;

-- By the day orders were placed; refunds by the day they were made, in rows of their own.
create table day_sums (
  id            bigint  generated always as identity primary key,
  sold_on       date    not null,
  currency      text    not null,
  connection_id uuid,
  is_sale       boolean not null,
  orders_count  int     not null,
  total_minor   bigint  not null,
  net_minor     bigint  not null,
  refunds_minor bigint  not null
);
create index day_sums_by_day on day_sums (sold_on);

-- What is left of the lines of sales, by the day their orders were placed. A line without a product is known by its title.
create table day_products (
  id            bigint  generated always as identity primary key,
  sold_on       date    not null,
  currency      text    not null,
  connection_id uuid,
  product_id    uuid,
  title         text    not null,
  sold_count    numeric not null,
  net_minor     bigint  not null
);
create index day_products_by_day on day_products (sold_on);

-- A moment whose day comes to something else since its transaction. Only ever added by those who sell, so that nobody waits;
-- the job takes those away that it saw when it added the day up.
create table day_touches (
  id bigint      generated always as identity primary key,
  at timestamptz not null
);
create index day_touches_by_time on day_touches (at);

-- Touches are written by triggers: a purge, a cascade or a product that is gone changes what a day comes to as well, and
-- none of them must know of this.
create function touch_day_of_order() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into day_touches (at) values (new.placed_at);
  elsif tg_op = 'DELETE' then
    insert into day_touches (at) values (old.placed_at);
  else
    insert into day_touches (at) values (new.placed_at);
    if old.placed_at <> new.placed_at then
      insert into day_touches (at) values (old.placed_at);
    end if;
    -- Its refunds count, or count as another currency's or store's, on days of their own.
    if (old.is_sale, old.currency, old.connection_id) is distinct from (new.is_sale, new.currency, new.connection_id) then
      insert into day_touches (at) select refunded_at from refunds where order_id = new.id;
    end if;
  end if;
  return null;
end $$;
create trigger orders_touch_day_new after insert on orders
  for each row when (new.deleted_at is null) execute function touch_day_of_order();
create trigger orders_touch_day_gone after delete on orders
  for each row when (old.deleted_at is null) execute function touch_day_of_order();
create trigger orders_touch_day_changed after update on orders
  for each row when (
    (old.deleted_at is null or new.deleted_at is null) and
    (old.deleted_at is null, old.is_sale, old.currency, old.connection_id, old.placed_at, old.total_minor, old.refunded_minor)
      is distinct from
    (new.deleted_at is null, new.is_sale, new.currency, new.connection_id, new.placed_at, new.total_minor, new.refunded_minor))
  execute function touch_day_of_order();

-- Lines that vanish with their order find it no more: it has touched its day itself.
create function touch_day_of_lines() returns trigger language plpgsql as $$
begin
  insert into day_touches (at)
  select distinct o.placed_at from orders o where o.is_sale and o.id in (select order_id from changed);
  return null;
end $$;
create trigger order_lines_touch_day_new after insert on order_lines
  referencing new table as changed for each statement execute function touch_day_of_lines();
create trigger order_lines_touch_day_changed after update on order_lines
  referencing new table as changed for each statement execute function touch_day_of_lines();
create trigger order_lines_touch_day_gone after delete on order_lines
  referencing old table as changed for each statement execute function touch_day_of_lines();

create function touch_day_of_refund() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    insert into day_touches (at) values (old.refunded_at);
  end if;
  if tg_op <> 'DELETE' then
    insert into day_touches (at) values (new.refunded_at);
  end if;
  return null;
end $$;
create trigger refunds_touch_day after insert or update or delete on refunds
  for each row execute function touch_day_of_refund();
