import assert from "node:assert/strict";
import { test } from "node:test";
import { ORDER_STATES_OF_C } from "#modules/sales/fixtures/states.ts";
import { urlFor } from "#platform/tenancy/names.ts";
import { testCompany, testHouse } from "#platform/testing/house.ts";
import { settle } from "./crowd.ts";

test("a made-up company adds up: what customers spent is what their orders say, each address leads to one, and every index is back", async () => {
  await using house = await testHouse();
  const { access } = await testCompany(house);
  const ask = async (text: string) => (await access.pool.query(text)).rows;
  const indexes = "select indexdef from pg_indexes where schemaname = 'public' order by indexname";
  const before = await ask(indexes);
  const { rows } = await house.control.query("select database_name from companies");
  await settle(urlFor(house.serverUrl, rows[0].database_name), {
    customers: 400,
    orders: 2_000,
    until: house.now(),
    currency: "MYR",
  });

  assert.deepEqual(await ask("select count(*)::int as count from customers"), [{ count: 400 }]);
  assert.deepEqual(await ask("select count(*)::int as count from orders"), [{ count: 2_000 }]);
  assert.deepEqual(
    await ask(`
      select c.id from customers c left join lateral (
        select count(*) as orders, coalesce(sum(net_minor) filter (where currency = 'MYR'), 0) as spent,
               max(placed_at) as last
          from orders where customer_id = c.id and is_sale) as o on true
       where (c.orders_count, c.spent_minor) <> (o.orders, o.spent) or c.last_order_at is distinct from o.last
          or c.order_states <> ${ORDER_STATES_OF_C}`),
    [],
  );
  assert.deepEqual(
    await ask(`
      select c.id from customers c left join customer_identities i on i.customer_id = c.id and i.key = c.email
       where (c.email is null) <> (i.key is null)`),
    [],
  );
  assert.deepEqual(
    await ask(`
      select o.id from orders o where total_minor <> (select sum(net_minor) from order_lines where order_id = o.id)`),
    [],
  );
  assert.deepEqual(await ask(indexes), before);
});
