import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { startKaunter } from "../running.ts";
import { openBrowser, watch } from "./browser.ts";

/** How every journey begins: a Kaunter of its own, a browser, and people in it. */
export type Beginning = {
  readonly url: string;
  /** Its folder, which goes when it ends. */
  readonly dir: string;
  /** What must not happen on anybody's pages, and did. */
  readonly faults: readonly string[];
  /** Somebody with a browser of their own, not signed in. */
  somebody(): Promise<Guest>;
  /** Farah, who has just signed up with a company of her own and sees its Home. */
  signedUp(): Promise<Guest>;
  /** The link to this place in the newest mail whose address or subject is such. */
  linkTo(place: string, mail: string | RegExp): Promise<string>;
  end(): Promise<void>;
};
export type Guest = { readonly context: BrowserContext; readonly page: Page };

export const FARAH = {
  name: "Farah Adilah",
  email: "farah@rumahkenari.example",
  password: "kopi panas di tepi sungai",
  companyName: "Rumah Kenari",
} as const;

const WAIT_MS = Number(process.env["KAUNTER_WAIT_MS"] ?? 60_000);

export async function begin(
  journey: string,
  size = WIDE,
  env: Record<string, string> = {},
): Promise<Beginning> {
  const dir = await mkdtemp(join(tmpdir(), `kaunter-${journey}-`));
  const running = await startKaunter(dir, env);
  // After it: a browser that is open while the start fails would keep the test from ending.
  const browser = await openBrowser();
  const { url } = running;
  const faults: string[] = [];

  const somebody = async (): Promise<Guest> => {
    const context = await browser.newContext({
      viewport: size,
      locale: "en-GB",
      reducedMotion: "reduce",
    });
    context.setDefaultTimeout(WAIT_MS);
    const page = await context.newPage();
    await watch(page, url, faults);
    return { context, page };
  };
  const linkTo = async (place: string, mail: string | RegExp): Promise<string> => {
    const { page, context } = await somebody();
    try {
      return await linkIn(page, `${url}/mailbox`, place, mail);
    } finally {
      await context.close();
    }
  };
  const signedUp = async (): Promise<Guest> => {
    const guest = await somebody();
    await sent(guest, url, "/api/accounts/sign-up", { ...FARAH, ...SIGN_UP });
    const token = new URL(await linkTo("/verify", FARAH.email)).hash.slice(1);
    await sent(guest, url, "/api/accounts/verify", { token });
    await guest.page.goto(url);
    await guest.page.getByRole("heading", { level: 1, name: "Home" }).waitFor();
    return guest;
  };
  return {
    ...{ url, dir, faults, somebody, signedUp, linkTo },
    end: async () => {
      await browser.close();
      await running.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

const WIDE = { width: 1440, height: 900 };
const SIGN_UP = {
  country: "MY",
  zone: "Asia/Kuala_Lumpur",
  currency: "MYR",
  region: "my-1",
  phone: null,
  locale: "en",
  isAdult: true,
  acceptsTerms: true,
};

/** The mail is on its way: the mailbox of this machine is looked at until it is there. */
async function linkIn(page: Page, mailbox: string, place: string, hasText: string | RegExp) {
  for (;;) {
    await page.goto(mailbox);
    const mail = page.locator("ol a", { hasText }).first();
    if ((await mail.count()) === 0) continue;
    await mail.click();
    return (await page.locator(`a[href*="${place}"]`).first().getAttribute("href")) ?? "";
  }
}

/** What somebody sends beside their pages, as these would. */
export async function sent<T>(
  { context }: Guest,
  url: string,
  path: string,
  data: object,
): Promise<T> {
  const headers = { origin: url };
  const answer = await context.request.post(`${url}${path}`, { headers, data });
  assert.equal(answer.status(), 200, `${path}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** For who looks at them: `KAUNTER_SHOTS` names a folder. */
export async function shoot(page: Page, name: string): Promise<void> {
  const shots = process.env["KAUNTER_SHOTS"];
  if (shots !== undefined) await page.screenshot({ path: join(shots, `${name}.png`) });
}
