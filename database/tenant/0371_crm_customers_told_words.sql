-- How many live in a city, are called so, or ordered last when: the lists look by these expressions, whose indexes leave
-- out who is put aside, and of such an index the planner does not read what was counted. It then took any city for a
-- two-hundredth of all and walked through the many one by one.
create statistics customers_told_city on (lower(city)) from customers;
create statistics customers_told_name on (lower(name)) from customers;
create statistics customers_told_last_order on (coalesce(last_order_at, '-infinity'::timestamptz)) from customers;
analyze customers;
