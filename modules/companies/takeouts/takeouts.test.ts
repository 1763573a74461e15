import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import pg from "pg";
import { FILED, SEALED } from "#modules/modules.ts";
import { fieldsOf } from "#platform/takeout/copy-text.ts";
import { newCompanyName, urlFor } from "#platform/tenancy/names.ts";
import { withAdmin } from "#platform/tenancy/server.ts";
import { type Answer, SIGN_UP } from "#platform/testing/door.ts";
import { type BackedUp, backedUpDoor } from "../backups/backups.testing.ts";
import { attached, entriesOf } from "./takeouts.testing.ts";
import { makeTakeouts } from "./takeouts.ts";

let at: BackedUp;
before(async () => {
  at = await backedUpDoor();
});
after(() => at[Symbol.asyncDispose]());

const AT = "/api/companies/takeouts";
const DAY_MS = 86_400_000;

async function ask(url: string, body: object = {}): Promise<Answer> {
  await at.owner.ask("POST", "/api/accounts/sessions/confirm", { password: SIGN_UP.password });
  return at.owner.ask("POST", url, body);
}

async function made(): Promise<string> {
  const { status, body } = await ask(AT);
  assert.equal(status, 200, JSON.stringify(body));
  await makeTakeouts(at.ground, SEALED, FILED);
  return body.id;
}

async function fetched(id: string): Promise<Buffer> {
  const { body } = await ask(`${AT}/${id}/link`, { id });
  const answers = await Promise.all(
    Array.from({ length: 16 }, () => at.door.app.inject({ method: "GET", url: body.path })),
  );
  const opened = answers.filter(({ statusCode }) => statusCode === 200);
  assert.equal(opened.length, 1, "a link opens once, also shown 16 times at once");
  assert.ok(answers.every(({ statusCode }) => statusCode === 200 || statusCode === 404));
  return opened[0]?.rawPayload ?? Buffer.alloc(0);
}

const textIn = (entries: Map<string, Buffer>, name: string): string =>
  entries.get(name)?.toString() ?? assert.fail(`${name} is missing`);

test("a company's export restores through SQL alone into an empty database, every table equal, its secrets left out", async () => {
  await ask("/api/connect/connections", {
    kind: "woocommerce",
    name: "Kedai",
    secret: "rahsia kedai ini",
  });
  const entries = await entriesOf(await fetched(await made()));
  const database = newCompanyName(at.door.house.workshop.names);
  const { serverUrl } = at.door.house;
  await withAdmin(serverUrl, "postgres", (client) =>
    client.query(`create database "${database}" template template0`),
  );
  const dir = await mkdtemp(join(tmpdir(), "kaunter-takeout-"));
  try {
    for (const name of ["1-tables", "2-data", "3-keys"])
      await writeFile(join(dir, `${name}.sql`), textIn(entries, `sql/${name}.sql`));
    await restored(urlFor(serverUrl, database), dir);
    const access = await at.door.house.companies.access(at.companyId);
    assert.ok(access);
    await withAdmin(serverUrl, database, async (client) => {
      const manifest = JSON.parse(textIn(entries, "manifest.json"));
      assert.ok(manifest.tables.length > 50);
      for (const { name, rows, columns } of manifest.tables) {
        const sealed = SEALED.flatMap((place) =>
          place.in === "company" && place.table === name ? [place.column] : [],
        );
        const kept = columns
          .map((column: { name: string }) => column.name)
          .filter((column: string) => !sealed.includes(column))
          .map((column: string) => `"${column}"`)
          .join(", ");
        const hash = `select count(*)::int as count, md5(string_agg(line, '|' order by line)) as hash
                        from (select row(${kept})::text as line from "${name}") as lines`;
        const theirs = (await client.query(hash)).rows[0];
        assert.equal(theirs.count, rows, name);
        // The log went on: fetching the export is in it.
        if (name.startsWith("audit")) continue;
        assert.deepEqual((await access.pool.query(hash)).rows[0], theirs, name);
      }
      const { rows } = await client.query("select secret from connections");
      assert.deepEqual(rows, [{ secret: null }]);
    });
  } finally {
    await rm(dir, { recursive: true });
    await withAdmin(serverUrl, "postgres", (client) =>
      client.query(`drop database "${database}" with (force)`),
    );
  }
});

/** By PostgreSQL's own psql where this machine has it, else the same statements and COPY lines over a connection. */
async function restored(url: string, dir: string): Promise<void> {
  const files = ["1-tables", "2-data", "3-keys"].map((name) => join(dir, `${name}.sql`));
  if (hasPsql()) {
    const args = files.flatMap((file) => ["-f", file]);
    execFileSync("psql", ["-q", "-v", "ON_ERROR_STOP=1", "-d", url, ...args], { stdio: "pipe" });
    return;
  }
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const [tables = "", data = "", keys = ""] = await Promise.all(
    files.map((file) => readFile(file, "utf8")),
  );
  await client.query(tables);
  for (const [, table, columns = "", lines = ""] of data.matchAll(
    /^copy (\S+) \((.*?)\) from stdin;\n((?:.*\n)*?)\\\.\n/gm,
  ))
    for (const line of lines.split("\n").filter((one) => one !== "")) {
      const values = fieldsOf(line);
      const places = values.map((_, i) => `$${i + 1}`).join(", ");
      await client.query(`insert into ${table} (${columns}) values (${places})`, [...values]);
    }
  await client.query(keys);
  await client.end();
}

