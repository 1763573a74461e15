import { readFileSync } from "node:fs";
import { Problem, type Reason } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import type { Language } from "#kernel/said.ts";
import { afterCommit, inCompany } from "#platform/actions/action.ts";
import type { Caller, CommandCtx } from "#platform/actions/context.ts";
import { readDownloadToken } from "#platform/auth/download-tokens.ts";
import { countTries, networkOf } from "#platform/auth/limits.ts";
import type { House } from "#platform/house/house.ts";
import { isForeign } from "#platform/http/origin.ts";
import type { RawAnswer, RawDoor, RawKnock } from "#platform/http/raw.ts";
import { whyNotChange } from "#platform/tenancy/changing.ts";
import { printInvoice } from "../invoices/printing.ts";
import { type Answer, type Carried, carriedOf, type PaperSeen } from "./carried.ts";
import { markOpened, type PaperLinkRow, selectLinkBy } from "./links.sql.ts";
import { TOPIC } from "./links.ts";
import { closedPage, paperPage, tooManyPage } from "./page.ts";

const VIEW = "finance.links.view";
const ANSWER = "finance.links.answer";
/** Looks within this are one. */
const SAME_LOOK_MS = 10 * 60_000;
const CSS = readFileSync(new URL("./page.css", import.meta.url), "utf8");

/** How often one network may knock: whoever guesses at addresses is stopped long before it matters, a reader never. */
const KNOCKS = { max: 120, withinMinutes: 10 };
/** A paper that is drawn costs a tenth of a second. */
const DRAWN = { max: 30, withinMinutes: 10 };
const ANSWERS = { max: 10, withinMinutes: 60 };

type Visit = {
  readonly ctx: CommandCtx;
  readonly link: PaperLinkRow;
  readonly carried: Carried;
  readonly seen: PaperSeen;
  readonly language: Language;
};

/** Where a paper is seen by whoever has its address: that paper, as it stands now, and nothing else. */
export const pageDoor = (all: readonly Carried[]): RawDoor =>
  door("GET", "/p/:token", KNOCKS, (house, knock) =>
    visit(house, all, knock, VIEW, async ({ ctx, link, seen, language }) => {
      const since = new Date(ctx.now.getTime() - SAME_LOOK_MS);
      const counts = isLook(knock) && whyNot(house, ctx) === null;
      if (counts && (await markOpened(ctx.db, link.id, ctx.now, since)) > 0) ctx.tell(TOPIC);
      const said = knock.query["said"] === "1";
      return pageAnswer(
        200,
        paperPage({ seen, language, token: knock.params["token"] ?? "", isAnswered: said }),
      );
    }),
  );

export const pdfDoor = (all: readonly Carried[]): RawDoor =>
  door("GET", "/p/:token/paper.pdf", DRAWN, (house, knock) =>
    visit(house, all, knock, VIEW, async ({ seen, language }) => {
      const content = await printInvoice({ ...seen.printable, language });
      const name = `${seen.printable.drawn.number ?? "paper"}.pdf`;
      return { status: 200, file: { name, type: "application/pdf", content } };
    }),
  );

export const eInvoiceDoor = (all: readonly Carried[]): RawDoor =>
  door("GET", "/p/:token/e-invoice.xml", DRAWN, (house, knock) =>
    visit(house, all, knock, VIEW, async ({ ctx, carried, link, language }) => {
      const file = (await carried.eInvoice?.(ctx, link.paperId)) ?? null;
      if (file === null) return pageAnswer(404, closedPage(language));
      return {
        status: 200,
        file: { name: file.name, type: "application/xml", content: file.xml },
      };
    }),
  );

/** Yes or no to a quote, by the form of its page. */
export const answerDoor = (all: readonly Carried[]): RawDoor =>
  door("POST", "/p/:token/answer", ANSWERS, (house, knock) => {
    if (isForeign(knock, house.config.publicUrl)) return Promise.resolve({ status: 403 });
    return visit(house, all, knock, ANSWER, async ({ ctx, carried, link, seen, language }) => {
      const token = knock.params["token"] ?? "";
      const answer = answerIn(knock.body);
      const refusal = whyNot(house, ctx) ?? (await whyNotAnswer(ctx, carried, link, answer));
      if (refusal !== null)
        return pageAnswer(
          422,
          paperPage({ seen, language, token, isAnswered: false, whyNot: refusal }),
        );
      return { status: 303, location: `/p/${token}?lang=${language}&said=1` };
    });
  });

