import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { after, before, test } from "node:test";
import { ZipFile } from "yazl";
import { inspectBooks } from "#modules/finance/finance.public.ts";
import { ADOPTING, FILED, SEALED } from "#modules/modules.ts";
import { checkLog, inspectLog, signLogs } from "#modules/trust/trust.public.ts";
import { makeTables } from "#platform/backup/restoring.ts";
import { openTakeout } from "#platform/takeout/opening.ts";
import { packTakeout } from "#platform/takeout/takeout.ts";
import { newCompanyName } from "#platform/tenancy/names.ts";
import { withAdmin } from "#platform/tenancy/server.ts";
import { readTimeline } from "#platform/tenancy/timelines.ts";
import { whatIsWrong } from "#platform/tenancy/verifying.ts";
import { type TestDoor, testDoor } from "#platform/testing/door.ts";
import { type BackedUp, backedUpDoor } from "../backups/backups.testing.ts";
import { keepBackups } from "../backups/backups.ts";
import { attached, entriesOf, takeoutOf } from "../takeouts/takeouts.testing.ts";
import { takeoutOf as describedTakeout } from "../takeouts/takeouts.ts";
import { adopt } from "./adoptions.ts";

let at: BackedUp;
/** The other Kaunter: databases, master key and signing keys of its own. */
let there: TestDoor;
let dir: string;
let exported: Map<string, Buffer>;
const ADMIN = "siti@rumah.example";
const GB = 1024 ** 3;
const PLACE = { region: "my-1", admin: ADMIN };

before(async () => {
  dir = await mkdtemp(join(tmpdir(), "kaunter-adopt-"));
  at = await backedUpDoor();
  there = await testDoor({ config: { backupsDir: dir }, now: at.door.house.clock.now });
  const made = await at.owner.ask("POST", "/api/connect/connections", {
    kind: "woocommerce",
    name: "Kedai",
    secret: "rahsia kedai ini",
  });
  assert.equal(made.status, 200, JSON.stringify(made.body));
  const role = await at.owner.ask("POST", "/api/companies/roles", {
    name: "Gudang",
    rules: {
      allow: [{ on: "crm.customers.read", scope: "all" }],
      deny: [],
      sees: { contact: "masked", sensitive: "hidden", secret: "hidden" },
    },
  });
  assert.equal(role.status, 200, JSON.stringify(role.body));
  await attached(at, "Kontrak 陳美玲.pdf", Buffer.from("%PDF-1.7 kontrak"));
  await signLogs(at.door.house);
  exported = await entriesOf(await takeoutOf(at));
});
after(async () => {
  await there[Symbol.asyncDispose]();
  await at[Symbol.asyncDispose]();
  await rm(dir, { recursive: true, force: true });
});

const ground = () => ({ house: there.house, workshop: there.house.workshop });

async function adopted(path: string) {
  const takeout = await openTakeout(path, GB);
  try {
    return await adopt(ground(), takeout, PLACE, ADOPTING);
  } finally {
    takeout.close();
  }
}

type Odd = { readonly name: string; readonly bytes: Buffer; readonly mode?: number };

/** A ZIP of these files, its sums right unless they are given. */
async function zipOf(files: Map<string, Buffer>, odd: readonly Odd[] = []): Promise<string> {
  const zip = new ZipFile();
  const sums = [...files, ...odd.map(({ name, bytes }) => [name, bytes] as const)]
    .filter(([name]) => name !== "SHA256SUMS")
    .map(([name, bytes]) => `${createHash("sha256").update(bytes).digest("hex")}  ${name}\n`);
  for (const [name, bytes] of files) if (name !== "SHA256SUMS") zip.addBuffer(bytes, name);
  for (const { name, bytes, mode } of odd)
    zip.addBuffer(bytes, name, mode === undefined ? {} : { mode });
  zip.addBuffer(files.get("SHA256SUMS") ?? Buffer.from(sums.join("")), "SHA256SUMS");
  zip.end();
  return fileOf(await buffer(zip.outputStream));
}

let files = 0;
async function fileOf(bytes: Buffer): Promise<string> {
  files += 1;
  const path = join(dir, `${files}.zip`);
  await writeFile(path, bytes);
  return path;
}

const whole = (): Map<string, Buffer> => {
  const copy = new Map(exported);
  copy.delete("SHA256SUMS");
  return copy;
};

/** The same export with one file of it changed. */
function with_(name: string, change: (text: string) => string): Map<string, Buffer> {
  const text = exported.get(name)?.toString() ?? assert.fail(name);
  const changed = change(text);
  assert.notEqual(changed, text, `${name} is another now`);
  return whole().set(name, Buffer.from(changed));
}

