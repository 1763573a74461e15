import { setTimeout as wait } from "node:timers/promises";
import { type Kaunter, progress, withKaunter } from "./kaunter.ts";
import { quantile, type Row, row } from "./row.ts";

const SIGN_UPS = 40;
const WITHOUT_CLONE = 12;
const EVERY_MS = 1_000;

/** From the click on the mail's link to a company that answers: its database claimed or made, and its first page read. */
export async function run(): Promise<Row[]> {
  const ready = await withKaunter((kaunter) => verified(kaunter, SIGN_UPS));
  const made = await withKaunter((kaunter) => verified(kaunter, WITHOUT_CLONE), {
    KAUNTER_READY_COMPANIES: "0",
  });
  const figure = (times: readonly number[]) =>
    ({ goal: 1000, result: quantile(times, 0.95), unit: "ms", better: "lower" }) as const;
  return [
    row(
      "signup.usable",
      `Sign-up to usable company, ${SIGN_UPS} at one every ${EVERY_MS} ms, p95`,
      figure(ready),
    ),
    row("signup.usable_without_clone", "The same when no clone stands ready, p95", figure(made)),
  ];
}

async function verified(kaunter: Kaunter, count: number): Promise<number[]> {
  const tokens: string[] = [];
  for (let i = 0; i < count; i += 1) tokens.push(await kaunter.linkFor(`Kedai ${i}`));
  progress(`${count} mails came`);

  const began = performance.now();
  const times = await Promise.all(
    tokens.map(async (token, i) => {
      await wait(Math.max(1, began + i * EVERY_MS - performance.now()));
      const start = performance.now();
      const owner = kaunter.person();
      await owner.ask("POST", "/api/accounts/verify", { token });
      await owner.ask("GET", "/api/insights/home?from=2026-11-01&to=2026-11-30");
      return performance.now() - start;
    }),
  );
  progress(`half ${quantile(times, 0.5).toFixed(0)} ms, worst ${Math.max(...times).toFixed(0)} ms`);
  return times;
}
