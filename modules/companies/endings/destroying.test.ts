import assert from "node:assert/strict";
import { createPublicKey, verify } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { showId } from "#kernel/ids.ts";
import { newCompanyName } from "#platform/tenancy/names.ts";
import { withAdmin } from "#platform/tenancy/server.ts";
import { SIGN_UP } from "#platform/testing/door.ts";
import { keepBackups } from "../backups/backups.ts";
import { backupKeyOf } from "../backups/keys.ts";
import { type CancelledDoor, cancelledDoor, DAY_MS, endedBeside } from "./endings.testing.ts";
import { keepEndings, replayEndings } from "./endings.ts";

const existing = (at: CancelledDoor, name: string) =>
  withAdmin(at.door.house.serverUrl, "postgres", async (client) => {
    const { rows } = await client.query(
      `select (select count(*)::int from pg_database where datname = $1) as databases,
              (select count(*)::int from pg_roles where rolname = $1) as roles`,
      [name],
    );
    return rows[0] as { databases: number; roles: number };
  });

const databaseOf = async (at: CancelledDoor): Promise<string> => {
  const { rows } = await at.door.house.control.query<{ database_name: string }>(
    "select database_name from companies where id = $1",
    [at.companyId],
  );
  return rows[0]?.database_name ?? "";
};

const statesOf = async (at: CancelledDoor) => {
  const { rows } = await at.door.house.control.query<{ state: string; problem: string | null }>(
    "select state, problem from endings order by cancelled_at",
  );
  return rows.map(({ state, problem }) => (problem === null ? state : `${state}: ${problem}`));
};

/** Every row of the control database, as text, that has the company's id in any column, but where it may outlive it. */
async function tracesOf(at: CancelledDoor): Promise<string[]> {
  const { control } = at.door.house;
  const { rows: tables } = await control.query<{ table_name: string }>(
    `select table_name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> all($1)`,
    [["endings", "ending_statements"]],
  );
  const found: string[] = [];
  for (const { table_name } of tables) {
    const { rowCount } = await control.query(
      `select from "${table_name}" as t where position($1 in t::text) > 0`,
      [at.companyId],
    );
    if ((rowCount ?? 0) > 0) found.push(table_name);
  }
  return found;
}

const filesOf = (at: CancelledDoor) =>
  readdir(join(at.dir, "my-1", at.companyId)).catch(() => [] as string[]);

test("on day 29 everything is there, on day 30 nothing but the signed certificate, and on days 31, 89, 90 and 91 neither", async () => {
  await using at = await cancelledDoor();
  const name = await databaseOf(at);
  await at.onDay(29);
  assert.deepEqual(await existing(at, name), { databases: 1, roles: 1 });
  assert.ok((await filesOf(at)).some((file) => file.endsWith(".tar.zst.age")));
  await at.onDay(29.999);
  assert.deepEqual(await statesOf(at), ["cancelled"]);

  for (const day of [30, 31, 89, 90, 91]) {
    await at.onDay(day);
    assert.deepEqual(await statesOf(at), ["deleted"], `day ${day}`);
    assert.deepEqual(await existing(at, name), { databases: 0, roles: 0 });
    assert.deepEqual(await tracesOf(at), [], `day ${day}`);
    assert.deepEqual(await filesOf(at), ["ended.json"], `day ${day}`);
  }
  const { rows } = await at.door.house.control.query(
    "select cancelled_by, reason, backups_gone_at is not null as is_clear from endings",
  );
  assert.deepEqual(rows, [{ cancelled_by: null, reason: null, is_clear: true }]);
});

test("its Admin gets a certificate that anybody can verify: what was destroyed, and when the last copy goes", async () => {
  await using at = await cancelledDoor();
  const access = await at.door.house.companies.access(at.companyId);
  const { rows } = (await access?.pool.query("select count(*)::int as count from customers")) ?? {
    rows: [],
  };
  const cancelledAt = at.door.house.clock.now;
  await at.onDay(30);
  const mail = (await at.door.mailsTo(SIGN_UP.email)).at(-1);
  assert.equal(mail?.subject, "Certificate: Rumah Kenari was destroyed");
  const path = /(\/api\/companies\/certificates\/[\w-]+)/.exec(mail?.text ?? "")?.[1] ?? "";
  for (let times = 0; times < 2; times += 1) {
    const answer = await at.door.app.inject({ method: "GET", url: path });
    assert.equal(answer.statusCode, 200);
    const { statements } = answer.json();
    assert.deepEqual(
      statements.map(({ kind }: { kind: string }) => kind),
      ["deleted", "backups_gone"],
    );
    for (const { statement, signature, publicKey } of statements) {
      const der = Buffer.from(publicKey, "base64");
      const key = createPublicKey({ key: der, format: "der", type: "spki" });
      const signed = Buffer.from(signature, "base64");
      assert.ok(verify(null, Buffer.from(statement), key, signed));
      assert.ok(!verify(null, Buffer.from(`${statement} `), key, signed));
    }
    const [{ statement, signature }] = statements;
    assert.ok(mail?.text.includes(signature));
    assert.ok(!statement.includes(SIGN_UP.companyName));
    const said = JSON.parse(statement);
    assert.equal(said.company, showId("company", at.companyId));
    assert.equal(
      said.destroyed.tables.find(({ table }: { table: string }) => table === "public.customers")
        .rows,
      rows[0].count,
    );
    assert.ok(said.destroyed.rows > 50);
    assert.equal(said.destroyed.keys, 1);
    assert.equal(said.backups.copies, 1);
    assert.equal(new Date(said.backups.goneBy).getTime() - cancelledAt.getTime(), 90 * DAY_MS);
  }
  const odd = await at.door.app.inject({ method: "GET", url: `${path.slice(0, -4)}AAAA` });
  assert.equal(odd.statusCode, 404);
});

