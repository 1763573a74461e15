/** What is secret is kept so that whoever reads the disk, a dump or the logs learns none of it. */
import assert from "node:assert/strict";
import { globSync, readFileSync, statSync } from "node:fs";
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import pg from "pg";
import { diceFor } from "#modules/connect/fixtures/dice.ts";
import { signatureOf } from "#modules/connect/fixtures/store.ts";
import { urlFor } from "#platform/tenancy/names.ts";
import { type Kaunter, kaunterOf, type Person } from "../bench/kaunter.ts";
import { stepAt, totpAt } from "../modules/accounts/factors/totp.rules.ts";
import { startKaunter } from "./running.ts";

const PLANTED = 200;

test(`${PLANTED} secrets that go in by every door are found in no data file, no dump and no log`, async () => {
  const dir = await mkdtemp(join(tmpdir(), "kaunter-secrets-"));
  await chmod(dir, 0o711);
  const log: string[] = [];
  const running = await startKaunter(dir, { KAUNTER_LOG: "trace" }, (line) => log.push(line));
  let isUp = true;
  try {
    const kaunter = await kaunterOf(running, dir);
    const secrets = await planted(kaunter);
    assert(new Set(secrets).size >= PLANTED, `${new Set(secrets).size} are planted`);

    const dump = await dumpOf(kaunter.databaseUrl);
    assert(dump.includes("Kedai Rahsia"), "the dump has what is no secret");
    assert.deepEqual(foundIn(Buffer.from(dump), secrets.flatMap(asText)), []);
    await asAdmin(kaunter.databaseUrl, "postgres", (client) => client.query("checkpoint"));
    await running.stop();
    isUp = false;
    assert(log.length > 0, "the log says something");
    assert.deepEqual(foundIn(Buffer.from(log.join("\n")), secrets.flatMap(asText)), []);

    let isReadable = false;
    for (const file of await filesOf(dir)) {
      const content = readFileSync(file);
      isReadable ||= content.includes("Kedai Rahsia");
      assert.deepEqual(foundIn(content, secrets), [], file);
    }
    assert(isReadable, "the data files have what is no secret");
  } finally {
    if (isUp) await running.stop();
    await rm((await keptAside(dir)) ?? dir, { recursive: true, force: true });
    await rm(dir, { recursive: true, force: true });
  }
});

const dice = diceFor("secrets");
const secret = (kind: string): string =>
  `${kind}-${Array.from({ length: 24 }, () => dice.pick([..."abcdefghjkmnpqrstuvwxyz23456789"])).join("")}`;

/** By every door that takes or makes a secret. What comes back is all that nobody else may ever read. */
async function planted(kaunter: Kaunter): Promise<string[]> {
  const owner = kaunter.person();
  const token = await kaunter.linkFor("Kedai Rahsia");
  await owner.ask("POST", "/api/accounts/verify", { token });
  return [
    token,
    "kopi panas di tepi sungai",
    cookieOf(owner),
    ...(await people(kaunter)),
    ...(await connections(owner)),
    ...(await deliveries(owner)),
    ...(await keys(owner)),
    ...(await factor(owner)),
  ];
}

const cookieOf = (person: Person): string => person.cookie().split("=")[1] ?? "";

/** Links of mails, passwords right and wrong, cookies. */
async function people(kaunter: Kaunter): Promise<string[]> {
  const found: string[] = [];
  for (let i = 0; i < 3; i += 1) {
    const person = kaunter.person();
    const token = await kaunter.linkFor(`Kedai ${i}`);
    await person.ask("POST", "/api/accounts/verify", { token });
    const wrong = secret("salah");
    const email = `nobody${i}@kedai.example`;
    await person
      .ask("POST", "/api/accounts/sign-in", { email, password: wrong })
      .catch(() => undefined);
    found.push(token, cookieOf(person), wrong);
  }
  return found;
}

async function connections(owner: Person): Promise<string[]> {
  const found: string[] = [];
  for (let i = 0; i < 40; i += 1) {
    const given = secret("shpss");
    const made = await owner.ask<{ id: string; version: number }>(
      "POST",
      "/api/connect/connections",
      { kind: "shopify", name: `Kedai ${i}`, secret: given },
    );
    found.push(given);
    if (i % 2 === 0) {
      const next = secret("shpss");
      const { id, version } = made;
      await owner.ask("POST", `/api/connect/connections/${id}/new-secret`, {
        version,
        secret: next,
      });
      found.push(next);
    }
  }
  return found;
}

