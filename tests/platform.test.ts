import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { get, post } from "#kernel/contract.ts";
import { Problem } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import { command, perform, query } from "#platform/actions/action.ts";
import { sql, toQuery, when } from "#platform/db/sql.ts";
import { testCompany, testHouse } from "#platform/testing/house.ts";

const insertEntry = sql`
  insert into timeline_entries (subject_type, subject_id, key, kind, at)
  values ('customer', ${newId<"customer">()}, 'k', 'k', now())`;

test("a query cannot write", async () => {
  await using house = await testHouse();
  const { admin } = await testCompany(house);
  const caller = { ...admin, actor: { ...admin.actor, permissions: new Set(["x.y.read"]) } };
  const sneaky = query({
    does: get("/x", z.object({}), z.any()),
    needs: "x.y.read",
    run: (ctx) => ctx.db.run(insertEntry),
  });
  await assert.rejects(perform(sneaky, house, caller, {}), /read-only transaction/);
});

test("a command that changes and audits nothing is our bug, and then nothing has happened", async () => {
  await using house = await testHouse();
  const company = await testCompany(house);
  const silent = command({
    does: post("/x", z.object({}), z.any()),
    needs: "x.y.write",
    run: (ctx) => ctx.db.run(insertEntry),
  });
  await assert.rejects(
    perform(silent, house, company.caller(["x.y.write"]), {}),
    /audited nothing/,
  );
  const { rows } = await company.access.pool.query("select from timeline_entries");
  assert.equal(rows.length, 0);
});

test("a reply that breaks its promise undoes the deed", async () => {
  await using house = await testHouse();
  const company = await testCompany(house);
  const broken = command({
    does: post("/x", z.object({}), z.object({ count: z.int() })),
    needs: "x.y.write",
    run: async (ctx) => {
      await ctx.audit({ type: "customer", id: newId<"customer">(), name: "x" }, {});
      return { count: "many" as unknown as number };
    },
  });
  await assert.rejects(perform(broken, house, company.caller(["x.y.write"]), {}));
  const { rows } = await company.access.pool.query("select from audit_entries");
  assert.equal(rows.length, 0);
});

test("what does not fit is answered at its field", async () => {
  await using house = await testHouse();
  const company = await testCompany(house);
  const strict = query({
    does: get("/x", z.object({ name: z.string().min(1, "field.required") }), z.any()),
    needs: "x.y.read",
    run: async () => null,
  });
  await assert.rejects(
    perform(strict, house, company.caller(["x.y.read"]), { name: "" }),
    (error: unknown) => {
      assert(error instanceof Problem && error.kind === "invalid");
      assert.deepEqual(error.details, [{ path: ["name"], code: "field.required" }]);
      return true;
    },
  );
});

test("fragments nest and values stay parameters", () => {
  const inner = sql`name = ${"a"}`;
  assert.deepEqual(
    toQuery(
      sql`select 1 where x = ${1} and ${inner} ${when(false, sql`and z = ${3}`)} and y = ${2}`,
    ),
    { text: "select 1 where x = $1 and name = $2  and y = $3", values: [1, "a", 2] },
  );
});
