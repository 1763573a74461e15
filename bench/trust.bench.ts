import { execFile } from "node:child_process";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { createGunzip } from "node:zlib";
import pg from "pg";
import { diceFor } from "#modules/connect/fixtures/dice.ts";
import { signatureOf } from "#modules/connect/fixtures/store.ts";
import {
  createVerifier,
  type Finding,
  type LoggedEntry,
  type LogToVerify,
  type SignedHead,
  verifyLines,
} from "#platform/audit/verifier.ts";
import { urlFor } from "#platform/tenancy/names.ts";
import { startKaunter } from "../tests/running.ts";
import { type Kaunter, kaunterOf, type Person, progress, withFolder } from "./kaunter.ts";
import { quantile, type Row, row, timed } from "./row.ts";

const ENTRIES = 1_000_000;
const LANES = 4;
const TAMPERINGS = 1_000;
const RATE = 200;
const CHECKS_COUNT = 4_000;
const CHECKS_LANES = 16;

/** What trust costs: looking through a long audit log, changing the keys under load, and the checks of every request. */
export const run = (): Promise<Row[]> =>
  withFolder(async (dir) => {
    const running = await startKaunter(dir);
    try {
      const kaunter = await kaunterOf(running, dir);
      const owner = await kaunter.signedUp("Kedai Amanah");
      return [
        await checks(kaunter, owner),
        ...(await rotation(owner, dir)),
        ...(await verification(kaunter, owner, dir)),
      ];
    } finally {
      await running.stop();
    }
  });

/**
 * The same route with a session (read, compared, its company's database asked) and without one (turned away, with no
 * database asked: about 0.1 ms, so that a request with everything may cost ten times as much).
 */
async function checks(kaunter: Kaunter, owner: Person): Promise<Row> {
  const path = "/api/crm/customers?limit=10";
  const nobody = kaunter.person();
  const rounds: number[] = [];
  const withSession = () => owner.ask("GET", path);
  const without = () => nobody.ask("GET", path).catch(() => undefined);
  const aSecond = async (work: () => Promise<unknown>) =>
    (CHECKS_COUNT / (await timed(CHECKS_LANES, CHECKS_COUNT, work)).allMs) * 1000;
  await timed(CHECKS_LANES, 500, withSession);
  await timed(CHECKS_LANES, 500, without);
  let said = "";
  for (let round = 0; round < 3; round += 1) {
    const [none, all] = [await aSecond(without), await aSecond(withSession)];
    rounds.push(all / none);
    said = `${Math.round(all)}/s to ${Math.round(none)}/s`;
    progress(`checks ${said}`);
  }
  return row(
    "trust.checks",
    `Requests with all checks and their answer, to refused ones (${said})`,
    {
      goal: 0.1,
      result: quantile(rounds, 0.5),
      unit: "×",
      better: "higher",
    },
  );
}

