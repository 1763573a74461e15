import type { FastifyInstance, LightMyRequestResponse } from "fastify";
import { ACTIONS, HOOK_DOORS, RAW_DOORS } from "#modules/modules.ts";
import type { Action } from "#platform/actions/action.ts";
import { transaction } from "#platform/db/db.ts";
import type { HookDoor } from "#platform/http/hooks.ts";
import { httpServer } from "#platform/http/http.ts";
import type { RawDoor } from "#platform/http/raw.ts";
import { selectMailbox } from "#platform/mail/mailbox.sql.ts";
import { type MailboxMail, readMailboxMail } from "#platform/mail/mailbox.ts";
import { type Mailer, openMailer } from "#platform/mail/mailer.ts";
import { type TestHouse, type TestHouseOptions, testHouse } from "./house.ts";

/** A test house with its HTTP door, and mail that really goes through SMTP to its mailbox. */
export type TestDoor = AsyncDisposable & {
  readonly house: TestHouse;
  readonly app: FastifyInstance;
  readonly mailer: Mailer;
  /** Somebody with cookies of their own. */
  browser(): TestBrowser;
  /** What arrived for an address, oldest first; everything due is sent before. */
  mailsTo(email: string): Promise<MailboxMail[]>;
};

export type Answer = {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects.
  readonly body: any;
  readonly headers: LightMyRequestResponse["headers"];
  readonly cookies: LightMyRequestResponse["cookies"];
};

export type TestBrowser = {
  readonly cookies: Map<string, string>;
  ask(
    method: "GET" | "POST" | "PATCH" | "DELETE",
    url: string,
    body?: object,
    headers?: Record<string, string>,
  ): Promise<Answer>;
};

export async function testDoor(
  options: TestHouseOptions & {
    readonly actions?: readonly Action[];
    readonly doors?: readonly RawDoor[];
    readonly hooks?: readonly HookDoor[];
    readonly webDir?: string;
    readonly heartbeatMs?: number;
  } = {},
): Promise<TestDoor> {
  const house = await testHouse(options);
  const app = await httpServer({
    house,
    actions: options.actions ?? ACTIONS,
    doors: options.doors ?? RAW_DOORS,
    hooks: options.hooks ?? HOOK_DOORS,
    webDir: options.webDir ?? null,
    ...(options.heartbeatMs === undefined ? {} : { heartbeatMs: options.heartbeatMs }),
  });
  const mailer = await openMailer(house, false);
  return {
    house,
    app,
    mailer,
    browser: () => testBrowser(house, app),
    mailsTo: async (email) => {
      // A round that another reader began may have looked before the mail was written; the next one has not.
      await mailer.sendDue();
      await mailer.sendDue();
      const rows = await transaction(house.control, "read only", selectMailbox);
      return rows
        .map((row) => readMailboxMail(house.keys, row))
        .filter(({ to }) => to === email)
        .reverse();
    },
    [Symbol.asyncDispose]: async () => {
      await app.close();
      await mailer.close();
      await house[Symbol.asyncDispose]();
    },
  };
}

/** As a browser that has our page open: it sends where it comes from, and keeps what it is given. */
function testBrowser({ config }: TestHouse, app: FastifyInstance): TestBrowser {
  const cookies = new Map<string, string>();
  return {
    cookies,
    async ask(method, url, body, headers = {}) {
      const response = await app.inject({
        method,
        url,
        headers: {
          host: new URL(config.publicUrl).host,
          "sec-fetch-site": "same-origin",
          "sec-fetch-mode": "cors",
          ...(method === "GET" ? {} : { origin: config.publicUrl }),
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
          ...headers,
        },
        ...(body === undefined ? {} : { payload: body }),
      });
      for (const cookie of response.cookies) keep(cookies, cookie);
      return {
        status: response.statusCode,
        body: /json/.test(String(response.headers["content-type"]))
          ? response.json()
          : response.body,
        headers: response.headers,
        cookies: response.cookies,
      };
    },
  };
}

function keep(cookies: Map<string, string>, cookie: Answer["cookies"][number]): void {
  const isGone = cookie.maxAge === 0 || (cookie.expires?.getTime() ?? 1) <= 0;
  if (isGone) cookies.delete(cookie.name);
  else cookies.set(cookie.name, cookie.value);
}

/** The token of the link that a mail of this house carries. */
export function tokenIn(mail: MailboxMail | undefined): string {
  const token = /#([\w-]{43})\s/.exec(mail?.text ?? "")?.[1];
  if (token === undefined) throw new Error("no link in the mail");
  return token;
}

export const SIGN_UP = {
  name: "Farah Adilah",
  email: "farah@rumahkenari.example",
  password: "kopi panas di tepi sungai",
  companyName: "Rumah Kenari",
  country: "MY",
  zone: "Asia/Kuala_Lumpur",
  currency: "MYR",
  region: "my-1",
  phone: null,
  locale: "en",
  isAdult: true,
  acceptsTerms: true,
};

/** Signs somebody up, opens the link of the mail, and is signed in with a company of their own. */
export async function signedUp(
  door: TestDoor,
  changes: Partial<typeof SIGN_UP> = {},
): Promise<TestBrowser> {
  const browser = door.browser();
  const signUp = { ...SIGN_UP, ...changes };
  await browser.ask("POST", "/api/accounts/sign-up", signUp);
  const token = tokenIn((await door.mailsTo(signUp.email)).at(-1));
  const { status, body } = await browser.ask("POST", "/api/accounts/verify", { token });
  if (status !== 200) throw new Error(`not verified: ${JSON.stringify(body)}`);
  return browser;
}
