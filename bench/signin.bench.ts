import { setTimeout as wait } from "node:timers/promises";
import { type Kaunter, type Person, progress, withKaunter } from "./kaunter.ts";
import { quantile, type Row, row } from "./row.ts";

const ROUNDS = 3;
const ROUND_MS = 10_000;
const PAGES_A_SECOND = 40;
const GUESSES_A_SECOND = 50;
const PAGES = [
  "/api/insights/home?from=2026-11-01&to=2026-11-30",
  "/api/crm/customers?limit=50",
  "/api/accounts/me",
];

/** Guesses at passwords from as many networks, each at another account: nothing but the hashing holds them up. */
export async function run(): Promise<Row[]> {
  const { quiet, guessed } = await withKaunter(measure, { KAUNTER_TRUSTED_PROXIES: "127.0.0.1" });
  return [
    row(
      "trust.guessing",
      `p99 of other routes at ${GUESSES_A_SECOND} guesses a second, over the one without`,
      { goal: 2, result: guessed / quiet, unit: "times", better: "lower" },
    ),
  ];
}

/** In turns, so that what else the machine does falls on both. */
async function measure(kaunter: Kaunter): Promise<{ quiet: number; guessed: number }> {
  const owner = await kaunter.signedUp("Kedai Teka");
  const calm: number[] = [];
  const busy: number[] = [];
  await pages(owner);
  for (let round = 0; round < ROUNDS; round += 1) {
    calm.push(...(await pages(owner)));
    const [times, answers] = await Promise.all([pages(owner), guesses(kaunter.url)]);
    busy.push(...times);
    progress(
      `guesses: ${[...answers].map(([status, count]) => `${count} × ${status}`).join(", ")}`,
    );
  }
  const [quiet, guessed] = [quantile(calm, 0.99), quantile(busy, 0.99)];
  progress(`p99 ${quiet.toFixed(1)} ms, with guesses ${guessed.toFixed(1)} ms`);
  return { quiet, guessed };
}

const pages = async (owner: Person): Promise<number[]> => {
  const times: number[] = [];
  await steadily(PAGES_A_SECOND, async (i) => {
    const began = performance.now();
    await owner.ask("GET", PAGES[i % PAGES.length] ?? "");
    times.push(performance.now() - began);
  });
  return times;
};

async function guesses(url: string): Promise<ReadonlyMap<number, number>> {
  const answers = new Map<number, number>();
  await steadily(GUESSES_A_SECOND, async (i) => {
    const response = await fetch(`${url}/api/accounts/sign-in`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        origin: url,
        "x-forwarded-for": `198.18.${(i >> 8) & 255}.${i & 255}`,
      },
      body: JSON.stringify({ email: `guess-${i}@kedai.example`, password: "a guess at it" }),
    });
    await response.arrayBuffer();
    answers.set(response.status, (answers.get(response.status) ?? 0) + 1);
  });
  return answers;
}

/** So many a second for a round, each begun when it is due, whatever became of the one before. */
async function steadily(aSecond: number, work: (i: number) => Promise<void>): Promise<void> {
  const began = performance.now();
  const count = (ROUND_MS / 1000) * aSecond;
  await Promise.all(
    Array.from({ length: count }, async (_, i) => {
      await wait(Math.max(1, began + (i * 1000) / aSecond - performance.now()));
      await work(i);
    }),
  );
}
