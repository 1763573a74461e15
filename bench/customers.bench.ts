import { chmod, mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { forgetPeak, type Kaunter, type Person, peakOf, progress, withKaunter } from "./kaunter.ts";
import { MILLION, many, type Row, row } from "./row.ts";

const LOOK_MS = 250;
const HEADER =
  "Name,E-mail,Phone,Company,Street,City,Postcode,State,Country,Tags,Newsletter,Note\r\n";

/** A million customers out of one CSV file, as a person brings them in; and bare COPY of the same rows beside it. */
export const run = (customers: number): Promise<Row[]> =>
  withFile(customers, async (path, bytes) =>
    withKaunter(async (kaunter) => {
      const bareS = await bareCopy(kaunter, path);
      progress(`bare COPY ${bareS.toFixed(1)} s`);
      const owner = await kaunter.signedUp("Kedai Sejuta");
      const one = await sent(kaunter, owner, path, bytes);
      await forgetPeak(kaunter.pid);
      const readS = await does(owner, one, "read");
      const tryS = await does(owner, one, "try");
      const runS = await does(owner, one, "run");
      const peakMiB = await peakOf(kaunter.pid);
      const undoS = await does(owner, one, "undo");
      progress(
        `read ${readS.toFixed(1)} s, tried ${tryS.toFixed(1)} s, taken ${runS.toFixed(1)} s`,
      );
      const better = "lower";
      const share = customers / MILLION;
      const what = `Import of ${many(customers)} customers (CSV, matched, deduplicated)`;
      return [
        row("customers.import", what, {
          ...{ goal: 60 * share, result: runS, unit: "s", better },
        }),
        row("customers.import.read", "  reading all rows before it, and the dry run", {
          ...{ goal: 90 * share, result: readS + tryS, unit: "s", better },
        }),
        row("customers.import.copy", "  over bare COPY of the same rows, without index and audit", {
          ...{ goal: 60, result: runS / bareS, unit: "×", better },
        }),
        row("customers.import.memory", "  most memory of the process meanwhile", {
          ...{ goal: 300, result: peakMiB, unit: "MiB", better },
        }),
        row("customers.undo", "Undo of that import", {
          ...{ goal: 120 * share, result: undoS, unit: "s", better },
        }),
      ];
    }),
  );

async function withFile<T>(
  rows: number,
  work: (path: string, bytes: number) => Promise<T>,
): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), "kaunter-import-"));
  await chmod(dir, 0o755);
  const path = join(dir, "pelanggan.csv");
  try {
    const file = await open(path, "w", 0o644);
    let bytes = (await file.write(HEADER)).bytesWritten;
    for (let from = 0; from < rows; from += 10_000) {
      const lines = Array.from({ length: 10_000 }, (_, i) => lineOf(from + i));
      bytes += (await file.write(lines.join(""))).bytesWritten;
    }
    await file.close();
    return await work(path, bytes);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

const FIRST = [
  "Aisyah",
  "Tan",
  "Kavitha",
  "Muhammad",
  "Jennifer",
  "Arun",
  "Chong",
  "Lim",
  "Grace",
  "Nurul",
];
const LAST = [
  "Rahman",
  "Wei Ling",
  "Subramaniam",
  "Hafiz bin Osman",
  "anak Ugak",
  "a/l Ramasamy",
  "Mei Yee",
];
/** After 01: the mobile lines of seven figures. */
const LINES = [2, 3, 6, 7, 9];
const CITIES = ["Kuala Lumpur", "Ipoh", "Kuching", "Johor Bahru", "George Town"];

/** Every hundredth speaks of somebody that an earlier row speaks of. */
function lineOf(i: number): string {
  const who = i % 100 === 99 ? i - 50 : i;
  const first = FIRST[who % 10] ?? "";
  const phone = `01${LINES[who % 5]}-${2_000_000 + ((who * 7919) % 7_999_999)}`;
  return [
    ...[`${first} ${LAST[who % 7]} ${who}`, `${first}.${who}@Example.com`, phone, ""],
    ...[`"${who} Jalan Bukit, Taman ${who % 100}"`, CITIES[who % 5], `${50_000 + (who % 9000)}`],
    ...["Selangor", "MY", who % 7 === 0 ? "vip" : "", who % 3 === 0 ? "Ya" : "", ""],
  ]
    .join(",")
    .concat("\r\n");
}

/** The same rows into a plain table of the same server: what PostgreSQL alone takes for them. */
async function bareCopy(kaunter: Kaunter, path: string): Promise<number> {
  const client = new pg.Client({ connectionString: kaunter.databaseUrl });
  await client.connect();
  try {
    await client.query(
      `create table bare (name text, email text, phone text, company text, street text, city text, postcode text, state text,
                          country text, tags text, newsletter text, note text)`,
    );
    const began = performance.now();
    await client.query(`copy bare from '${path}' with (format csv, header true)`);
    const tookS = (performance.now() - began) / 1000;
    await client.query("drop table bare");
    return tookS;
  } finally {
    await client.end();
  }
}

async function sent(
  kaunter: Kaunter,
  owner: Person,
  path: string,
  fileBytes: number,
): Promise<string> {
  const begun = await owner.ask<{ import: { id: string }; upload: string; partBytes: number }>(
    "POST",
    "/api/records/imports",
    { type: "customer", fileName: "pelanggan.csv", fileBytes },
  );
  const file = await open(path);
  for (let position = 0; position * begun.partBytes < fileBytes; position += 1) {
    const from = position * begun.partBytes;
    const piece = Buffer.alloc(Math.min(begun.partBytes, fileBytes - from));
    await file.read(piece, 0, piece.length, from);
    const place = `${kaunter.url}/api/records/imports/parts/${begun.upload}/${position}`;
    const { status } = await fetch(place, { method: "POST", body: piece });
    if (status !== 204) throw new Error(`a piece was answered with ${status}`);
  }
  await file.close();
  return begun.import.id;
}

type Import = { state: string; version: number; counts: object; problem: unknown };
const AFTER = { read: "matching", try: "tried", run: "done", undo: "undone" } as const;

/** From the request until it is done, in seconds. */
async function does(owner: Person, id: string, verb: keyof typeof AFTER): Promise<number> {
  const at = `/api/records/imports/${id}`;
  const { version } = await owner.ask<Import>("GET", at);
  const began = performance.now();
  await owner.ask("POST", `${at}/${verb}`, { version });
  while (true) {
    const { state, counts, problem } = await owner.ask<Import>("GET", at);
    if (state === AFTER[verb]) {
      const tookS = (performance.now() - began) / 1000;
      progress(`${verb} ${tookS.toFixed(1)} s ${JSON.stringify(counts)}`);
      return tookS;
    }
    if (state === "unreadable") throw new Error(JSON.stringify(problem));
    await wait(LOOK_MS);
  }
}
