import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { newId } from "#kernel/ids.ts";
import { diceFor } from "#modules/connect/fixtures/dice.ts";
import { inCompany } from "#platform/actions/action.ts";
import {
  canonical,
  createVerifier,
  type LoggedEntry,
  saidOf,
  type Verified,
} from "#platform/audit/verifier.ts";
import { withAdmin } from "#platform/tenancy/server.ts";
import { migrate, readTimeline } from "#platform/tenancy/timelines.ts";
import {
  type TestCompany,
  type TestHouse,
  testCompany,
  testHouse,
} from "#platform/testing/house.ts";
import { aboutLog, checkLog, entriesOf, signLog, signLogs } from "./chain.ts";

const HOUR_MS = 3_600_000;

test("canonical JSON is the same from the database and from the verifier, and as RFC 8785 writes it", async () => {
  await using house = await testHouse();
  const { pool } = (await testCompany(house)).access;
  const inDatabase = async (value: unknown) =>
    (await pool.query("select canonical_json($1::jsonb) as text", [JSON.stringify(value)])).rows[0]
      .text;
  const rfc = {
    numbers: [333333333.3333333, 1e30, 4.5, 2e-3, 0.000000000000000000000000001, 1e21, 1e-7],
    string: "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"/",
    literals: [null, true, false],
  };
  assert.equal(
    canonical(rfc),
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27,1e+21,1e-7],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
  const names = { "\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\u{1f600}": 5, "\u0080": 6, ö: 7 };
  assert.deepEqual([...canonical(names).matchAll(/:(\d)/g)].map(([, n]) => n).join(""), "2467153");
  for (const value of [rfc, names]) assert.equal(await inDatabase(value), canonical(value));

  const isKept = (text: string) => !text.includes("\0") && text.isWellFormed();
  const letters = fc.string({ unit: "binary", maxLength: 8 }).filter(isKept);
  const number = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer());
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3 },
      letters,
      number,
      fc.constant(null),
      fc.boolean(),
      fc.array(tie("tree"), { maxLength: 4 }),
      fc.dictionary(letters, tie("tree"), { maxKeys: 5 }),
    ),
  }));
  await fc.assert(
    fc.asyncProperty(tree, async (value) => {
      const kept = JSON.parse(JSON.stringify(value));
      assert.equal(await inDatabase(kept), canonical(kept));
    }),
    { numRuns: 300 },
  );
});

test("what many write at the same moment stands in unbroken lanes, each entry linked to the one before it", async () => {
  await using log = await logOf();
  await Promise.all(Array.from({ length: 40 }, (_, i) => log.write(1 + (i % 3))));
  const entries = await log.entries();
  assert.equal(entries.length, 79);
  assert(new Set(entries.map(({ lane }) => lane)).size > 1, "nobody waited for another");
  const verified = await log.check();
  assert.deepEqual([verified.entries, verified.findings], [79, []]);
});

test("what was undone leaves no gap", async () => {
  await using log = await logOf();
  await log.write();
  await assert.rejects(
    inCompany(log.house, log.company.admin, "tests.chain.write", "read write", async (ctx) => {
      await ctx.audit(subject("Undone"), {});
      throw new Error("changed my mind");
    }),
  );
  await log.write();
  assert.deepEqual((await log.check()).findings, []);
  assert.equal((await log.entries()).length, 2);
});

test("the company's own role adds entries, and can do nothing else with the log", async () => {
  await using log = await logOf();
  await log.write();
  await signLog(log.house, log.company.access);
  const { pool } = log.company.access;
  for (const statement of [
    "update audit_entries set actor_name = 'nobody'",
    "update audit_entries set hash = '\\x00'",
    "delete from audit_entries",
    "truncate audit_entries",
    "alter table audit_entries disable trigger chain",
    "alter table audit_entries disable trigger all",
    "drop trigger chain on audit_entries",
    "drop table audit_entries",
    "create or replace function chain_audit_entry() returns trigger language plpgsql as 'begin return new; end'",
    "set session_replication_role = replica",
    "insert into audit_entries (lane, position, hash) values (1, 1, '')",
    "insert into audit_entries (id) overriding system value values (7)",
    "update audit_heads set statement = ''",
    "delete from audit_heads",
    "truncate audit_heads",
    "drop table audit_heads",
    "update audit_checks set findings = '[]'",
    "delete from audit_checks",
  ])
    await assert.rejects(pool.query(statement), { code: "42501" }, statement);
  assert.deepEqual((await log.check()).findings, []);
});

