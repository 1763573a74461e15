/** What people do while a store's deliveries take the same rows the other way round. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import type pg from "pg";
import { z } from "zod";
import { post } from "#kernel/contract.ts";
import { newId } from "#kernel/ids.ts";
import { command, perform } from "#platform/actions/action.ts";
import { sql } from "#platform/db/sql.ts";
import { withAdmin } from "#platform/tenancy/server.ts";
import { signedUp, testDoor } from "#platform/testing/door.ts";
import { testCompany } from "#platform/testing/house.ts";

const door = await testDoor();
after(() => door[Symbol.asyncDispose]());

test("a person whose change meets a deadlock with a delivery is served all the same", async () => {
  const owner = await signedUp(door);
  const customer = await owner.ask("POST", "/api/crm/customers", { name: "Aina binti Zul" });
  const made = await owner.ask("POST", "/api/sales/orders", {
    customerId: customer.body.id,
    channel: "stall",
    lines: [{ title: "Kopi", quantity: 1, unitPriceMinor: 500 }],
  });
  assert.equal(made.status, 200, JSON.stringify(made.body));
  const { rows } = await door.house.control.query("select database_name as name from companies");

  const cancelled = await withAdmin(door.house.serverUrl, rows[0].name, async (delivery) => {
    await delivery.query("set deadlock_timeout = '1h'; begin; select from customers for update");
    const asked = owner.ask("POST", `/api/sales/orders/${made.body.id}/cancel`, { version: 1 });
    await someoneWaits(delivery);
    await delivery.query("select from orders for update; commit");
    return asked;
  });
  assert.equal(cancelled.status, 200, JSON.stringify(cancelled.body));
  assert.equal(cancelled.body.status, "cancelled");
  const { body } = await owner.ask("GET", `/api/sales/orders/${made.body.id}`);
  assert.deepEqual([body.status, body.version], ["cancelled", 2]);
});

const Nothing = z.object({});
const beaten = sql`do $$ begin raise exception 'beaten' using errcode = '40P01'; end $$`;

test("who loses every time is told so, and what was committed elsewhere is not done twice", async () => {
  const { house } = door;
  const company = await testCompany(house);
  const caller = company.caller(["x.y.write"]);
  let tries = 0;
  const losing = (reachesOut: boolean) =>
    command({
      does: post("/x", Nothing, Nothing),
      needs: "x.y.write",
      async run(ctx) {
        tries += 1;
        await ctx.audit({ type: "customer", id: newId<"customer">(), name: "x" }, {});
        if (reachesOut) await ctx.inControl((db) => db.rows(sql`select 1`));
        await ctx.db.run(beaten);
        return {};
      },
    });
  await assert.rejects(perform(losing(false), house, caller, {}), { code: "40P01" });
  assert.equal(tries, 3);
  await assert.rejects(perform(losing(true), house, caller, {}), { code: "40P01" });
  assert.equal(tries, 4);
});

async function someoneWaits(client: pg.Client): Promise<void> {
  for (;;) {
    const { rowCount } = await client.query(
      "select from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))",
    );
    if (rowCount !== 0) return;
  }
}
