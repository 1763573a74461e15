-- Shopify tells contracts without what they cost: that is not nothing, it is not known.
alter table subscriptions alter column amount_minor drop not null;
update subscriptions s
   set amount_minor = null
  from connections c
 where c.id = s.connection_id and c.kind = 'shopify' and s.amount_minor = 0;
