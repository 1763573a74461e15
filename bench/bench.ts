/**
 * `npm run bench [area …]`: measures, prints a table with goal and result, writes bench/results/latest.json.
 * `npm run bench -- views customers --customers 200000`: the same in a smaller company, printed only.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { MILLION, type Row } from "./row.ts";

const AREAS = [
  "start",
  "web",
  "signup",
  "connect",
  "records",
  "lists",
  "views",
  "customers",
  "books",
  "trust",
  "signin",
  "lifecycle",
] as const;
const LATEST = "bench/results/latest.json";

const { positionals: asked, values } = parseArgs({
  options: { customers: { type: "string", default: String(MILLION) } },
  allowPositionals: true,
});
const customers = Number(values.customers);
const unknown = asked.filter((area) => !(AREAS as readonly string[]).includes(area));
if (unknown.length > 0) {
  process.stderr.write(`No such area: ${unknown.join(", ")}. There are: ${AREAS.join(", ")}.\n`);
  process.exit(2);
}

const measured: Row[] = [];
for (const area of AREAS.filter((name) => asked.length === 0 || asked.includes(name))) {
  process.stderr.write(`${area} …\n`);
  const { run } = (await import(`./${area}.bench.ts`)) as {
    run: (customers: number) => Promise<Row[]>;
  };
  const rows = await run(customers);
  measured.push(...rows);
  print(rows);
}
if (customers === MILLION) write(measured);
process.exit(measured.every((row) => row.holds) ? 0 : 1);

function print(rows: readonly Row[]): void {
  for (const row of rows) {
    const sign = row.better === "higher" ? "≥" : "≤";
    process.stdout.write(
      `${row.holds ? "✔" : "✘"} ${row.what.padEnd(74)} ${String(row.result).padStart(9)} ${row.unit.padEnd(9)} goal ${sign} ${row.goal}\n`,
    );
  }
}

/** A list of rows, each with where and when it was measured; areas not measured now keep their last figures. */
function write(rows: readonly Row[]): void {
  const kept = earlier().filter((old) => !rows.some((row) => row.id === old.id));
  const circumstances = {
    machine: `${cpus().length} × ${cpus()[0]?.model ?? "?"}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    date: new Date().toISOString(),
    commit: commit(),
  };
  const list = [...kept, ...rows.map((row) => ({ ...row, ...circumstances }))];
  mkdirSync("bench/results", { recursive: true });
  writeFileSync(LATEST, `${JSON.stringify(list, null, 2)}\n`);
}

function earlier(): Row[] {
  if (asked.length === 0) return [];
  try {
    return JSON.parse(readFileSync(LATEST, "utf8")) as Row[];
  } catch {
    return [];
  }
}

function commit(): string {
  try {
    return execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  } catch {
    return "unknown";
  }
}
