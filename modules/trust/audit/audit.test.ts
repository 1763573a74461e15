import assert from "node:assert/strict";
import { test } from "node:test";
import { newId, showId } from "#kernel/ids.ts";
import { inCompany, perform } from "#platform/actions/action.ts";
import type { Actor } from "#platform/actions/context.ts";
import { testCompany, testHouse } from "#platform/testing/house.ts";
import type { AuditEntry } from "./audit.contract.ts";
import { auditRoutes } from "./audit.routes.ts";

const [list, , , , actions] = auditRoutes as Deed[] as [Deed, Deed, Deed, Deed, Deed];
type Deed = Parameters<typeof perform>[0];

test("the log shows who did what to which record, newest first, and pages through each entry once", async () => {
  await using log = await logOf();
  for (let i = 0; i < 12; i += 1) await log.write("crm.customers.write", `Customer ${i}`);
  const whole = await log.list({});
  assert.deepEqual(
    whole.rows.map(({ subjectName }: AuditEntry) => subjectName),
    Array.from({ length: 12 }, (_, i) => `Customer ${11 - i}`),
  );
  const [newest] = whole.rows;
  assert.deepEqual(
    [newest.actorName, newest.action, newest.subjectType, newest.change],
    ["Aisyah binti Rahman", "crm.customers.write", "customer", { after: { city: "Ipoh" } }],
  );
  const paged: AuditEntry[] = [];
  let after: string | undefined;
  do {
    const page = await log.list({ limit: "5", ...(after && { after }) });
    paged.push(...page.rows);
    after = page.next ?? undefined;
  } while (after !== undefined);
  assert.deepEqual(paged, whole.rows);
});

test("the log is narrowed by deed, by who did it, by record, by words and by the company's days", async () => {
  await using log = await logOf();
  const store = { kind: "connection", id: newId(), name: "Kedai Woo" } as const;
  const aina = await log.write("crm.customers.write", "Aina 100%");
  await log.write("connect.deliveries.process", "#1001", store);
  // 00:30 of the next day in Kuala Lumpur.
  log.house.clock.now = new Date("2026-11-22T16:30:00Z");
  await log.write("sales.orders.write", "#1002");
  const names = async (filter: object) =>
    (await log.list(filter)).rows.map(({ subjectName }: AuditEntry) => subjectName);
  assert.deepEqual(await names({ action: "sales.orders.write" }), ["#1002"]);
  assert.deepEqual(await names({ actorKind: "connection" }), ["#1001"]);
  assert.deepEqual(await names({ subject: showId("customer", aina) }), ["Aina 100%"]);
  assert.deepEqual(await names({ subject: "cus_nobody" }), []);
  assert.deepEqual(await names({ search: "aina" }), ["Aina 100%"]);
  assert.deepEqual(await names({ search: "kedai" }), ["#1001"]);
  assert.deepEqual(await names({ search: "0%" }), ["Aina 100%"]);
  assert.deepEqual(await names({ from: "2026-11-23" }), ["#1002"]);
  assert.deepEqual(await names({ to: "2026-11-22" }), ["#1001", "Aina 100%"]);
  assert.deepEqual((await log.actions()).actions, [
    "connect.deliveries.process",
    "crm.customers.write",
    "sales.orders.write",
  ]);
});

test("nobody changes or removes an entry, not even the company's own role", async () => {
  await using log = await logOf();
  await log.write("crm.customers.write", "Aina");
  for (const statement of [
    "update audit_entries set actor_name = 'nobody'",
    "delete from audit_entries",
    "truncate audit_entries",
  ])
    await assert.rejects(log.pool.query(statement), { code: "42501" });
});

test("whoever may not read the log is refused", async () => {
  await using log = await logOf();
  await assert.rejects(log.list({}, "member"), { kind: "forbidden" });
});

async function logOf() {
  const house = await testHouse();
  const company = await testCompany(house);
  return {
    house,
    pool: company.access.pool,
    // biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects.
    list: (filter: object, role?: "member"): Promise<any> =>
      perform(list, house, role === undefined ? company.admin : company.caller(role), filter),
    // biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects.
    actions: (): Promise<any> => perform(actions, house, company.admin, {}),
    write: async (action: string, name: string, by?: Omit<Actor, "permissions">) => {
      const id = newId<"customer">();
      const actor = by === undefined ? company.admin.actor : { ...by, permissions: new Set("") };
      const caller = { ...company.admin, actor, now: house.clock.now };
      await inCompany(house, caller, action, "read write", (ctx) =>
        ctx.audit({ type: "customer", id, name }, { after: { city: "Ipoh" } }),
      );
      return id;
    },
    [Symbol.asyncDispose]: () => house[Symbol.asyncDispose](),
  };
}
