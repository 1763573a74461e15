-- Each order is looked up by its id, however many lines changed at once: a plan made for a thousand of them would read all
-- orders, and stay for the next one.
create or replace function touch_day_of_lines() returns trigger language plpgsql as $$
begin
  insert into day_touches (at)
  select distinct o.placed_at
    from (select distinct order_id from changed) as c,
         lateral (select placed_at from orders where id = c.order_id and is_sale limit 1) as o;
  return null;
end $$;
