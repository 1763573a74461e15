import assert from "node:assert/strict";
import { test } from "node:test";
import { showId } from "#kernel/ids.ts";
import { sold } from "#modules/records/trash/trash.testing.ts";
import { testShop } from "#modules/sales/fixtures/shop.ts";
import { asked, asksOf } from "./requests.testing.ts";

const DAY_MS = 86_400_000;

test("a request that is entered finds its customer, says when it is due and waits on top until it is answered", async () => {
  await using shop = await testShop();
  const { customer } = await sold(shop);
  const entered = await asksOf(shop, "enter", {
    kind: "access",
    channel: "email",
    name: "Aina",
    email: "Aina@Example.com",
    receivedOn: "2026-11-20",
  });
  assert.equal(entered.customerId, showId("customer", customer));
  assert.deepEqual(
    [entered.person, entered.dueOn, entered.isOverdue, entered.state],
    ["Aina binti Zul", "2026-12-11", false, "open"],
  );
  const later = await asksOf(shop, "enter", {
    kind: "erasure",
    channel: "phone",
    name: "Somebody",
    receivedOn: "2026-11-22",
  });
  assert.equal(later.dueOn, "2026-12-22");
  const { rows } = await asksOf(shop, "list", {});
  assert.deepEqual(
    rows.map(({ id }: { id: string }) => id),
    [entered.id, later.id],
  );
  assert.deepEqual(await asksOf(shop, "open", {}), { count: 2, overdueCount: 0 });
  shop.house.clock.advance(20 * DAY_MS);
  assert.deepEqual(await asksOf(shop, "open", {}), { count: 2, overdueCount: 1 });
  assert.deepEqual(await asksOf(shop, "count", { view: "overdue" }), { count: 1, allCount: 2 });
});

test("nobody is entered without anything to know them by, nor a request from tomorrow", async () => {
  await using shop = await testShop();
  const enter = (more: object) =>
    asksOf(shop, "enter", { kind: "access", channel: "form", receivedOn: "2026-11-20", ...more });
  await assert.rejects(enter({}), { code: "crm.request.has_nobody" });
  await assert.rejects(enter({ name: "Aina", receivedOn: "2026-11-23" }), (error: any) => {
    assert.deepEqual(error.details, [{ path: ["receivedOn"], code: "crm.request.received_later" }]);
    return true;
  });
});

test("nothing is handed out or erased before it is known who asks and made sure that it is them", async () => {
  await using shop = await testShop();
  const { customer } = await sold(shop);
  const entered = await asksOf(shop, "enter", {
    kind: "access",
    channel: "letter",
    name: "Puan Aina",
    receivedOn: "2026-11-20",
  });
  const pack = (of: { id: string; version: number }) =>
    asksOf(shop, "pack", { id: of.id, version: of.version, format: "json", language: "en" });
  await assert.rejects(pack(entered), { code: "crm.request.nobody_known" });
  const { rows } = await asksOf(shop, "people", { id: entered.id, search: "zul" });
  assert.deepEqual(
    rows.map(({ name, ordersCount }: { name: string; ordersCount: number }) => [name, ordersCount]),
    [["Aina binti Zul", 2]],
  );
  const matched = await asksOf(shop, "match", {
    id: entered.id,
    version: entered.version,
    customerId: showId("customer", customer),
  });
  await assert.rejects(pack(matched), { code: "crm.request.not_checked" });
  const checked = await asksOf(shop, "identify", {
    id: matched.id,
    version: matched.version,
    how: "showed their identity card at the counter",
  });
  assert.equal(checked.checkedBy, "Aisyah binti Rahman");
  await assert.rejects(
    asksOf(shop, "finish", { id: checked.id, version: checked.version, answer: "sent" }),
    { code: "crm.request.nothing_handed_out" },
  );
  const { request } = await pack(checked);
  const done = await asksOf(shop, "finish", {
    id: request.id,
    version: request.version,
    answer: "Sent to the address we know on 22 November.",
  });
  assert.deepEqual([done.state, done.blocked.pack], ["done", "crm.request.is_closed"]);
});

