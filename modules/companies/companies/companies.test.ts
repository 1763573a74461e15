import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Problem } from "#kernel/errors.ts";
import { perform } from "#platform/actions/action.ts";
import { type TestHouse, testCompany, testHouse } from "#platform/testing/house.ts";
import { changeCompany, getCompany } from "./companies.actions.ts";

let house: TestHouse;
before(async () => {
  house = await testHouse();
});
after(() => house[Symbol.asyncDispose]());

const problem = (code: string) => (error: unknown) =>
  error instanceof Problem && error.code === code;

test("the company's details change together with their entry in its audit log", async () => {
  const company = await testCompany(house);
  const was = await perform(getCompany, house, company.admin, {});
  const changed = (await perform(changeCompany, house, company.admin, {
    version: 1,
    name: "Kopi Kenari",
    country: "SG",
    zone: "Asia/Singapore",
    currency: "SGD",
    phone: "6123 4567",
  })) as object;
  assert.deepEqual(changed, {
    ...(was as object),
    name: "Kopi Kenari",
    country: "SG",
    zone: "Asia/Singapore",
    currency: "SGD",
    phone: "+6561234567",
    version: 2,
  });
  assert.deepEqual(await perform(getCompany, house, company.admin, {}), changed);
  const { rows } = await company.access.pool.query(
    "select action, subject_type, change from audit_entries order by id desc limit 1",
  );
  assert.deepEqual(rows[0].change.after, {
    name: "Kopi Kenari",
    country: "SG",
    zone: "Asia/Singapore",
    currency: "SGD",
    phone: "+6561234567",
  });
  assert.deepEqual(
    [rows[0].action, rows[0].subject_type],
    ["companies.companies.write", "company"],
  );
});

test("a change that is refused leaves the company and its audit log as they were", async () => {
  const company = await testCompany(house);
  const before = await perform(getCompany, house, company.admin, {});
  const change = (input: object) => perform(changeCompany, house, company.admin, input);
  await assert.rejects(change({ version: 9, name: "X" }), problem("record.changed_meanwhile"));
  await assert.rejects(
    change({ version: 1, country: "ZZ", zone: "+08:00", currency: "ABC", phone: "1" }),
    (error: unknown) =>
      error instanceof Problem &&
      (error.details as { path: string[] }[]).map(({ path }) => path[0]).join() ===
        "country,zone,currency,phone",
  );
  assert.deepEqual(await perform(getCompany, house, company.admin, {}), before);
  const { rows } = await company.access.pool.query(
    "select from audit_entries where subject_type = 'company'",
  );
  assert.equal(rows.length, 0);
});

test("two changes at once: one passes, the other is told to look again", async () => {
  const company = await testCompany(house);
  const results = await Promise.allSettled(
    ["Satu", "Dua", "Tiga"].map((name) =>
      perform(changeCompany, house, company.admin, { version: 1, name }),
    ),
  );
  assert.equal(results.filter(({ status }) => status === "fulfilled").length, 1);
  for (const result of results)
    if (result.status === "rejected") assert.ok(problem("record.changed_meanwhile")(result.reason));
  const { rows } = await company.access.pool.query(
    "select from audit_entries where subject_type = 'company'",
  );
  assert.equal(rows.length, 1);
});

test("everybody of the company reads its details, only an admin changes them", async () => {
  const company = await testCompany(house);
  for (const role of ["manager", "analyst", "member", "viewer"] as const) {
    await perform(getCompany, house, company.caller(role), {});
    await assert.rejects(
      perform(changeCompany, house, company.caller(role), { version: 1, name: "X" }),
      problem("platform.permission.missing"),
    );
  }
});