test("its people are signed in still, but to no company; another company of theirs is untouched", async () => {
  await using at = await cancelledDoor();
  const place = { country: "MY", zone: "Asia/Kuala_Lumpur", currency: "MYR", region: "my-1" };
  const second = { name: "Kedai Kedua", ...place };
  assert.equal((await at.owner.ask("POST", "/api/companies/memberships", second)).status, 200);
  await at.owner.ask("POST", "/api/crm/customers", { name: "Di Kedai Kedua" });
  await at.onDay(30);
  const { email, password } = SIGN_UP;
  await at.owner.ask("POST", "/api/accounts/sign-in", { email, password });
  const list = await at.owner.ask("GET", "/api/companies/memberships");
  assert.deepEqual(
    list.body.rows.map(({ name }: { name: string }) => name),
    ["Kedai Kedua"],
  );
  assert.equal((await at.owner.ask("GET", "/api/crm/customers")).body.rows.length, 1);
});

test("killed with -9 at any step it goes on where it was, and ends once", async () => {
  const steps: string[] = [];
  {
    await using at = await cancelledDoor();
    await at.onDay(29);
    at.door.house.clock.advance(DAY_MS);
    await keepEndings(at.ground, (step) => steps.push(step));
  }
  assert.ok(steps.length >= 8, steps.join());
  await using at = await cancelledDoor();
  const name = await databaseOf(at);
  await at.onDay(29);
  at.door.house.clock.advance(DAY_MS);
  for (const [dies, step] of steps.entries()) {
    const signal = await endedBeside(at.door.house, dies);
    // Steps that earlier rounds have done are not met again, and a round that meets none ends by itself.
    assert.ok(signal === "SIGKILL" || dies > 0, step);
  }
  await keepEndings(at.ground);
  assert.deepEqual(await statesOf(at), ["deleted"]);
  assert.deepEqual(await existing(at, name), { databases: 0, roles: 0 });
  assert.deepEqual(await tracesOf(at), []);
  assert.deepEqual(await filesOf(at), ["ended.json"]);
  const mails = await at.door.mailsTo(SIGN_UP.email);
  assert.equal(mails.filter(({ subject }) => subject.startsWith("Certificate")).length, 1);
});

test("a database that is not the company's beyond doubt is left alone: another's, an application's, one with another log", async () => {
  await using at = await cancelledDoor();
  const { house } = at.door;
  const name = await databaseOf(at);
  const point = (to: string) =>
    house.control.query("update companies set database_name = $1 where id = $2", [
      to,
      at.companyId,
    ]);
  const application = newCompanyName(house.workshop.names);
  const clone = newCompanyName(house.workshop.names);
  const inAdmin = (statement: string) =>
    withAdmin(house.serverUrl, "postgres", (client) => client.query(statement));
  await inAdmin(`create database "${application}"`);
  await inAdmin(`create database "${clone}" template "${house.workshop.names.template}"`);
  await at.onDay(29);
  for (const [pointed, problem] of [
    ["kedai_orang_lain", "is not called as companies' databases are"],
    [house.workshop.names.control, "is not called as companies' databases are"],
    [application, "is no database of a company"],
    [clone, "does not hold this company's audit log"],
  ] as const) {
    await point(pointed);
    await at.onDay(30);
    const [state] = await statesOf(at);
    assert.match(state ?? "", new RegExp(`^cancelled: .*${problem}`), pointed);
  }
  for (const one of [application, clone, name])
    assert.equal((await existing(at, one)).databases, 1, one);
  await point(name);
  await at.onDay(30);
  assert.deepEqual(await statesOf(at), ["deleted"]);
  for (const one of [application, clone]) await inAdmin(`drop database "${one}"`);
});

test("within an hour no more companies are destroyed than the operator lets", async () => {
  await using at = await cancelledDoor();
  const { house } = at.door;
  Object.assign(house.config, { endingsPerHour: 0 });
  await at.onDay(30);
  assert.deepEqual(await statesOf(at), ["cancelled"]);
  Object.assign(house.config, { endingsPerHour: 1 });
  await at.onDay(31);
  assert.deepEqual(await statesOf(at), ["deleted"]);
});