test("the pack holds all that is kept of somebody in every table, for machines and for people", async () => {
  await using shop = await testShop();
  const { customer, order } = await sold(shop);
  const checked = await asked(shop, "access", customer);
  const { file, request } = await asksOf(shop, "pack", {
    id: checked.id,
    version: checked.version,
    format: "json",
    language: "en",
  });
  assert.deepEqual([file.name, file.type], [`${checked.id}.json`, "application/json"]);
  const pack = JSON.parse(file.content);
  const tables = Object.assign({}, ...pack.parts.map((part: { tables: object }) => part.tables));
  const counts = Object.fromEntries(
    Object.entries(tables).map(([table, rows]) => [table, (rows as object[]).length]),
  );
  assert.deepEqual(
    {
      customers: counts["customers"],
      orders: counts["orders"],
      lines: counts["order_lines"],
      payments: counts["payments"],
      refunds: counts["refunds"],
      subscriptions: counts["subscriptions"],
    },
    { customers: 1, orders: 2, lines: 2, payments: 1, refunds: 1, subscriptions: 1 },
  );
  assert.equal(tables.customers[0].name, "Aina binti Zul");
  assert.ok(tables.orders.some(({ id }: { id: string }) => id === order));
  for (const table of ["timeline_entries", "audit_entries"])
    assert.ok((counts[table] ?? 0) >= 3, `${table}: ${counts[table]}`);
  assert.equal(counts["customer_identities"], 2, "their address and their account");
  assert.deepEqual(pack.knownBy, { emails: ["aina@example.com"], phones: ["+60123456789"] });

  const page = await asksOf(shop, "pack", {
    id: request.id,
    version: request.version,
    format: "html",
    language: "ms",
  });
  assert.match(page.file.content, /<html lang="ms">/);
  assert.match(page.file.content, /Apa yang disimpan tentang anda/);
  assert.match(page.file.content, /Aina binti Zul/);
});

test("whoever takes the pack along has just proved who they are, sees everything, and stands in the log", async () => {
  await using shop = await testShop();
  const { customer } = await sold(shop);
  const { id, version } = await asked(shop, "access", customer);
  const pack = { id, version, format: "json", language: "en" };
  const stale = { ...shop.caller, provedAt: null, now: shop.house.clock.now };
  await assert.rejects(asksOf(shop, "pack", pack, stale), { code: "accounts.session.stale" });
  for (const role of ["viewer", "member", "analyst"] as const)
    await assert.rejects(asksOf(shop, "pack", pack, role), { kind: "forbidden" }, role);
  await asksOf(shop, "pack", pack);
  const [entry] = await shop.rows(
    "select actor_name, change from audit_entries where action = 'crm.requests.export'",
  );
  assert.equal(entry.actor_name, "Aisyah binti Rahman");
  assert.equal(entry.change.packed, "json");
  const { rows } = await shop.house.control.query(
    "select count(*)::int as count from security_events where kind = 'records.exported'",
  );
  assert.equal(rows[0].count, 1);
});

test("a refusal keeps its reason, and a closed request rests", async () => {
  await using shop = await testShop();
  const { customer } = await sold(shop);
  const { id, version } = await asked(shop, "erasure", customer);
  await assert.rejects(asksOf(shop, "refuse", { id, version, answer: " " }), { kind: "invalid" });
  const refused = await asksOf(shop, "refuse", { id, version, answer: "An order is still open." });
  assert.deepEqual([refused.state, refused.answer], ["refused", "An order is still open."]);
  for (const verb of ["refuse", "identify", "erase"] as const)
    await assert.rejects(
      asksOf(shop, verb, { id, version: refused.version, answer: "x", how: "x" }),
      { code: "crm.request.is_closed" },
    );
  assert.deepEqual(await asksOf(shop, "open", {}), { count: 0, overdueCount: 0 });
});