/** A company that is cancelled or not paid for is read, and nothing of it changes: nor is it noted that somebody looked. */
const whyNot = (house: House, { company, now }: CommandCtx): Reason | null =>
  whyNotChange({ house, company, now });

async function whyNotAnswer(
  ctx: CommandCtx,
  { answer }: Carried,
  { paperId }: PaperLinkRow,
  said: Answer | null,
): Promise<Reason | null> {
  if (answer === undefined) return "finance.quote.not_open";
  return said === null ? "finance.quote.needs_a_name" : answer(ctx, paperId, said);
}

const TEXT_MAX = 200;
const NOTE_MAX = 2_000;

/** What the form says; null where nobody says who they are. */
function answerIn(body: Buffer): Answer | null {
  const form = new URLSearchParams(body.toString("utf8"));
  const text = (name: string, max: number) =>
    (form.get(name) ?? "")
      .toWellFormed()
      .replace(/(?!\n)\p{Cc}/gu, " ")
      .trim()
      .slice(0, max);
  const name = text("name", TEXT_MAX);
  if (name === "") return null;
  return { isYes: form.get("answer") === "yes", name, note: text("note", NOTE_MAX) };
}

/** Somebody looks: no browser that loads ahead, no program that only asks whether it is there. */
const isLook = ({ method, headers }: RawKnock): boolean =>
  method === "GET" && !/prefetch/i.test(`${headers["sec-purpose"]} ${headers["purpose"]}`);

/** The stylesheet of these pages. */
export const styleDoor: RawDoor = {
  method: "GET",
  path: "/p/style.css",
  bodyMaxBytes: 1,
  open: () => ({
    handle: async () => ({ status: 200, shown: { type: "text/css", content: CSS } }),
    tooLarge: async () => ({ status: 413 }),
    close: async () => undefined,
  }),
};

function door(
  method: "GET" | "POST",
  path: string,
  limit: { readonly max: number; readonly withinMinutes: number },
  handle: (house: House, knock: RawKnock) => Promise<RawAnswer>,
): RawDoor {
  return {
    method,
    path,
    bodyMaxBytes: method === "GET" ? 1 : 16 * 1024,
    open: (house) => ({
      handle: async (knock) => {
        const key = `finance.links:${path}:${networkOf(knock.ip)}`;
        try {
          await countTries(house, [{ key, ...limit }], house.now());
          return await handle(house, knock);
        } catch (error) {
          return answerTo(error, languageOf(knock, "en"));
        }
      },
      tooLarge: async () => ({ status: 413 }),
      close: async () => undefined,
    }),
  };
}

/** All that is closed, wrong or gone looks the same. */
function answerTo(error: unknown, language: Language): RawAnswer {
  if (!(error instanceof Problem)) throw error;
  if (error.kind !== "too_many") return pageAnswer(404, closedPage(language));
  const { retryAfterS = 60 } = (error.details ?? {}) as { retryAfterS?: number };
  return { ...pageAnswer(429, tooManyPage(language)), retryAfterS };
}

const pageAnswer = (status: number, content: string): RawAnswer => ({
  status,
  shown: { type: "text/html", content },
});

/** Finds what an address leads to, and does something there, in one transaction of its company. */
async function visit(
  house: House,
  all: readonly Carried[],
  knock: RawKnock,
  action: string,
  work: (visit: Visit) => Promise<RawAnswer>,
): Promise<RawAnswer> {
  const token = readDownloadToken(knock.params["token"] ?? "");
  const access = token === null ? null : await house.companies.access(token.companyId);
  const closed = () => pageAnswer(404, closedPage(languageOf(knock, "en")));
  if (token === null || access === null) return closed();
  const caller: Caller = {
    access,
    actor: { kind: "system", id: null, name: action, permissions: new Set() },
    request: { id: newId<"session">(), ip: null, userAgent: null },
    now: house.now(),
  };
  const isOpen = whyNotChange({ house, company: access.company, now: caller.now }) === null;
  const mode = isOpen ? "read write" : "read only";
  const done = await inCompany(house, caller, action, mode, async (ctx) => {
    const link = await selectLinkBy(ctx.db, token.hash);
    if (link === null) return closed();
    const carried = carriedOf(all, link.paperType);
    const seen = await carried.see(ctx, link.paperId);
    return work({ ctx, link, carried, seen, language: languageOf(knock, link.language) });
  });
  afterCommit(house, caller, done.topics, done.leftJobs);
  return done.output;
}

const languageOf = ({ query }: RawKnock, usual: Language): Language => {
  const { lang } = query;
  return lang === "en" || lang === "ms" ? lang : usual;
};