test("after an older control database is put back no copy of a backup opens, and the company ends again by itself", async () => {
  await using at = await cancelledDoor();
  const { house, app } = at.door;
  const older = await rowsOfToday(at);
  const copies = await copiesOfToday(at);
  assert.equal(copies.length, 1);
  await at.onDay(30);
  const link = /(\/api\/companies\/certificates\/[\w-]+)/.exec(
    (await at.door.mailsTo(SIGN_UP.email)).at(-1)?.text ?? "",
  )?.[1];

  await putBack(at, older);
  for (const { file, bytes } of copies) {
    await writeFile(join(at.dir, file), bytes);
    await assert.rejects(backupKeyOf(house, at.companyId));
  }
  await keepBackups(at.ground);
  const { rows } = await house.control.query(
    "select verified_as from backups where state = 'kept'",
  );
  assert.deepEqual(rows, [{ verified_as: "equal" }], "that was before");
  await house.control.query("update backups set verified_as = null, verified_at = null");
  await keepBackups(at.ground);
  const found = await house.control.query("select verified_as from backups where state = 'kept'");
  assert.deepEqual(found.rows, [{ verified_as: "unreadable" }]);

  assert.equal(await replayEndings(at.ground), 1);
  assert.deepEqual(await tracesOf(at), []);
  assert.deepEqual(await filesOf(at), ["ended.json"]);
  assert.deepEqual(await statesOf(at), ["deleted"]);
  assert.equal((await app.inject({ method: "GET", url: link ?? "" })).statusCode, 200);
  assert.equal(await replayEndings(at.ground), 0);
});

const OLDER = ["companies", "company_keys", "backup_keys", "backups", "members", "audit_tips"];
type Rows = { table: string; columns: string; rows: unknown[] };

async function rowsOfToday({ door }: CancelledDoor): Promise<Rows[]> {
  const { control } = door.house;
  const read = async (table: string): Promise<Rows> => {
    const { rows } = await control.query(`select to_jsonb(t) as row from ${table} t`);
    const named = await control.query<{ columns: string }>(
      `select string_agg(quote_ident(column_name), ', ') as columns from information_schema.columns
        where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER'`,
      [table],
    );
    return { table, columns: named.rows[0]?.columns ?? "", rows: rows.map(({ row }) => row) };
  };
  return Promise.all(OLDER.map(read));
}

/** As where the whole control database is restored from the day before. */
async function putBack({ door }: CancelledDoor, older: readonly Rows[]): Promise<void> {
  const { control } = door.house;
  await control.query("delete from ending_statements; delete from endings");
  for (const { table, columns, rows } of older)
    await control.query(
      `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1)`,
      [JSON.stringify(rows)],
    );
}

const copiesOfToday = async (at: CancelledDoor) => {
  const files = await filesOf(at);
  const names = files.filter((file) => file.endsWith(".tar.zst.age"));
  const read = async (file: string) => ({ file, bytes: await readFile(join(at.dir, file)) });
  return Promise.all(names.map((name) => read(join("my-1", at.companyId, name))));
};

test("a stone that this house did not sign ends no company", async () => {
  await using at = await cancelledDoor();
  const folder = join(at.dir, "my-1", at.companyId);
  await mkdir(folder, { recursive: true });
  const forged = {
    endingId: at.companyId,
    companyId: at.companyId,
    cancelledAt: "2026-01-01T00:00:00Z",
    endsAt: "2026-01-31T00:00:00Z",
    deletedAt: "2026-01-31T00:00:00Z",
    backupsGoBy: "2026-04-01T00:00:00Z",
    linkHash: "AAAA",
    keyId: 1,
    statement: showId("company", at.companyId),
    signature: Buffer.alloc(64).toString("base64"),
  };
  await writeFile(join(folder, "ended.json"), JSON.stringify(forged));
  assert.equal(await replayEndings(at.ground), 0);
  assert.deepEqual(await statesOf(at), ["cancelled"]);
});

test("a copy that the store does not let go is unreadable from day 30, is tried again, and is told of while it is there", async () => {
  await using at = await cancelledDoor();
  // A folder where a file is taken for one cannot be removed as a file.
  const stuck = join(at.dir, "my-1", at.companyId, "held.tar.zst.age");
  await mkdir(stuck, { recursive: true });
  for (const day of [30, 89, 91]) {
    await at.onDay(day);
    assert.deepEqual(await statesOf(at), ["deleted"]);
    const { rows } = await at.door.house.control.query("select backups_gone_at from endings");
    assert.equal(rows[0].backups_gone_at, null);
  }
  await rm(stuck, { recursive: true });
  await at.onDay(92);
  const { rows } = await at.door.house.control.query(
    "select count(*)::int as count from ending_statements where kind = 'backups_gone'",
  );
  assert.equal(rows[0].count, 1);
});
