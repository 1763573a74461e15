import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { inspectBooks } from "#modules/finance/finance.public.ts";
import { inspectLog, signLogs } from "#modules/trust/trust.public.ts";
import { withAdmin } from "#platform/tenancy/server.ts";
import { SIGN_UP } from "#platform/testing/door.ts";
import { fingerprint } from "#platform/testing/fingerprint.ts";
import { type BackedUp, backedUpDoor } from "./backups.testing.ts";
import { keepBackups } from "./backups.ts";
import { doReturns } from "./returns.ts";

let at: BackedUp;
before(async () => {
  at = await backedUpDoor();
  const startsOn = `${at.door.house.clock.now.toISOString().slice(0, 7)}-01`;
  const books = { chart: "online_my", language: "en", startsOn };
  const { status, body } = await at.owner.ask("POST", "/api/finance/books/switch_on", books);
  assert.equal(status, 200, JSON.stringify(body));
  await at.door.house.drain(at.companyId);
  await signLogs(at.door.house);
});
after(() => at[Symbol.asyncDispose]());

const AT = "/api/companies/backups";

async function kept(): Promise<{ id: string; verifiedAs: string; findings: string[] }> {
  const { body } = await at.owner.ask("POST", AT, {});
  await keepBackups(at.ground, [inspectBooks, inspectLog]);
  const { rows } = (await at.owner.ask("GET", AT)).body;
  return rows.find(({ id }: { id: string }) => id === body.id);
}

const inCompany = async (statement: string) => {
  const { rows } = await at.door.house.control.query<{ name: string }>(
    "select database_name as name from companies where id = $1",
    [at.companyId],
  );
  await withAdmin(at.door.house.serverUrl, rows[0]?.name ?? "", (client) =>
    client.query(`set session_replication_role to replica; ${statement}`),
  );
};

test("books and audit log within each restored copy are looked through, and sound ones say nothing", async () => {
  const { verifiedAs, findings } = await kept();
  assert.deepEqual([verifiedAs, findings], ["equal", []]);
});

test("a company whose books are on returns to a backup with them, to the cent", async () => {
  const { id } = await kept();
  const balances = async () => {
    await at.door.house.companies.forget(at.companyId);
    const access = await at.door.house.companies.access(at.companyId);
    assert.ok(access);
    const { rows } = await access.pool.query(
      "select count(*)::int as entries, sum(amount_minor) filter (where amount_minor > 0) as debit from journal_lines",
    );
    return { ...rows[0], hash: await fingerprint(access.pool, []) };
  };
  const then = await balances();
  assert.ok(then.entries > 10, JSON.stringify(then));
  const sold = await at.owner.ask("POST", "/api/sales/orders", {
    channel: "stall",
    lines: [{ title: "Roti", quantity: 1, unitPriceMinor: 450 }],
    shippingMinor: 0,
    isPaid: true,
  });
  assert.equal(sold.status, 200);
  assert.notEqual((await balances()).entries, then.entries);
  await at.owner.ask("POST", "/api/accounts/sessions/confirm", { password: SIGN_UP.password });
  const asked = await at.owner.ask("POST", `${AT}/${id}/return`, { id, name: SIGN_UP.companyName });
  assert.equal(asked.status, 200, JSON.stringify(asked.body));
  await doReturns(at.ground, async () => undefined);
  const { entries, debit } = await balances();
  assert.deepEqual([entries, debit], [then.entries, then.debit]);
  const found = await kept();
  assert.deepEqual([found.verifiedAs, found.findings], ["equal", []]);
});

test("a ledger that does not add up and a log that was altered are found in the copy, by name", async () => {
  await inCompany(
    "update journal_lines set amount_minor = amount_minor + 1 where (entry_id, position) = (select entry_id, position from journal_lines limit 1)",
  );
  await inCompany(
    "update audit_entries set actor_name = 'Somebody' where id = (select min(id) from audit_entries)",
  );
  const { verifiedAs, findings } = await kept();
  assert.equal(verifiedAs, "equal");
  assert.ok(findings.includes("books.entries.balance"), findings.join());
  assert.ok(
    findings.some((one) => one.startsWith("audit.")),
    findings.join(),
  );
});
