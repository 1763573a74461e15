-- In which states a customer's orders are: how many are in each, up to five, a digit of base six for each, in the order of
-- crm/customers/order-states.rules.ts. Whoever has no paid order is found without looking at a single order.
alter table customers add column order_states bigint not null default 0;

update customers c
   set order_states = kept.states
  from (select customer_id, sum(least(orders, 5) * (6::numeric ^ place))::bigint as states
          from (select o.customer_id, p.place, count(*) as orders
                  from orders o,
                       lateral (values
                         (array_position('{pending,open,completed,cancelled,failed,draft}'::text[], o.status) - 1),
                         (array_position('{unpaid,pending,authorised,part_paid,paid,part_refunded,refunded,voided,disputed}'::text[],
                                         o.payment_status) + 5),
                         (array_position('{unfulfilled,part_fulfilled,fulfilled,cancelled}'::text[],
                                         o.fulfilment_status) + 14)) as p(place)
                 where o.customer_id is not null and o.deleted_at is null
                 group by 1, 2) as counted
         group by 1) as kept
 where c.id = kept.customer_id;