/** `keys rotate` from the command line while 200 requests a second seal, open and read; each timed from when it was due. */
async function rotation(owner: Person, dir: string): Promise<Row[]> {
  const store = await owner.ask<Store>("POST", "/api/connect/connections", {
    kind: "woocommerce",
    name: "Kedai Kunci",
  });
  const asks: ((i: number) => Promise<unknown>)[] = [
    () => owner.ask("GET", "/api/crm/customers?limit=10"),
    () => owner.ask("POST", `/api/connect/connections/${store.id}/show-secret`, {}),
    (i) => owner.ask("POST", "/api/crm/customers", { name: `Pelanggan ${i}` }),
    (i) => delivered(store, i),
  ];
  const took: number[] = [];
  const failed: unknown[] = [];
  const underWay = new Set<Promise<void>>();
  let isOver = false;
  const rotated = kaunterCommand(dir, "keys", "rotate").finally(() => {
    isOver = true;
  });
  const began = performance.now();
  for (let sent = 0; !isOver; ) {
    const due = began + (sent / RATE) * 1000;
    if (performance.now() < due) {
      await wait(1);
      continue;
    }
    const ask = asks[sent % asks.length] as (i: number) => Promise<unknown>;
    const one: Promise<void> = ask(sent)
      .then(() => void took.push(performance.now() - due))
      .catch((error: unknown) => void failed.push(error))
      .finally(() => underWay.delete(one));
    underWay.add(one);
    sent += 1;
  }
  await Promise.all(underWay);
  progress((await rotated).trim().split("\n").join("\n  "));
  if (failed[0] !== undefined) progress(`failed: ${failed[0]}`);
  progress(`${took.length} requests in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  return [
    row("trust.rotation", `Requests that failed at ${RATE} a second while the keys changed`, {
      goal: 0,
      result: failed.length,
      unit: "requests",
      better: "lower",
    }),
    row("trust.rotation_p99", `Requests at ${RATE} a second while the keys changed, p99`, {
      goal: 200,
      result: quantile(took, 0.99),
      unit: "ms",
      better: "lower",
    }),
  ];
}

type Store = { readonly id: string; readonly url: string; readonly secret: string };

/** A store's order: its secret is opened, its body is sealed. */
async function delivered({ url, secret }: Store, i: number): Promise<void> {
  const body = JSON.stringify({ id: i, number: `K-${i}`, status: "processing", total: "12.00" });
  const headers = {
    "content-type": "application/json",
    "x-wc-webhook-topic": "order.created",
    ...signatureOf("woocommerce", secret, Buffer.from(body)),
  };
  const { status } = await fetch(url, { method: "POST", headers, body });
  if (status !== 200) throw new Error(`a delivery was answered with ${status}`);
}

/** A million entries: looked through in the database, downloaded, and as a file with a thousand tamperings in it. */
async function verification(kaunter: Kaunter, owner: Person, dir: string): Promise<Row[]> {
  await fill(await companyUrl(kaunter, "Kedai Amanah"), ENTRIES);
  const inDatabase = await clocked(() => kaunterCommand(dir, "audit", "verify"));
  progress(`${inDatabase.answer.trim()} (with the start of the command)`);

  const neighbour = await kaunter.signedUp("Kedai Jiran");
  await fill(await companyUrl(kaunter, "Kedai Jiran"), TAMPERINGS);
  const foreign = readLog(await logOf(kaunter, neighbour)).entries;
  const whole = await clocked(async () => {
    const lines = await logOf(kaunter, owner);
    const { findings } = await verifyLines(Readable.from(lines));
    if (findings.length > 0) throw new Error("what nobody touched is not in place");
    return readLog(lines);
  });
  const { about, entries } = whole.answer;
  progress(`${entries.length} entries downloaded and verified in ${whole.seconds.toFixed(1)} s`);

  const { tampered, places } = tamperedWith(entries, foreign);
  const pass = await clocked(async () => {
    const verifier = createVerifier(about);
    for (const entry of tampered) verifier.entry(entry);
    return verifier.end().findings;
  });
  const found = places.filter((place) => isFound(place, pass.answer)).length;
  return [
    row("trust.audit_verify", `\`audit verify\` of ${ENTRIES} entries in the database`, {
      goal: 60,
      result: inDatabase.seconds,
      unit: "s",
      better: "lower",
    }),
    row("trust.audit_tampered", `A pass over them with ${TAMPERINGS} tamperings`, {
      goal: 60,
      result: pass.seconds,
      unit: "s",
      better: "lower",
    }),
    row("trust.audit_found", `Found of ${TAMPERINGS} tamperings, each in its place`, {
      goal: TAMPERINGS,
      result: found,
      unit: "",
      better: "higher",
    }),
  ];
}

function readLog(lines: string[]): { about: LogToVerify; entries: LoggedEntry[] } {
  const [first = "{}", ...rest] = lines;
  const said = rest.map((line): SignedHead | LoggedEntry => JSON.parse(line));
  const heads = said.filter((one) => "statement" in one);
  const entries = said.filter((one) => "lane" in one);
  return { about: { ...JSON.parse(first), heads }, entries };
}

async function logOf(kaunter: Kaunter, owner: Person): Promise<string[]> {
  const { url } = await owner.ask<{ url: string }>("POST", "/api/trust/audit/downloads", {});
  const lines: string[] = [];
  for await (const line of await downloaded(`${kaunter.url}${url}`)) lines.push(line);
  return lines;
}

async function companyUrl({ databaseUrl }: Kaunter, name: string): Promise<string> {
  const control = new pg.Client(urlFor(databaseUrl, "kaunter_control"));
  await control.connect();
  const { rows } = await control.query<{ name: string }>(
    "select database_name as name from companies where name = $1",
    [name],
  );
  await control.end();
  return urlFor(databaseUrl, rows[0]?.name ?? "");
}