test("each of 1,000 random tamperings is found", async () => {
  await using log = await logOf();
  await using other = await logOf(log.house);
  for (let i = 0; i < 30; i += 1) {
    await Promise.all([log.write(2), log.write(1), other.write(1), other.write(1)]);
    if (i % 10 === 9) await signLog(log.house, log.company.access);
  }
  await log.house.tips.flush();
  const about = await aboutLog(log.house, log.company.access);
  const entries = await log.entries();
  const foreign = await other.entries();
  const verify = (tampered: readonly LoggedEntry[]): Verified => {
    const verifier = createVerifier(about);
    for (const entry of tampered) verifier.entry(entry);
    return verifier.end();
  };
  assert.deepEqual(verify(entries).findings, []);

  const dice = diceFor("tampering");
  const unseen: string[] = [];
  for (let i = 0; i < 1_000; i += 1) {
    const how = dice.pick(TAMPERINGS);
    if (verify(how.on([...entries], foreign, dice)).findings.length === 0) unseen.push(how.name);
  }
  assert.deepEqual(unseen, []);
});

test("what was cut off or written anew since the log was signed is found by what the house remembers", async () => {
  await using log = await logOf();
  await log.write();
  await signLog(log.house, log.company.access);
  for (let i = 0; i < 3; i += 1) await log.write();
  await log.house.tips.flush();
  await log.asOwner("delete from audit_entries where lane = 1 and position >= 3");
  assert.deepEqual((await log.check()).findings, [{ kind: "cut", lane: 1, position: 3 }]);
  // Whoever has the database itself can make it look whole again; the house saw another entry there.
  await log.write();
  await log.write();
  assert.deepEqual((await log.check()).findings, [{ kind: "rewritten", lane: 1, position: 4 }]);
});

test("a log is signed when something was written, handed to the control database, and not when it is not in place", async () => {
  await using log = await logOf();
  const heads = async () => {
    const statement = "select number, statement from audit_heads order by number";
    const [own, handed] = await Promise.all([
      log.company.access.pool.query(statement),
      log.house.control.query(statement),
    ]);
    assert.deepEqual(own.rows, handed.rows);
    return own.rows.map((row) => JSON.parse(row.statement));
  };
  await log.write();
  await signLogs(log.house);
  await signLogs(log.house);
  log.house.clock.advance(HOUR_MS);
  await log.write(2);
  await signLogs(log.house);
  const [first, second, ...more] = await heads();
  assert.deepEqual(more, []);
  assert.equal(second.previous, createHash("sha256").update(canonical(first)).digest("hex"));
  assert.deepEqual(
    [first.lanes[0].position, second.lanes[0].position, second.at],
    [1, 3, "2026-11-22T09:00:00.000Z"],
  );
  const verified = await log.check();
  assert.deepEqual([verified.signedAt, verified.findings], [second.at, []]);

  await log.asOwner("update audit_entries set actor_name = 'nobody' where position = 3");
  await log.write();
  log.house.clock.advance(25 * HOUR_MS);
  await signLogs(log.house);
  assert.equal((await heads()).length, 2);
});

test("words that must go are erased with their salt, the chain stays whole, and erasing unseen is found", async () => {
  await using log = await logOf();
  const { access, admin } = log.company;
  const id = newId<"customer">();
  await inCompany(log.house, admin, "tests.chain.write", "read write", (ctx) =>
    ctx.audit({ type: "customer", id, name: "Puan Hayati" }, { after: { city: "Ipoh" } }),
  );
  await log.write();
  const erase = "select lane, position from erase_audit_values('customer', array[$1::uuid])";
  const { rows } = await access.pool.query(erase, [id]);
  assert.deepEqual(rows, [{ lane: 1, position: 1 }]);
  assert.deepEqual((await log.check()).findings, [{ kind: "erased", lane: 1, position: 1 }]);

  await inCompany(log.house, admin, "tests.chain.write", "read write", (ctx) =>
    ctx.audit(subject("a request"), { erased: { 1: [1] } }),
  );
  const verified = await log.check();
  assert.deepEqual([verified.erased, verified.findings], [1, []]);
  const [erased] = await log.entries();
  assert.deepEqual([erased?.subjectName, erased?.change, erased?.salt], ["", {}, null]);
});