const inManifest = (change: (manifest: Record<string, unknown>) => object) =>
  with_("manifest.json", (text) => JSON.stringify(change(JSON.parse(text))));

/** What is there of companies and of databases, so that nothing stays of one that was refused. */
async function leftThere() {
  const { control, workshop, serverUrl } = there.house;
  const ask = async (text: string) => (await control.query(text)).rows;
  return {
    companies: await ask("select id from companies order by id"),
    ready: await ask("select company_id from ready_companies"),
    addresses: await ask("select address from webhook_addresses order by address"),
    databases: await withAdmin(serverUrl, "postgres", async (client) => {
      const { rows } = await client.query(
        `select datname as name from pg_database where starts_with(datname, $1)
          union all select rolname from pg_roles where starts_with(rolname, $1) order by 1`,
        [workshop.names.companyPrefix],
      );
      return rows;
    }),
  };
}

/** The tables of an export, but for what the adoption itself wrote and what a seal makes of the same value each time. */
function tablesIn(data: string): Map<string, string[]> {
  const tables = new Map<string, string[]>();
  for (const [, name = "", lines = ""] of data.matchAll(
    /^copy "(\w+)" \(.*?\) from stdin;\n((?:.*\n)*?)\\\.\n/gm,
  ))
    tables.set(name, lines.split("\n").sort());
  return tables;
}

test("an export becomes a running company on another Kaunter: every table equal, its log and books whole and going on, its Admin asked in", async () => {
  const company = await adopted(await zipOf(whole()));
  const { house } = there;
  assert.deepEqual(await whatIsWrong(house, house.workshop, company.id), []);
  const access = await house.companies.access(company.id);
  assert.ok(access);
  assert.equal(company.name, (await at.owner.ask("GET", "/api/companies/company")).body.name);

  const own = await house.control.query("select name, rules from roles where company_id = $1", [
    company.id,
  ]);
  assert.deepEqual(
    own.rows,
    (await at.door.house.control.query("select name, rules from roles")).rows,
  );
  assert.equal(JSON.parse(exported.get("manifest.json")?.toString() ?? "").stays.members, 1);

  // Exported again, through its own door and key.
  const { rows } = await house.control.query(
    "select database_name as name from companies where id = $1",
    [company.id],
  );
  const takeout = await describedTakeout(house, access, house.now(), SEALED, FILED);
  const zip = await withAdmin(house.serverUrl, rows[0].name, async (client) =>
    buffer((await packTakeout(client, takeout)).zip),
  );
  const again = tablesIn((await entriesOf(zip)).get("sql/2-data.sql")?.toString() ?? "");
  const first = tablesIn(exported.get("sql/2-data.sql")?.toString() ?? "");
  assert.ok(first.size > 50);
  for (const [name, lines] of first) {
    if (name === "audit_entries")
      assert.deepEqual(
        lines.filter((line) => !(again.get(name) ?? []).includes(line)),
        [],
        "no entry of the log is lost",
      );
    else assert.deepEqual(again.get(name), lines, name);
  }
  assert.equal(again.get("audit_entries")?.length, (first.get("audit_entries")?.length ?? 0) + 1);

  // The log goes on where it was, signed by another house from now on, and a backup comes back the same.
  assert.deepEqual((await checkLog(house, access, { isWhole: true })).findings, []);
  await house.tips.flush();
  await signLogs(house);
  const heads = await access.pool.query("select number, key_id from audit_heads order by number");
  assert.ok(heads.rows.length >= 2);
  assert.deepEqual((await checkLog(house, access, { isWhole: true })).findings, []);
  there.house.clock.advance(2 * 86_400_000);
  await keepBackups(ground(), [inspectBooks, inspectLog]);
  const proof = await house.control.query(
    "select verified_as, findings from backups where company_id = $1",
    [company.id],
  );
  assert.deepEqual(proof.rows, [{ verified_as: "equal", findings: [] }]);

  // What was sealed opens with its new key, and its store has an address here and a secret that nobody had before.
  const [connection] = (await access.pool.query("select id, secret from connections")).rows;
  const place = { table: "connections", column: "secret", row: connection.id };
  assert.match(access.sealer.open(place, connection.secret), /^[a-z2-7]{32}$/);
  const addresses = await house.control.query(
    "select connection_id from webhook_addresses where company_id = $1",
    [company.id],
  );
  assert.deepEqual(addresses.rows, [{ connection_id: connection.id }]);

  // Its Admin comes in by the mail, and works.
  const [mail] = await there.mailsTo(ADMIN);
  const token = /invitation#(\S+)/.exec(mail?.text ?? "")?.[1] ?? assert.fail("no invitation");
  const admin = there.browser();
  const joined = await admin.ask("POST", "/api/companies/invitations/join", {
    token,
    name: "Siti",
    password: "kata laluan yang panjang",
    isAdult: true,
    acceptsTerms: true,
  });
  assert.equal(joined.status, 200, JSON.stringify(joined.body));
  const customers = await admin.ask("GET", "/api/crm/customers");
  assert.equal(customers.body.rows.length, 7);
  await house.drain(company.id);
});

