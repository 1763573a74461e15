-- What the service is sold as. Data, not code: an operator loads their own (`kaunter plans load FILE`). A plan that is not
-- offered any more stays for those who have it.
create table plans (
  key          text        primary key,
  position     int         not null,
  -- In each language.
  name         jsonb       not null,
  -- By interval and currency, in minor units.
  prices       jsonb       not null,
  -- They warn, and hold nothing back.
  limits       jsonb       not null,
  withdrawn_at timestamptz
);

insert into plans (key, position, name, prices, limits) values
  ('kedai', 0, '{"en": "Shop", "ms": "Kedai"}',
   '{"month": {"MYR": 4900, "USD": 1200, "EUR": 1100}, "year": {"MYR": 49000, "USD": 12000, "EUR": 11000}}',
   '{"customers": 5000, "orders": 500, "members": 3, "bytes": 5368709120}'),
  ('niaga', 1, '{"en": "Business", "ms": "Niaga"}',
   '{"month": {"MYR": 14900, "USD": 3500, "EUR": 3200}, "year": {"MYR": 149000, "USD": 35000, "EUR": 32000}}',
   '{"customers": 50000, "orders": 5000, "members": 10, "bytes": 53687091200}'),
  ('korporat', 2, '{"en": "Corporate", "ms": "Korporat"}',
   '{"month": {"MYR": 39900, "USD": 9500, "EUR": 8800}, "year": {"MYR": 399000, "USD": 95000, "EUR": 88000}}',
   '{"customers": 1000000, "orders": 50000, "members": 100, "bytes": 536870912000}');
