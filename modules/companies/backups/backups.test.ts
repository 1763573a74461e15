import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { copyFile, readdir, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { after, before, test } from "node:test";
import { partsOf, writeArchive } from "#platform/backup/archive.ts";
import { restoreInto } from "#platform/backup/restoring.ts";
import { dropCompanyDatabase } from "#platform/tenancy/clones.ts";
import { newCompanyName } from "#platform/tenancy/names.ts";
import { withAdmin } from "#platform/tenancy/server.ts";
import { type BackedUp, backedUpDoor } from "./backups.testing.ts";
import { fileOf } from "./backups.ts";
import { backupKeyOf } from "./keys.ts";
import { storeOf } from "./store.ts";

let at: BackedUp;
before(async () => {
  at = await backedUpDoor();
});
after(() => at[Symbol.asyncDispose]());

const AT = "/api/companies/backups";
const DAY_MS = 86_400_000;
type Row = {
  id: string;
  state: string;
  verifiedAs: string | null;
  takenAt: string;
  [more: string]: unknown;
};
const listed = async (): Promise<Row[]> => (await at.owner.ask("GET", AT)).body.rows;

async function made(): Promise<{ row: Row; file: string; path: string }> {
  const { status, body } = await at.owner.ask("POST", AT, {});
  assert.equal(status, 200, JSON.stringify(body));
  await at.keep();
  const row = (await listed()).find(({ id }) => id === body.id);
  assert.ok(row);
  const { rows } = await at.door.house.control.query(
    `select id, company_id as "companyId", region from backups order by asked_at desc, id desc limit 1`,
  );
  const file = fileOf(rows[0]);
  return { row, file, path: join(at.dir, file) };
}

/** The proof of the newest one is forgotten, and looked for anew. */
async function verifiedAgain(): Promise<string | null> {
  await at.door.house.control.query(
    `update backups set verified_as = null, verified_at = null
      where id = (select id from backups order by asked_at desc, id desc limit 1)`,
  );
  await at.keep();
  return (await listed())[0]?.verifiedAs ?? null;
}

test("a company is backed up every day by itself, and each backup is restored and found equal", async () => {
  await at.keep();
  await at.keep();
  assert.equal((await listed()).length, 1);
  await at.later(DAY_MS);
  await at.keep();
  const rows = await listed();
  assert.deepEqual(
    rows.map(({ state, verifiedAs, askedBy }) => [state, verifiedAs, askedBy]),
    [
      ["kept", "equal", null],
      ["kept", "equal", null],
    ],
  );
});

test("one that is asked for is made at once, and says by whom; a second wish meanwhile is refused", async () => {
  const { body } = await at.owner.ask("POST", AT, {});
  const again = await at.owner.ask("POST", AT, {});
  assert.deepEqual([again.status, again.body.code], [409, "companies.backup.already_asked"]);
  await at.keep();
  const row = (await listed()).find(({ id }) => id === body.id);
  assert.deepEqual(
    [row?.state, row?.verifiedAs, row?.["askedBy"]],
    ["kept", "equal", "Farah Adilah"],
  );
  const { body: log } = await at.owner.ask("GET", "/api/trust/audit?limit=1");
  assert.equal(log.rows[0].action, "companies.backups.make");
});

test("what was written while it was made is in it whole or not at all", async () => {
  let isDone = false;
  const writing = (async () => {
    for (let i = 0; !isDone; i += 1)
      await at.owner.ask("POST", "/api/sales/orders", {
        channel: "stall",
        lines: [{ title: `Roti ${i}`, quantity: 1, unitPriceMinor: 450 }],
        shippingMinor: 0,
        isPaid: true,
      });
  })();
  const { row } = await made();
  isDone = true;
  await writing;
  assert.equal(row.verifiedAs, "equal");
});

test("20 of 20 corruptions of a file are found", async () => {
  const { path } = await made();
  const whole = await readFile(path);
  const spoil = [
    ...Array.from({ length: 10 }, () => async () => {
      const bytes = Buffer.from(whole);
      const place = randomInt(bytes.length);
      bytes[place] = (bytes[place] ?? 0) ^ (1 << randomInt(8));
      await writeFile(path, bytes);
    }),
    ...Array.from({ length: 5 }, () => () => truncate(path, randomInt(whole.length))),
    ...Array.from({ length: 3 }, () => async () => {
      const from = randomInt(whole.length - 64);
      await writeFile(path, Buffer.concat([whole.subarray(0, from), whole.subarray(from + 16)]));
    }),
    () => writeFile(path, Buffer.concat([whole, Buffer.from([0])])),
    async () => {
      const [other] = (await readdir(join(path, ".."))).filter((name) => !path.endsWith(name));
      await copyFile(join(path, "..", other ?? ""), path);
    },
  ];
  for (const [i, one] of spoil.entries()) {
    await writeFile(path, whole);
    await one();
    assert.notEqual(await verifiedAgain(), "equal", `corruption ${i}`);
  }
  await writeFile(path, whole);
  assert.equal(await verifiedAgain(), "equal");
});

test("a row that is missing, changed, or there twice in a well-sealed file is found, with its table", async () => {
  const { file } = await made();
  const { house } = at.door;
  const key = await backupKeyOf(house, at.companyId);
  const whole: { name: string; bytes: Buffer }[] = [];
  for await (const part of partsOf(key, storeOf(house).get(file)))
    whole.push({ name: part.name, bytes: await buffer(part.bytes) });
  const rewritten = async (change: (lines: string[]) => string[]) => {
    const sink = async (bytes: AsyncIterable<Uint8Array>) => {
      const { sha256 } = await storeOf(house).put(file, bytes);
      await house.control.query(
        "update backups set sha256 = $1 where id = (select id from backups order by asked_at desc, id desc limit 1)",
        [sha256],
      );
    };
    await writeArchive(key, sink, async (add) => {
      for (const { name, bytes } of whole) {
        const isTheirs = name.startsWith("data/public.customers/");
        const lines = bytes.toString().split("\n").slice(0, -1);
        await add(
          name,
          isTheirs
            ? Buffer.from(
                change(lines)
                  .map((l) => `${l}\n`)
                  .join(""),
              )
            : bytes,
        );
      }
    });
    const verifiedAs = await verifiedAgain();
    return [verifiedAs, (await listed())[0]?.["differentTables"]];
  };
  assert.deepEqual(await rewritten((lines) => lines), ["equal", []]);
  assert.deepEqual(
    await rewritten((lines) => lines.map((line) => line.replace("Aisyah", "Aisyeh"))),
    ["different", ["public.customers"]],
  );
  // Orders name their customers: what does not fit together is not taken in at all.
  assert.deepEqual(await rewritten((lines) => lines.slice(1)), ["unreadable", []]);
  assert.deepEqual(await rewritten((lines) => [...lines, lines[0] ?? ""]), ["unreadable", []]);
});

test("what a process that died left is put away and made anew at once; what dies again and again is not", async () => {
  const { house } = at.door;
  const scratch = newCompanyName(house.workshop.names);
  await withAdmin(house.serverUrl, "postgres", (client) =>
    client.query(`create database "${scratch}"`),
  );
  await house.control.query(
    "update backups set scratch = $1 where id = (select id from backups limit 1)",
    [scratch],
  );
  const { body } = await at.owner.ask("POST", AT, {});
  const died = (tries: number) =>
    house.control.query(
      "update backups set state = 'making', taken_at = now(), tries = $1 where state = 'asked'",
      [tries],
    );
  await died(1);
  await at.keep();
  const stateOf = async (asked: string) => (await listed()).find(({ id }) => id === asked)?.state;
  assert.equal(await stateOf(body.id), "kept");
  const odd = (await at.owner.ask("POST", AT, {})).body.id;
  await died(3);
  await at.keep();
  assert.equal(await stateOf(odd), "failed");
  const there = await house.control.query("select from pg_database where datname = $1", [scratch]);
  assert.equal(there.rowCount, 0);
  assert.equal((await made()).row.state, "kept");
});

test("past its time a backup is gone: its file, and on the list", async () => {
  const { path, row } = await made();
  await at.later(91 * DAY_MS);
  await at.keep();
  await assert.rejects(readFile(path), { code: "ENOENT" });
  const { rows } = await at.door.house.control.query<{ state: string }>(
    "select state from backups where made_at is not null",
  );
  assert.equal(rows.filter(({ state }) => state === "kept").length, 1);
  assert.ok(row);
});

test("without the company's key no copy of a backup can be read", async () => {
  const { file } = await made();
  const { house } = at.door;
  await house.control.query("delete from backup_keys");
  const key = await backupKeyOf(house, at.companyId);
  const scratch = newCompanyName(house.workshop.names);
  await assert.rejects(
    restoreInto(house.workshop, scratch, {
      key,
      bytes: storeOf(house).get(file),
      companyId: at.companyId,
    }),
  );
  await dropCompanyDatabase(house.serverUrl, scratch);
});
