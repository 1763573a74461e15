import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { Browser, BrowserContext } from "playwright-core";
import { openBrowser } from "../tests/browser/browser.ts";
import { type Kaunter, progress, withKaunter } from "./kaunter.ts";
import { quantile, type Row, row } from "./row.ts";

const VISITS = 5;
/** What a page fetches after it can be used belongs to it too. */
const SETTLES_MS = 1_500;

/** What a first visit loads and how soon it can be used, with an empty cache. The web must be built. */
export const run = (): Promise<Row[]> =>
  withKaunter(async (kaunter) => {
    const browser = await openBrowser();
    try {
      const cookie = await homeOwner(kaunter);
      return [
        ...(await visited(browser, kaunter.url, {
          id: "sign_up",
          what: "Sign-up page",
          path: "/sign-up",
          isUsable: "form button[type=submit]",
          cookie: null,
        })),
        ...(await visited(browser, kaunter.url, {
          id: "home",
          what: "Home",
          path: "/",
          isUsable: "main h1",
          cookie,
        })),
      ];
    } finally {
      await browser.close();
    }
  });

/** With an order in its books: Home then shows its figures and their chart. */
async function homeOwner(kaunter: Kaunter): Promise<string> {
  const owner = await kaunter.signedUp("Kedai Rumah");
  await owner.ask("POST", "/api/sales/orders", {
    channel: "stall",
    lines: [{ title: "Kopi O", quantity: 2, unitPriceMinor: 590 }],
    isPaid: true,
  });
  return owner.cookie();
}

type Visit = {
  readonly id: string;
  readonly what: string;
  readonly path: string;
  /** Stands on the page once a person can begin. */
  readonly isUsable: string;
  readonly cookie: string | null;
};

async function visited(browser: Browser, url: string, visit: Visit): Promise<Row[]> {
  const times: number[] = [];
  const scripts = new Set<string>();
  for (let i = 0; i < VISITS; i += 1) {
    const context = await browser.newContext();
    if (visit.cookie !== null) await signIn(context, url, visit.cookie);
    const page = await context.newPage();
    page.on("response", (response) => {
      if (/\.js(?:\?|$)/.test(response.url())) scripts.add(response.url());
    });
    const began = performance.now();
    await page.goto(`${url}${visit.path}`, { waitUntil: "commit" });
    await page.waitForSelector(visit.isUsable);
    times.push(performance.now() - began);
    if (i === 0) await wait(SETTLES_MS);
    await context.close();
  }
  const bytes = await Promise.all([...scripts].map(gzipBytes));
  const kib = bytes.reduce((sum, one) => sum + one, 0) / 1024;
  progress(
    `${visit.what}: ${scripts.size} scripts, usable in ${times.map(Math.round).join(", ")} ms`,
  );
  return [
    row(`web.${visit.id}_javascript`, `${visit.what}: JavaScript, gzip`, {
      goal: 230,
      result: kib,
      unit: "KiB",
      better: "lower",
    }),
    row(`web.${visit.id}_usable`, `${visit.what}: usable, empty cache, median of ${VISITS}`, {
      goal: 1500,
      result: quantile(times, 0.5),
      unit: "ms",
      better: "lower",
    }),
  ];
}

async function signIn(context: BrowserContext, url: string, cookie: string): Promise<void> {
  const [name = "", value = ""] = cookie.split("=");
  await context.addCookies([{ name, value, url }]);
}

/** As it comes over the wire to who takes gzip and nothing better. */
async function gzipBytes(script: string): Promise<number> {
  const outgoing = request(script, { headers: { "accept-encoding": "gzip" } });
  outgoing.end();
  const [answer] = (await once(outgoing, "response")) as [IncomingMessage];
  if (answer.headers["content-encoding"] !== "gzip")
    throw new Error(`${script} does not come as gzip`);
  let bytes = 0;
  for await (const part of answer) bytes += (part as Buffer).length;
  return bytes;
}