/** By the table's own trigger, in several lanes; the words' hash is said as the application would. */
async function fill(url: string, count: number): Promise<void> {
  const began = performance.now();
  await Promise.all(
    Array.from({ length: LANES }, async (_none, lane) => {
      const client = new pg.Client(url);
      await client.connect();
      await client.query(FILL_SQL, [lane * (count / LANES), count / LANES]);
      await client.end();
    }),
  );
  progress(`${count} entries written in ${((performance.now() - began) / 1000).toFixed(0)} s`);
}

const FILL_SQL = `
  insert into audit_entries (at, actor_kind, actor_id, actor_name, action, subject_type, subject_id, subject_name,
                             change, request_id, ip, salt, said)
  select now() - n * interval '1 second', 'person', '01980000-0000-7000-8000-000000000001', 'Farah Adilah',
         'crm.customers.write', 'customer', gen_random_uuid(), 'Pelanggan ' || n, change::jsonb, 'r' || n, '10.0.0.1',
         salt, sha256(convert_to('{"change":' || change || ',"salt":"' || encode(salt, 'hex')
                                 || '","subjectName":"Pelanggan ' || n || '"}', 'UTF8'))
    from (select n, uuid_send(gen_random_uuid()) as salt,
                 '{"after":{"city":"Shah Alam","note":"Catatan ' || n || '"},"before":{"city":"Ipoh","note":null}}' as change
            from generate_series($1::int + 1, $1::int + $2::int) n) as told`;

type Place = { readonly lane: number; readonly from: number; readonly to: number };

/** Spread over the whole log, one of each kind after the other; cut tails are in the tests. */
function tamperedWith(
  entries: readonly LoggedEntry[],
  foreign: readonly LoggedEntry[],
): { tampered: LoggedEntry[]; places: Place[] } {
  const dice = diceFor("tampering");
  const tampered = [...entries];
  const places: Place[] = [];
  const step = Math.floor(tampered.length / (TAMPERINGS + 1));
  for (let k = TAMPERINGS; k >= 1; k -= 1) {
    const i = k * step + dice.between(0, step - 3);
    const [one, two] = [tampered[i] as LoggedEntry, tampered[i + 1] as LoggedEntry];
    const { lane, position } = one;
    const other = foreign[k % foreign.length] as LoggedEntry;
    const kind = k % 6;
    if (kind === 0) tampered[i] = { ...one, actorName: "Somebody else" };
    else if (kind === 1) tampered[i] = { ...one, change: {} };
    else if (kind === 2) tampered.splice(i, 1);
    else if (kind === 3) tampered.splice(i, 0, { ...one, subjectName: "Slipped in" });
    else if (kind === 4) tampered.splice(i, 2, two, one);
    // Of another company's log, whole in itself.
    else tampered[i] = { ...other, lane, position };
    places.push({ lane, from: position, to: position + 2 });
  }
  return { tampered, places };
}

const isFound = (place: Place, findings: readonly Finding[]): boolean =>
  findings.some(
    ({ lane, position }) => lane === place.lane && position >= place.from && position <= place.to,
  );

async function downloaded(url: string) {
  const answer = await fetch(url);
  if (answer.body === null || !answer.ok) throw new Error(`the download answered ${answer.status}`);
  const input = Readable.fromWeb(answer.body).pipe(createGunzip());
  return createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
}

async function clocked<T>(work: () => Promise<T>): Promise<{ answer: T; seconds: number }> {
  const began = performance.now();
  const answer = await work();
  return { answer, seconds: (performance.now() - began) / 1000 };
}

/** As an operator types it, beside the house that runs in the folder. */
const kaunterCommand = (dir: string, ...args: string[]): Promise<string> =>
  new Promise((done, fail) => {
    const env = { PATH: process.env["PATH"], KAUNTER_DIR: dir, KAUNTER_LOG: "warn" };
    execFile(process.execPath, ["apps/cli/kaunter.ts", ...args], { env }, (error, out, err) =>
      error === null ? done(out) : fail(new Error(`${error.message}\n${out}\n${err}`)),
    );
  });
