import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { chmod, copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import pg from "pg";
import { urlFor } from "#platform/tenancy/names.ts";
import { kaunterOf, type Person } from "../../bench/kaunter.ts";
import { type Running, startKaunter } from "../running.ts";
import { assertAccessible, assertFits, openBrowser, watch } from "./browser.ts";

const WAIT_MS = 60_000;

test("the audit log says that all is in place and up to when it is signed, goes along as a file, and shows where it was tampered with", async () => {
  const dir = await mkdtemp(join(tmpdir(), "kaunter-audit-"));
  await chmod(dir, 0o711);
  const browser = await openBrowser();
  let running: Running = await startKaunter(dir);
  try {
    const { signedUp } = await kaunterOf(running, dir);
    const owner = await signedUp("Kedai Amanah");
    for (const name of ["Aina", "Badrul"]) await owner.ask("POST", "/api/crm/customers", { name });
    // A house that starts signs what is not signed yet; after that it does so every hour.
    await running.stop();
    running = await startKaunter(dir);
    const { databaseUrl } = await kaunterOf(running, dir);
    const page = await signedInPage(browser, running, owner);
    const { faults } = await watch(page, running.url);

    await page.goto(`${running.url}/audit`);
    await page.getByText("All in place, signed up to Today").waitFor();
    await page.getByText("Changed a customer").first().waitFor();
    await assertAccessible(page, "the audit log");

    await page.getByRole("button", { name: "Download" }).click();
    await page.getByText("The whole log was looked through").waitFor();
    await assertAccessible(page, "taking the log along");
    const coming = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download the log" }).click();
    const file = join(dir, "audit-log.jsonl.gz");
    await (await coming).saveAs(file);
    assert.match(await verified(dir, file), /all in place/);

    await tamperedWith(databaseUrl);
    await page.getByRole("button", { name: "More" }).first().click();
    await page.getByRole("menuitem", { name: "Look through the whole log now" }).click();
    await page.getByText("Lane 1, entry 2 was changed after it was written.").waitFor();
    await page.getByText("Not in place").waitFor();
    await assertAccessible(page, "a log that was tampered with");
    await page.setViewportSize({ width: 390, height: 800 });
    await assertFits(page, "a log that was tampered with, on a phone");
    assert.deepEqual(faults, []);
  } finally {
    await browser.close();
    await running.stop();
    await rm(dir, { recursive: true, force: true });
  }
});

async function signedInPage(
  browser: Awaited<ReturnType<typeof openBrowser>>,
  { url }: Running,
  owner: Person,
) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: "en-GB",
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(WAIT_MS);
  const [name = "", value = ""] = owner.cookie().split("=");
  await context.addCookies([{ name, value, url }]);
  return context.newPage();
}

/** As somebody with the whole server in hand. */
async function tamperedWith(databaseUrl: string): Promise<void> {
  const inDatabase = async (database: string, statement: string) => {
    const client = new pg.Client(urlFor(databaseUrl, database));
    await client.connect();
    const { rows } = await client.query(statement);
    await client.end();
    return rows;
  };
  const [company] = await inDatabase("kaunter_control", "select database_name from companies");
  await inDatabase(
    company.database_name,
    "update audit_entries set subject_name = 'Nobody' where lane = 1 and position = 2",
  );
}

async function verified(dir: string, file: string): Promise<string> {
  const script = join(dir, "verify-audit.mjs");
  await copyFile(join(import.meta.dirname, "../../platform/audit/verify-audit.mjs"), script);
  return new Promise((done) => {
    execFile(process.execPath, [script, file], (_error, stdout) => done(stdout));
  });
}
