import { execFileSync } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import { startKaunter } from "../tests/running.ts";
import { kaunterOf, progress, withFolder } from "./kaunter.ts";
import { quantile, type Row, row } from "./row.ts";

const STARTS = 5;
const IDLE_MS = 20_000;

/** A start where everything is installed and made, and what the process holds when nobody asks for anything. */
export const run = (): Promise<Row[]> =>
  withFolder(async (dir) => {
    await (await startKaunter(dir)).stop();
    const times: number[] = [];
    for (let i = 0; i < STARTS; i += 1) times.push(await timedStart(dir));
    progress(`starts: ${times.map((ms) => (ms / 1000).toFixed(2)).join(", ")} s`);
    return [
      row("start.first_answer", `Start to first answer, PostgreSQL included, median of ${STARTS}`, {
        goal: 5,
        result: quantile(times, 0.5) / 1000,
        unit: "s",
        better: "lower",
      }),
      row("start.idle_memory", "Idle memory of API and worker, 20 s after one company's work", {
        goal: 200,
        result: await idleMiB(dir),
        unit: "MiB",
        better: "lower",
      }),
    ];
  });

async function timedStart(dir: string): Promise<number> {
  const began = performance.now();
  const running = await startKaunter(dir);
  const { status } = await fetch(running.url);
  const took = performance.now() - began;
  await running.stop();
  if (status !== 200) throw new Error(`the first page was answered with ${status}`);
  return took;
}

async function idleMiB(dir: string): Promise<number> {
  const running = await startKaunter(dir);
  try {
    const kaunter = await kaunterOf(running, dir);
    const owner = await kaunter.signedUp("Kedai Sunyi");
    await owner.ask("GET", "/api/insights/home?from=2026-11-01&to=2026-11-30");
    await owner.ask("POST", "/api/crm/customers", { name: "Siti Aminah" });
    await wait(IDLE_MS);
    const kib = execFileSync("ps", ["-o", "rss=", "-p", String(running.pid)], { encoding: "utf8" });
    return Number(kib) / 1024;
  } finally {
    await running.stop();
  }
}
