/** Keys change while the house is at work; what is moved stays shut; what is no longer needed can go. */
import assert from "node:assert/strict";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type pg from "pg";
import { masterKeysOf } from "#platform/config/key-file.ts";
import { addVersion, removeVersion } from "#platform/crypto/key-versions.ts";
import {
  type Ground,
  giveNewKeys,
  resealCompany,
  rewrap,
  usesOfMasterKeys,
} from "#platform/crypto/rotation.ts";
import { buildHouse } from "#platform/house/build.ts";
import { createLog } from "#platform/log/log.ts";
import { withAdmin } from "#platform/tenancy/server.ts";
import { signedUp, type TestBrowser, type TestDoor, testDoor } from "#platform/testing/door.ts";
import { SEALED } from "../modules/modules.ts";

test("keys are rotated under requests: none fails, everything is sealed anew, and the old version can go", async () => {
  await using file = await keyFile();
  await using door = await testDoor({ config: { masterKey: file.source } });
  const owner = await signedUp(door);
  const store = await connected(owner, "Kedai Woo");
  const ground = groundOf(door);
  const before = await masterKeysOf(door.house.config);

  const over = new AbortController();
  const asked = Promise.all(
    Array.from({ length: 4 }, async (_, lane) => {
      let count = 0;
      for (; !over.signal.aborted; count += 1) {
        const made = await owner.ask("POST", "/api/connect/connections", {
          kind: "woocommerce",
          name: `Kedai ${lane} ${count}`,
        });
        assert.equal(made.status, 200, JSON.stringify(made.body));
        const { id, version, secret } = made.body;
        assert.equal(await secretOf(owner, id), secret);
        // There may be only so many at a time.
        const gone = await owner.ask("POST", `/api/connect/connections/${id}/remove`, { version });
        assert.equal(gone.status, 200, JSON.stringify(gone.body));
      }
      return count;
    }),
  );
  const version = await addVersion(file.path);
  await rewrap(ground, version);
  await giveNewKeys(ground, 300);
  const [companyId = ""] = await door.house.companies.all();
  await door.house.companies.learnKeys();
  await resealCompany(ground, companyId);
  over.abort();
  assert((await asked).every((count) => count > 0));
  // A process reads the file within a second: until then it may have sealed with the version before.
  await rewrap(ground, version);

  assert.equal(await secretOf(owner, store.id), store.secret);
  const uses = await usesOfMasterKeys(door.house.control, SEALED);
  assert.deepEqual([...uses.keys()], [version]);
  const { rows } = await door.house.control.query("select key_id from company_keys");
  assert.deepEqual(rows, [{ key_id: 2 }]);

  const [oldest] = before;
  assert(oldest !== undefined);
  await removeVersion(file.path, oldest.version);
  await using fresh = await anotherProcess(door);
  const access = await fresh.house.companies.access(companyId);
  assert(access !== null);
  const sealed = await access.pool.query("select secret from connections where name = 'Kedai Woo'");
  assert.match(sealed.rows[0].secret, /^v1\.2\./);
});

test("a process that runs learns a new version of the master key from what it opens, and a new company key before it seals", async () => {
  await using file = await keyFile();
  await using door = await testDoor({ config: { masterKey: file.source } });
  const owner = await signedUp(door);
  const [companyId = ""] = await door.house.companies.all();
  await using other = await anotherProcess(door);
  const theirs = await other.house.companies.access(companyId);
  assert(theirs !== null);

  const version = await addVersion(file.path);
  // It has never looked: the value itself says which version it needs.
  const sealed = other.house.keys.sealForHouse("tests", "place", "secret");
  assert.match(sealed, new RegExp(`^v1\\.${version}\\.`));
  assert.equal(door.house.keys.openForHouse("tests", "place", sealed).toString(), "secret");

  await giveNewKeys(groundOf(door), 60_000);
  await Promise.all([door.house.companies.learnKeys(), other.house.companies.learnKeys()]);
  const place = { table: "tests", column: "sealed", row: "1" };
  assert.match(theirs.sealer.seal(place, "x"), /^v1\.1\./, "others may not know it yet");
  await door.house.control.query("update company_keys set seals_at = now() where key_id = 2");
  await using late = await anotherProcess(door);
  const latest = await late.house.companies.access(companyId);
  const byNew = latest?.sealer.seal(place, "x") ?? "";
  assert.match(byNew, /^v1\.2\./);
  assert.equal(theirs.sealer.open(place, byNew), "x", "who came before knows it too");
  assert.equal((await connected(owner, "Kedai Baru")).secret.length > 20, true);
});

test("a rotation that was cut short is finished by the next, without yet another version or key", async () => {
  await using file = await keyFile();
  await using door = await testDoor({ config: { masterKey: file.source } });
  const owner = await signedUp(door);
  await connected(owner, "Kedai Woo");
  const ground = groundOf(door);
  const version = await addVersion(file.path);
  await rewrap({ ...ground, columns: ground.columns.slice(0, 3) }, version);
  await giveNewKeys(ground, 0);
  await giveNewKeys(ground, 0);
  await rewrap(ground, version);
  const [companyId = ""] = await door.house.companies.all();
  assert((await resealCompany(ground, companyId)) > 0);
  assert.equal(await resealCompany(ground, companyId), 0);
  const { rows } = await door.house.control.query("select key_id from company_keys");
  assert.deepEqual(rows, [{ key_id: 2 }]);
});

test("adding a version keeps the file's other lines and its rights", async () => {
  await using file = await keyFile("# kept\n");
  await chmod(file.path, 0o600);
  const before = await readFile(file.path, "utf8");
  assert.equal(await addVersion(file.path), 2);
  const after = await readFile(file.path, "utf8");
  assert(after.startsWith(before));
  await removeVersion(file.path, 1);
  assert.equal(await readFile(file.path, "utf8"), `# kept\n${after.split("\n")[2]}\n`);
});