test("an export of an earlier release is taken as its tables were then, and brought to this one", async () => {
  const { house } = at.door;
  const timeline = await readTimeline("tenant");
  const older = timeline.map(({ number }) => number).filter((number) => number < 340);
  const access = await house.companies.access(at.companyId);
  assert.ok(access);
  const database = newCompanyName(house.workshop.names);
  await makeTables(house.workshop, database, older);
  const takeout = await describedTakeout(house, access, house.now(), SEALED, FILED);
  const zip = await withAdmin(house.serverUrl, database, async (client) =>
    buffer((await packTakeout(client, takeout)).zip),
  );
  const tables = JSON.parse((await entriesOf(zip)).get("manifest.json")?.toString() ?? "").tables;
  assert.ok(!tables.some(({ name }: { name: string }) => name === "lookbacks"));
  const { id } = await adopted(await fileOf(zip));
  assert.deepEqual(await whatIsWrong(there.house, there.house.workshop, id), []);
});

/** A file that would be there if a command of the export had been run. */
const ran = (): string => join(dir, "ran");

const withoutRowsOf = (table: string) => (text: string) =>
  text.replace(new RegExp(`(copy "${table}" .*\\n)(?:.*\\n)*?\\\\\\.`), "$1\\.");

const HOSTILE: Record<string, readonly [said: RegExp, make: () => Promise<string>]> = {
  "a meta command of psql": [
    /no row of a table: \\! id/,
    () => zipOf(with_("sql/2-data.sql", (text) => text.replace(/^copy/m, "\\! id\ncopy"))),
  ],
  "a meta command among the rows": [
    /cannot be taken|do not fit/,
    () =>
      zipOf(
        with_("sql/2-data.sql", (text) => text.replace("stdin;\n", `stdin;\n\\! id > ${ran()}\n`)),
      ),
  ],
  "a copy to a program": [
    /no row of a table: copy \(select 1\) to program/,
    () => zipOf(with_("sql/2-data.sql", (text) => `${text}copy (select 1) to program 'id';\n`)),
  ],
  "a copy from a file": [
    /no row of a table/,
    () =>
      zipOf(with_("sql/2-data.sql", (text) => text.replace("from stdin", "from '/etc/passwd'"))),
  ],
  "a function among the tables": [
    /SQL that no export has: create function/,
    () =>
      zipOf(
        with_(
          "sql/1-tables.sql",
          (text) => `${text}create function f() returns int language sql return 1;\n`,
        ),
      ),
  ],
  "a trigger among the keys": [
    /SQL that no export has: create trigger/,
    () =>
      zipOf(with_("sql/3-keys.sql", (text) => `${text}create trigger t after insert on orders;\n`)),
  ],
  "a statement behind a constraint": [
    /SQL that no export has/,
    () =>
      zipOf(
        with_(
          "sql/3-keys.sql",
          (text) =>
            `${text}alter table "orders" add constraint "a" CHECK (true); drop database x;\n`,
        ),
      ),
  ],
  "a connection to another database": [
    /no row of a table: \\connect/,
    () => zipOf(with_("sql/2-data.sql", (text) => `${text}\\connect postgres\n`)),
  ],
  "a table of the house": [
    /tables are not those|manifest/,
    () =>
      zipOf(
        inManifest((manifest) => ({
          ...manifest,
          tables: (manifest["tables"] as { name: string }[]).map((table) =>
            table.name === "orders" ? { ...table, name: "pg_authid" } : table,
          ),
        })),
      ),
  ],
  "a column that is none": [
    /columns of its table orders are not those/,
    () =>
      zipOf(
        inManifest((manifest) => ({
          ...manifest,
          tables: (manifest["tables"] as { name: string; columns: object[] }[]).map((table) =>
            table.name === "orders" ? { ...table, columns: table.columns.slice(1) } : table,
          ),
        })),
      ),
  ],
  "a name that leads out of it": [
    /invalid relative path|does not belong/,
    async () => {
      const name = "csv/xx_outside.csv";
      const bytes = await readFile(await zipOf(whole(), [{ name, bytes: Buffer.from("x") }]));
      const evil = Buffer.from("../../outside.csv".padEnd(name.length, "v").slice(0, name.length));
      return fileOf(
        Buffer.from(bytes.toString("latin1").replaceAll(name, evil.toString()), "latin1"),
      );
    },
  ],
  "a symbolic link": [
    /is a link to somewhere else/,
    () =>
      zipOf(whole(), [
        { name: "csv/passwd.csv", bytes: Buffer.from("/etc/passwd"), mode: 0o120777 },
      ]),
  ],
  "a file that does not belong": [
    /run\.sh in it does not belong/,
    () => zipOf(whole(), [{ name: "run.sh", bytes: Buffer.from("id") }]),
  ],
  "a role that cannot be made": [
    /role Semua cannot be made here/,
    () =>
      zipOf(
        inManifest((said) => ({ ...said, roles: [{ name: "Semua", rules: { allow: "all" } }] })),
      ),
  ],
  "files that its manifest does not know": [
    /not as many as its manifest says/,
    () => zipOf(inManifest((said) => ({ ...said, files: 7 }))),
  ],
  "a bomb": [
    /unpacks to more than any export does/,
    () => zipOf(whole(), [{ name: "csv/zeros.csv", bytes: Buffer.alloc(32 * 1024 * 1024) }]),
  ],
  "a wrong sum": [
    /orders\.csv in it is not as it was written/,
    () => zipOf(new Map([...exported, ["csv/orders.csv", Buffer.from("id\n")] as const])),
  ],
  "a file that was cut short": [
    /no whole ZIP file/,
    async () => {
      const bytes = await readFile(await zipOf(whole()));
      return fileOf(bytes.subarray(0, bytes.length * 0.7));
    },
  ],
  "data that end too early": [
    /end in the middle/,
    () => zipOf(with_("sql/2-data.sql", (text) => text.slice(0, text.length / 2))),
  ],
  "rows that lead nowhere": [
    /do not fit together/,
    () => {
      const files = with_("sql/2-data.sql", withoutRowsOf("customers"));
      const manifest = inManifest((said) => ({
        ...said,
        tables: (said["tables"] as { name: string }[]).map((table) =>
          table.name === "customers" ? { ...table, rows: 0 } : table,
        ),
      }));
      return zipOf(
        files.set("manifest.json", manifest.get("manifest.json") ?? assert.fail("no manifest")),
      );
    },
  ],
  "fewer rows than it says": [
    /customers has 0 rows, and its manifest says 7/,
    () => zipOf(with_("sql/2-data.sql", withoutRowsOf("customers"))),
  ],
  "an entry of the log that was changed": [
    /audit\.changed/,
    () =>
      zipOf(
        with_("sql/2-data.sql", (text) =>
          text.replace(
            /(copy "audit_entries" [^\n]*\n[^\n]*?)20(\d\d-\d\d)/,
            (_, before: string, after: string) => `${before}19${after}`,
          ),
        ),
      ),
  ],
  "a newer release": [
    /newer Kaunter than this one \(migration 99999\)/,
    () =>
      zipOf(
        inManifest((manifest) => ({
          ...manifest,
          migrations: [...(manifest["migrations"] as number[]), 99_999],
        })),
      ),
  ],
  "another format": [
    /format is kaunter-takeout\/1/,
    () => zipOf(inManifest((manifest) => ({ ...manifest, format: "kaunter-takeout/1" }))),
  ],
  "work that is none": [
    /nothing that can be done/,
    async () => {
      const files = inManifest((manifest) => ({ ...manifest, jobs: 1 }));
      const job = {
        name: "rm",
        payload: {},
        runAt: "2026-11-30T00:00:00Z",
        key: null,
        isLong: false,
      };
      return zipOf(files.set("waiting.jsonl", Buffer.from(`${JSON.stringify(job)}\n`)));
    },
  ],
};

test("a hostile export is refused in a sentence, runs nothing, and nothing of it stays", async () => {
  const before = await leftThere();
  for (const [what, [said, make]] of Object.entries(HOSTILE)) {
    const path = await make();
    await assert.rejects(adopted(path), (error: Error) => {
      assert.equal(error.name, "BadTakeout", `${what}: ${error.stack}`);
      assert.match(error.message, said, what);
      return true;
    });
    assert.deepEqual(await leftThere(), before, what);
  }
  assert.equal(existsSync(ran()), false);
});

test("more than it may unpack to is not even unpacked", async () => {
  await assert.rejects(openTakeout(await zipOf(whole()), 10_000), /more than 10000 bytes/);
});
