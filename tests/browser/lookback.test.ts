import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Beginning, begin, FARAH, type Guest, sent, shoot } from "./beginning.ts";
import { assertAccessible, assertFits } from "./browser.ts";

const OPENED_MS = 240_000;

let kaunter: Beginning;
let farah: Guest;

before(async () => {
  kaunter = await begin("lookback");
  farah = await kaunter.signedUp();
});

after(() => kaunter.end());

test("what was deleted for good comes back from yesterday's backup, opened beside today", async () => {
  const { page } = farah;
  const { url } = kaunter;
  const post = <T>(path: string, data: object) => sent<T>(farah, url, path, data);
  const { id } = await post<{ id: string }>("/api/crm/customers", {
    name: "Puan Rosnah",
    email: "rosnah@kedai.example",
  });
  await page.goto(`${url}/settings/backups`);
  await page.getByRole("button", { name: "Back up now" }).click();
  await page.getByText("Restored and equal").waitFor();

  await post("/api/crm/customers/trash", { ids: [id] });
  await post("/api/accounts/sessions/confirm", { password: FARAH.password });
  await post("/api/records/trash/purge", { records: [id] });
  await page.goto(`${url}/settings/backups`);
  await page.getByRole("link", { name: "Open beside today" }).click();
  await page.getByRole("button", { name: "Open it beside today" }).click();
  // A whole database is restored for it: on a busy machine that takes its time.
  await page.getByRole("link", { name: /Not there any more 1/ }).waitFor({ timeout: OPENED_MS });
  await page.getByText("Puan Rosnah").waitFor();
  await assertAccessible(page, "a backup beside today");
  await assertFits(page, "a page of Settings");
  await shoot(page, "lookback");
  await page.getByRole("button", { name: "Bring back", exact: true }).click();
  await page.getByText("Back", { exact: true }).waitFor();
  await page.getByRole("link", { name: "Puan Rosnah" }).click();
  await page.getByRole("heading", { level: 1, name: "Puan Rosnah" }).waitFor();

  await page.goto(`${url}/settings/look-back`);
  await page.getByRole("button", { name: "Close it" }).click();
  await page.getByText("Choose a backup first").waitFor();
  assert.deepEqual(kaunter.faults, []);
});