test("a company whose log was there before the chain has it chained, and old processes may go on writing", async () => {
  await using house = await testHouse();
  const database = `${house.workshop.names.companyPrefix}earlier`;
  const timeline = await readTimeline("tenant");
  const entries = (from: number, to: number) => `
    insert into audit_entries (at, actor_kind, actor_name, action, subject_type, subject_id, subject_name, change)
    select now(), 'system', 'Kaunter', 'tests.chain.write', 'customer', gen_random_uuid(), 'Nr. ' || n,
           jsonb_build_object('after', jsonb_build_object('n', n / 7.0, 'é', array['a', null]))
      from generate_series(${from}, ${to}) n`;
  await withAdmin(house.serverUrl, "postgres", (client) =>
    client.query(`create database ${database} template template0`),
  );
  const read = await withAdmin(house.serverUrl, database, async (client) => {
    const before = timeline.filter(({ number }) => number === 1);
    await migrate(client, before);
    await client.query(entries(1, 50));
    await migrate(
      client,
      timeline.filter(({ name }) => /^0001|audit/.test(name)),
    );
    await client.query(entries(51, 60));
    const { rows } = await client.query(`
      select lane, count(*)::int, max(position)::int from audit_entries group by lane order by lane`);
    assert.deepEqual(rows, [
      { lane: 0, count: 50, max: 50 },
      { lane: 1, count: 10, max: 10 },
    ]);
    const { rows: said } = await client.query(`
      select change, encode(salt, 'hex') as salt, subject_name, encode(said, 'hex') as said from audit_entries`);
    return said;
  });
  for (const { change, salt, subject_name: subjectName, said } of read)
    assert.equal(saidOf({ change, salt, subjectName }), said);
});

test("the script that verifies a download stands alone: it imports nothing but Node itself", async () => {
  const script = await readFile(join(ROOT, "platform/audit/verify-audit.mjs"), "utf8");
  const imports = [...script.matchAll(/^import .* from "([^"]+)"/gm)].map(([, from]) => from);
  assert(imports.length > 0 && imports.every((from) => from?.startsWith("node:")));
  const { stdout } = await run("--help");
  assert.match(stdout, /verify-audit\.mjs <audit-log/);
});

const ROOT = join(import.meta.dirname, "../../..");

const run = (...args: string[]) =>
  new Promise<{ stdout: string; code: number | string | null | undefined }>((done) => {
    const script = join(ROOT, "platform/audit/verify-audit.mjs");
    execFile(process.execPath, [script, ...args], (error, stdout) =>
      done({ stdout, code: error?.code ?? 0 }),
    );
  });

type Dice = ReturnType<typeof diceFor>;
type Tampering = {
  readonly name: string;
  on(entries: LoggedEntry[], foreign: readonly LoggedEntry[], dice: Dice): LoggedEntry[];
};

