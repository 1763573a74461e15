/** After a company's end nothing of it lies anywhere: on a server of its own, whose every byte is searched. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { backedUpDoor } from "#modules/companies/backups/backups.testing.ts";
import { keepEndings } from "#modules/companies/companies.public.ts";
import { forgetPostgres } from "#platform/postgres/home.ts";
import { type Postgres, startPostgres } from "#platform/postgres/postgres.ts";
import { SIGN_UP, type TestBrowser } from "#platform/testing/door.ts";

let dir: string;
let postgres: Postgres;
before(async () => {
  dir = await mkdtemp(join(tmpdir(), "kaunter-ended-"));
  postgres = await startPostgres({
    dir: join(dir, "postgres"),
    isDurable: false,
    endsWithUs: true,
  });
  process.env["KAUNTER_TEST_DATABASE_URL"] = postgres.url;
});
after(async () => {
  await postgres.stop();
  await forgetPostgres(join(dir, "postgres"));
});

const DAY_MS = 86_400_000;
const CANARIES = Array.from({ length: 100 }, () => `kenari${randomBytes(8).toString("hex")}`);

test("of 100 words that only the company knew none is left in any byte of the server, the backups and the exports", async () => {
  await using at = await backedUpDoor();
  await plant(at.owner);
  await at.keep();
  await at.door.house.control.query("checkpoint");
  const { rows: places } = await at.door.house.control.query("show data_directory");
  const folders = [places[0].data_directory, at.dir];
  const before = await found(folders);
  assert.ok(before.length > 90, `only ${before.length} canaries were there to begin with`);

  await at.door.house.tips.flush();
  await at.owner.ask("POST", "/api/accounts/sessions/confirm", { password: SIGN_UP.password });
  const { name } = (await at.owner.ask("GET", "/api/companies/company")).body;
  const cancelled = await at.owner.ask("POST", "/api/companies/ending", { name, reason: last() });
  assert.equal(cancelled.status, 200, JSON.stringify(cancelled.body));
  at.door.house.clock.advance(30 * DAY_MS);
  await keepEndings(at.ground);
  const { rows } = await at.door.house.control.query("select state, problem from endings");
  assert.deepEqual(rows, [{ state: "deleted", problem: null }]);
  await at.door.mailsTo(SIGN_UP.email);

  assert.deepEqual(await found(folders), []);
});

const last = (): string => CANARIES.at(-1) ?? "";

/** In every kind of place: people, sales, goods, notes, tags, the company's own name. */
async function plant(owner: TestBrowser): Promise<void> {
  const words = CANARIES.values();
  const next = (): string => words.next().value ?? "";
  const sent = async (method: "POST" | "PATCH", path: string, body: object) => {
    const answer = await owner.ask(method, path, body);
    assert.equal(answer.status, 200, `${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  await sent("PATCH", "/api/companies/company", { version: 1, name: next() });
  for (let i = 0; i < 16; i += 1) {
    const { id } = await sent("POST", "/api/crm/customers", {
      name: next(),
      email: `${next()}@rumah.example`,
      note: next(),
      tags: [next()],
    });
    await sent("POST", "/api/sales/orders", {
      customerId: id,
      channel: "stall",
      lines: [{ title: next(), quantity: 1, unitPriceMinor: 590 }],
      shippingMinor: 0,
      isPaid: true,
    });
    await sent("POST", "/api/records/notes", { subject: id, text: next(), mentions: [] });
  }
}

/** Which of the words stand in any file below these folders. */
async function found(folders: readonly string[]): Promise<string[]> {
  const left = new Set(CANARIES);
  const seen: string[] = [];
  for (const folder of folders)
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      const bytes = await readFile(path).catch(() => Buffer.alloc(0));
      if (!bytes.includes("kenari")) continue;
      for (const word of left)
        if (bytes.includes(word)) {
          seen.push(`${word} in ${path.slice(folder.length)}`);
          left.delete(word);
        }
    }
  return seen;
}