/** In the body, in a header, and the signature itself. */
async function deliveries(owner: Person): Promise<string[]> {
  const store = await owner.ask<{ url: string; secret: string }>(
    "POST",
    "/api/connect/connections",
    { kind: "woocommerce", name: "Kedai Woo" },
  );
  const found = [store.secret];
  for (let i = 0; i < 40; i += 1) {
    const [inBody, inHeader] = [secret("tok"), secret("bearer")];
    const body = JSON.stringify({
      id: i + 1,
      number: `K-${i}`,
      status: "processing",
      total: "12.00",
      meta_data: [{ key: "_payment_token", value: inBody }],
    });
    const signed = signatureOf("woocommerce", store.secret, Buffer.from(body));
    const { status } = await fetch(store.url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        authorization: `Bearer ${inHeader}`,
        "x-wc-webhook-topic": "order.created",
        ...signed,
      },
      body,
    });
    assert.equal(status, 200);
    found.push(inBody, inHeader, ...Object.values(signed));
  }
  return found;
}

async function keys(owner: Person): Promise<string[]> {
  const found: string[] = [];
  for (let i = 0; i < 10; i += 1) {
    const { key } = await owner.ask<{ key: string }>("POST", "/api/companies/keys", {
      name: `Kunci ${i}`,
      scopes: null,
      lasts: "90_days",
    });
    // What it begins with is shown in lists.
    found.push(key.split("_").slice(2).join("_"));
  }
  return found;
}

async function factor(owner: Person): Promise<string[]> {
  const begun = await owner.ask<{ secret: string }>("POST", "/api/accounts/factors/begin", {});
  const code = totpAt(base32Bytes(begun.secret), stepAt(new Date()));
  const { recoveryCodes } = await owner.ask<{ recoveryCodes: string[] }>(
    "POST",
    "/api/accounts/factors/confirm",
    { code },
  );
  return [begun.secret, ...recoveryCodes];
}

function base32Bytes(text: string): Buffer {
  const bits = [...text.replace(/=+$/, "")]
    .map((letter) =>
      "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"),
    )
    .join("");
  return Buffer.from(
    Array.from({ length: bits.length >> 3 }, (_, i) =>
      Number.parseInt(bits.slice(i * 8, i * 8 + 8), 2),
    ),
  );
}

/** Every row of every database of the house, as text: what a dump would hold, not compressed. */
async function dumpOf(serverUrl: string): Promise<string> {
  const names = await asAdmin(serverUrl, "postgres", async (client) => {
    const { rows } = await client.query<{ name: string }>(
      "select datname as name from pg_database where datallowconn and not datistemplate",
    );
    return rows.map(({ name }) => name);
  });
  const parts = await Promise.all(names.map((name) => asAdmin(serverUrl, name, rowsOf)));
  return parts.flat().join("\n");
}

async function rowsOf(client: pg.Client): Promise<string[]> {
  const { rows: tables } = await client.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
      where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  );
  const all: string[] = [];
  for (const { name } of tables) {
    const { rows } = await client.query<{ line: string }>(`select t::text as line from ${name} t`);
    all.push(...rows.map(({ line }) => line));
  }
  return all;
}

async function asAdmin<T>(
  serverUrl: string,
  database: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client(urlFor(serverUrl, database));
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** All that the house keeps, its database's files and write-ahead log too, but for the key file itself. */
async function filesOf(dir: string): Promise<string[]> {
  const roots = [dir, await keptAside(dir)].filter((root) => root !== null);
  return roots
    .flatMap((root) => globSync("**/*", { cwd: root }).map((name) => join(root, name)))
    .filter((file) => !file.endsWith("master.key") && statSync(file).isFile());
}

const keptAside = async (dir: string): Promise<string | null> => {
  const text = await readFile(join(dir, "postgres/is-kept-at"), "utf8").catch(() => null);
  return text?.trim() ?? null;
};

/** As it is, and as a dump would spell its bytes. */
const asText = (one: string): string[] => [
  one,
  Buffer.from(one).toString("hex"),
  Buffer.from(one).toString("base64").replace(/=+$/, "").slice(0, -1),
];

/** Those that stand anywhere in it, in one pass. */
function foundIn(content: Buffer, texts: readonly string[]): string[] {
  const byStart = Map.groupBy(
    texts.map((text) => Buffer.from(text)),
    (bytes) => bytes.readUInt16LE(0),
  );
  const isStart = new Uint8Array(65_536);
  for (const start of byStart.keys()) isStart[start] = 1;
  const found: string[] = [];
  const compare = (i: number, start: number) => {
    for (const bytes of byStart.get(start) ?? [])
      if (content.subarray(i, i + bytes.length).equals(bytes)) found.push(bytes.toString());
  };
  for (let i = 0; i + 1 < content.length; i += 1) {
    const start = (content[i] ?? 0) | ((content[i + 1] ?? 0) << 8);
    if (isStart[start] === 1) compare(i, start);
  }
  return found;
}