const at = (entries: readonly LoggedEntry[], dice: Dice) => dice.between(0, entries.length - 1);
const other = (text: string): string => `${text.startsWith("0") ? "1" : "0"}${text.slice(1)}`;
const next = (text: string | null) => (text === null ? "x" : `${text}x`);
const EDITS: ((entry: LoggedEntry) => Partial<LoggedEntry>)[] = [
  ({ actorName }) => ({ actorName: next(actorName) }),
  ({ action }) => ({ action: next(action) }),
  ({ subjectName }) => ({ subjectName: next(subjectName) }),
  ({ subjectId }) => ({ subjectId: other(subjectId) }),
  ({ subjectType }) => ({ subjectType: next(subjectType) }),
  ({ actorId }) => ({ actorId: actorId === null ? newId() : null }),
  ({ actorKind }) => ({ actorKind: actorKind === "system" ? "person" : "system" }),
  ({ at: moment }) => ({ at: moment.replace(/\d{4}-/, "2025-") }),
  // A microsecond.
  ({ at: moment }) => ({ at: moment.replace(/.Z$/, (end) => (end === "0Z" ? "1Z" : "0Z")) }),
  ({ change }) => ({ change: { ...(change as object), more: 1 } }),
  () => ({ change: {} }),
  ({ ip }) => ({ ip: ip === null ? "10.0.0.1" : null }),
  ({ requestId }) => ({ requestId: next(requestId) }),
  ({ number }) => ({ number: number + 1 }),
  ({ hash }) => ({ hash: other(hash) }),
  ({ said }) => ({ said: other(said) }),
  ({ salt }) => ({ salt: other(salt ?? "") }),
  // With a hash of its words that fits them, but not the chain.
  (entry) => {
    const subjectName = "Somebody else";
    return { subjectName, said: saidOf({ ...entry, subjectName }) };
  },
  () => ({ salt: null, subjectName: "", change: {} }),
];
const TAMPERINGS: readonly Tampering[] = [
  {
    name: "edit",
    on: (entries, _foreign, dice) => {
      const i = at(entries, dice);
      const entry = entries[i] as LoggedEntry;
      return entries.with(i, { ...entry, ...dice.pick(EDITS)(entry) });
    },
  },
  {
    name: "delete",
    on: (entries, _foreign, dice) => entries.toSpliced(at(entries, dice), 1),
  },
  {
    name: "delete and close the gap",
    on: (entries, _foreign, dice) => {
      const i = at(entries, dice);
      const gone = entries[i] as LoggedEntry;
      return entries
        .toSpliced(i, 1)
        .map((entry) =>
          entry.lane === gone.lane && entry.position > gone.position
            ? { ...entry, position: entry.position - 1 }
            : entry,
        );
    },
  },
  {
    name: "insert",
    on: (entries, _foreign, dice) => {
      const i = at(entries, dice);
      return entries.toSpliced(i, 0, { ...(entries[i] as LoggedEntry), subjectName: "Slipped in" });
    },
  },
  {
    name: "reorder",
    on: (entries, _foreign, dice) => {
      const i = dice.between(0, entries.length - 2);
      const [one, two] = [entries[i] as LoggedEntry, entries[i + 1] as LoggedEntry];
      // Where one lane ends and the next begins, the order of lines says nothing.
      return one.lane === two.lane && dice.happens(0.5)
        ? entries.with(i, two).with(i + 1, one)
        : entries
            .with(i, { ...two, lane: one.lane, position: one.position })
            .with(i + 1, { ...one, lane: two.lane, position: two.position });
    },
  },
  {
    name: "cut the tail",
    on: (entries, _foreign, dice) => {
      const from = entries[at(entries, dice)] as LoggedEntry;
      return entries.filter(({ lane, position }) => lane !== from.lane || position < from.position);
    },
  },
  {
    name: "swap companies",
    on: (entries, foreign, dice) => {
      const i = at(entries, dice);
      const entry = entries[i] as LoggedEntry;
      const theirs = foreign.find(
        ({ lane, position }) => lane === entry.lane && position === entry.position,
      );
      if (dice.happens(0.2) || theirs === undefined) return [...foreign];
      return entries.with(i, theirs);
    },
  },
];

const subject = (name: string) => ({ type: "customer", id: newId<"customer">(), name });

async function logOf(known?: TestHouse) {
  const house = known ?? (await testHouse());
  const company: TestCompany = await testCompany(house);
  const { access } = company;
  return {
    house,
    company,
    write: (count = 1) =>
      inCompany(house, company.admin, "tests.chain.write", "read write", async (ctx) => {
        for (let i = 0; i < count; i += 1)
          await ctx.audit(subject(`Nr. ${i}`), { before: { n: i }, after: { n: i + 0.5 } });
      }),
    check: () => checkLog(house, access, { isWhole: true }),
    entries: async () => {
      const all: LoggedEntry[] = [];
      for await (const page of entriesOf(access)) all.push(...page);
      return all;
    },
    asOwner: (statement: string) =>
      withAdmin(
        house.serverUrl,
        new URL(access.pool.options.connectionString ?? "").username,
        (c) => c.query(statement),
      ),
    [Symbol.asyncDispose]: async () => {
      if (known === undefined) await house[Symbol.asyncDispose]();
    },
  };
}