function hasPsql(): boolean {
  try {
    execFileSync("psql", ["--version"], { stdio: "pipe" });
    return true;
  } catch {
    return false;
  }
}

test("its files are whole by their sums, one CSV and one workbook a table, with a dictionary of every column, and what hangs on records as files", async () => {
  const content = Buffer.from("Resit kopi\n".repeat(2_000));
  await attached(at, "Resit kopi (2).txt", content);
  const entries = await entriesOf(await fetched(await made()));
  const dir = await mkdtemp(join(tmpdir(), "kaunter-takeout-"));
  const { createHash } = await import("node:crypto");
  const sums = textIn(entries, "SHA256SUMS").trim().split("\n");
  assert.equal(sums.length, entries.size - 1);
  for (const line of sums) {
    const [sum, name = ""] = line.split("  ");
    assert.equal(
      createHash("sha256")
        .update(entries.get(name) ?? "")
        .digest("hex"),
      sum,
      name,
    );
  }
  const manifest = JSON.parse(textIn(entries, "manifest.json"));
  for (const { name } of manifest.tables) {
    assert.ok(entries.has(`csv/${name}.csv`), name);
    assert.equal(entries.get(`excel/${name}.xlsx`)?.toString("latin1", 0, 2), "PK", name);
  }
  const dictionary = textIn(entries, "csv/dictionary.csv").split("\r\n");
  assert.ok(dictionary.includes("orders,customer_id,uuid,yes,customers.id"));
  assert.match(textIn(entries, "csv/customers.csv"), /陳美玲/);
  assert.equal(manifest.files, 1);
  const [head, line = ""] = textIn(entries, "files/index.csv").split("\r\n");
  assert.match(head ?? "", /^file,name,sha256,type,bytes,subject_type,subject_id/);
  const [path = "", name, sum, type, bytes, subject] = line.split(",");
  assert.deepEqual(
    [name, type, bytes, subject],
    [...["Resit kopi (2).txt", "application/octet-stream", String(content.length), "customer"]],
  );
  assert.match(path, /^files\/attachments\/[0-9a-f-]{36}-Resit_kopi__2_\.txt$/);
  assert.ok(entries.get(path)?.equals(content));
  assert.equal(sum, createHash("sha256").update(content).digest("hex"));
  await rm(dir, { recursive: true });
});

test("whose line broke goes on where it was, with the tag that only the first answer carried, and nobody else", async () => {
  const id = await made();
  const { path } = (await ask(`${AT}/${id}/link`, { id })).body;
  const get = (headers: Record<string, string> = {}) =>
    at.door.app.inject({ method: "GET", url: path, headers });
  const first = await get({ range: "bytes=0-" });
  const whole = first.rawPayload;
  const tag = String(first.headers.etag);
  assert.deepEqual(
    [first.statusCode, first.headers["content-length"], first.headers["accept-ranges"]],
    [200, String(whole.length), "bytes"],
  );
  for (const from of [1, 70_000, whole.length - 1]) {
    const rest = await get({ range: `bytes=${from}-`, "if-range": tag });
    assert.deepEqual(
      [rest.statusCode, rest.headers["content-range"]],
      [206, `bytes ${from}-${whole.length - 1}/${whole.length}`],
    );
    assert.ok(rest.rawPayload.equals(whole.subarray(from)));
  }
  const again = await get({ "if-range": tag });
  assert.deepEqual([again.statusCode, again.rawPayload.equals(whole)], [200, true]);
  assert.equal((await get({ range: `bytes=${whole.length}-`, "if-range": tag })).statusCode, 416);
  const others: Record<string, string>[] = [
    {},
    { range: "bytes=1-" },
    { range: "bytes=1-", "if-range": '"other"' },
  ];
  for (const headers of others)
    assert.equal((await get(headers)).statusCode, 404, JSON.stringify(headers));
  const newer = (await ask(`${AT}/${id}/link`, { id })).body.path;
  assert.equal((await get({ range: "bytes=1-", "if-range": tag })).statusCode, 404);
  const { statusCode } = await at.door.app.inject({
    ...{ method: "GET", url: newer, headers: { "if-range": tag } },
  });
  assert.equal(statusCode, 404, "a new link is nobody's yet");
});

test("it is gone after a day, one is packed at a time, and who has not just proved who they are is asked to", async () => {
  const id = await made();
  await ask(AT);
  const twice = await ask(AT);
  assert.deepEqual([twice.status, twice.body.code], [409, "companies.takeout.under_way"]);
  await makeTakeouts(at.ground, SEALED, FILED);
  await at.later(DAY_MS);
  const late = await ask(`${AT}/${id}/link`, { id });
  assert.deepEqual([late.status, late.body.code], [409, "companies.takeout.gone"]);
  await makeTakeouts(at.ground, SEALED, FILED);
  const { rows } = (await at.owner.ask("GET", AT)).body;
  assert.ok(rows.every(({ state }: { state: string }) => state === "gone"));
  at.door.house.clock.advance(10 * 60_000);
  const stale = await at.owner.ask("POST", AT, {});
  assert.deepEqual([stale.status, stale.body.code], [403, "accounts.session.stale"]);
});