test("every sealed value stands in a column that rotation knows", async () => {
  await using door = await testDoor();
  const owner = await signedUp(door);
  await connected(owner, "Kedai Woo");
  await owner.ask("POST", "/api/accounts/forgot-password", { email: "farah@rumahkenari.example" });
  const [companyId = ""] = await door.house.companies.all();
  const access = await door.house.companies.access(companyId);
  assert(access !== null);
  const known = new Set(SEALED.map(({ table, column }) => `${table}.${column}`));
  const found = [
    ...(await sealedColumnsIn(door.house.control)),
    ...(await sealedColumnsIn(access.pool)),
  ];
  assert(found.length >= 4, found.join());
  assert.deepEqual(
    found.filter((place) => !known.has(place)),
    [],
  );
});

test("a sealed value that is moved to another row, column or company in the database stays shut", async () => {
  await using door = await testDoor();
  const [ours, theirs] = [
    await signedUp(door),
    await signedUp(door, { email: "lain@lain.example", companyName: "Lain" }),
  ];
  const [one, two] = [await connected(ours, "Satu"), await connected(ours, "Dua")];
  const foreign = await connected(theirs, "Asing");
  const [first, second] = await Promise.all(
    (await companiesByName(door, ["Rumah Kenari", "Lain"])).map(async (id) => {
      const access = await door.house.companies.access(id);
      assert(access !== null);
      const database = new URL(access.pool.options.connectionString ?? "").username;
      return { access, query: (statement: string) => asOwner(door, database, statement) };
    }),
  );
  assert(first !== undefined && second !== undefined);
  const sealedOf = async (pool: pg.Pool, name: string): Promise<string> =>
    (await pool.query("select secret from connections where name = $1", [name])).rows[0].secret;
  const stays = async (sealed: string, why: string) => {
    await first.query(`update connections set secret = '${sealed}' where name = 'Satu'`);
    const answer = await ours.ask("POST", `/api/connect/connections/${one.id}/show-secret`, {});
    assert.equal(answer.status, 500, why);
    assert(!JSON.stringify(answer.body).includes(two.secret));
  };
  const own = await sealedOf(first.access.pool, "Satu");
  await stays(await sealedOf(first.access.pool, "Dua"), "another row's");
  await stays(await sealedOf(second.access.pool, "Asing"), "another company's");
  const { rows } = await first.access.pool.query("select id from connections where name = 'Satu'");
  const place = { table: "connections", column: "secret", row: rows[0].id };
  assert.equal(first.access.sealer.open(place, own), one.secret);
  assert.throws(() => first.access.sealer.open({ ...place, column: "previous_secret" }, own));
  await first.query(`update connections set secret = '${own}' where name = 'Satu'`);
  assert.equal(await secretOf(ours, one.id), one.secret);
  assert.equal(await secretOf(theirs, foreign.id), foreign.secret);
});

async function sealedColumnsIn(pool: pg.Pool): Promise<string[]> {
  const { rows: columns } = await pool.query<{ table: string; column: string }>(
    `select table_name as table, column_name as column from information_schema.columns
      where table_schema = 'public' and data_type = 'text' order by 1, 2`,
  );
  const found: string[] = [];
  for (const { table, column } of columns) {
    const { rows } = await pool.query(
      `select from "${table}" where "${column}" ~ '^v1\\.\\d{1,3}\\.[\\w-]{16}\\.' limit 1`,
    );
    if (rows.length > 0) found.push(`${table}.${column}`);
  }
  return found;
}

const asOwner = (door: TestDoor, database: string, statement: string) =>
  withAdmin(door.house.serverUrl, database, (client) => client.query(statement));

async function companiesByName(door: TestDoor, names: readonly string[]): Promise<string[]> {
  const { rows } = await door.house.control.query<{ id: string }>(
    "select id from companies order by array_position($1::text[], name)",
    [names],
  );
  return rows.map(({ id }) => id);
}

async function connected(browser: TestBrowser, name: string) {
  const { status, body } = await browser.ask("POST", "/api/connect/connections", {
    kind: "woocommerce",
    name,
  });
  assert.equal(status, 200, JSON.stringify(body));
  return { id: String(body.id), secret: String(body.secret) };
}

async function secretOf(browser: TestBrowser, id: string): Promise<string> {
  const { status, body } = await browser.ask(
    "POST",
    `/api/connect/connections/${id}/show-secret`,
    {},
  );
  assert.equal(status, 200, JSON.stringify(body));
  return body.secret;
}

const groundOf = ({ house }: TestDoor): Ground => ({
  workshop: house.workshop,
  companies: house.companies,
  columns: SEALED,
});

/** A house in the same databases, as a second process would build it. */
async function anotherProcess({ house }: TestDoor) {
  const built = await buildHouse(house.config, {
    databaseUrl: house.serverUrl,
    log: createLog("silent"),
    names: house.workshop.names,
  });
  return { house: built.house, [Symbol.asyncDispose]: () => built.close() };
}

/** A file of master keys with one version, as the first start makes it. */
async function keyFile(begins = "") {
  const dir = await mkdtemp(join(tmpdir(), "kaunter-keys-"));
  const path = join(dir, "master.key");
  await writeFile(path, `${begins}1:${Buffer.alloc(32, 7).toString("base64")}\n`);
  return {
    path,
    source: { kind: "file", path, isOurs: false } as const,
    [Symbol.asyncDispose]: () => rm(dir, { recursive: true }),
  };
}
