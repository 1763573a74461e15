import { z } from "zod";
import type { Id } from "#kernel/ids.ts";
import { afterCommit, inCompany } from "#platform/actions/action.ts";
import type { Caller, CommandCtx } from "#platform/actions/context.ts";
import { transaction } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import { type Job, job } from "#platform/jobs/jobs.ts";
import type { Letter } from "#platform/mail/mail.ts";
import { fatesOf, postLetter } from "#platform/mail/outbox.ts";
import { printInvoice } from "../invoices/printing.ts";
import { type Carried, carriedOf } from "../links/carried.ts";
import type { PaperType } from "../links/links.contract.ts";
import { requireLink } from "../links/links.ts";
import type { Enclosed, Enclosure } from "./enclosed.ts";
import { withAddress } from "./letters.rules.ts";
import type { SendingId } from "./sendings.contract.ts";
import { A_DAY_MAX, lookAfterMs, whyNotSend } from "./sendings.rules.ts";
import { countSince, lockSending, markState, type SendingRow } from "./sendings.sql.ts";
import { POST, TOPIC } from "./sendings.ts";

const FOLLOW = "finance.sendings.follow";
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const One = z.object({ id: z.uuid() });

/**
 * Puts what was written into the outbox, with the paper as it stands now. The letter carries the sending's own id, so that a
 * crash at any point makes it leave once all the same.
 */
const post = (all: Enclosed) =>
  job(POST, One, async (house, caller, { id }) => {
    const letter = await inside(house, caller, POST, (ctx) => letterOf(ctx, all, id as SendingId));
    if (letter === null) return;
    await transaction(house.control, "read write", (db) =>
      postLetter(house, db, letter, house.now()),
    );
    await inside(house, caller, POST, async (ctx) => {
      await markState(ctx.db, id as SendingId, { state: "leaving" });
      await leaveLook(ctx, id, 0);
      ctx.tell(TOPIC);
    });
  });

const Look = One.extend({ look: z.int() });

/** Looks what became of it, until that is known. */
const follow = job(FOLLOW, Look, (house, caller, { id, look }) =>
  inside(house, caller, FOLLOW, async (ctx) => {
    const sending = await lockSending(ctx.db, id as SendingId);
    if (sending?.state !== "leaving") return;
    const [fate] = await ctx.inControl((db) => fatesOf(db, [id]));
    const over = fateOf(fate, look);
    if (over === null) return leaveLook(ctx, id, look + 1);
    await markState(ctx.db, sending.id, over);
    ctx.tell(TOPIC);
  }),
);

export const sendingJobs = (all: Enclosed): readonly Job[] => [post(all), follow];

type Fate = Awaited<ReturnType<typeof fatesOf>>[number];

function fateOf(fate: Fate | undefined, look: number): Parameters<typeof markState>[2] | null {
  if (fate?.sentAt) return { state: "left", leftAt: fate.sentAt };
  if (fate?.gaveUpAt) return { state: "failed", failure: "finance.sending.not_taken" };
  return lookAfterMs(look + 1) === null
    ? { state: "failed", failure: "finance.sending.not_known" }
    : null;
}

/** Null where there is nothing to post (any more), or not yet. */
async function letterOf(
  ctx: CommandCtx,
  { papers, statement }: Enclosed,
  id: SendingId,
): Promise<Letter | null> {
  const sending = await lockSending(ctx.db, id);
  if (sending?.state !== "waiting") return null;
  if ((await countSince(ctx.db, new Date(ctx.now.getTime() - DAY_MS))) >= A_DAY_MAX) {
    const runAt = new Date(ctx.now.getTime() + HOUR_MS);
    await ctx.later(POST, { id }, { runAt, key: `${POST}:${id}` });
    return null;
  }
  const { paperType, fromOn, toOn, currency } = sending;
  if (paperType !== "customer") return paperLetter(ctx, papers, { ...sending, paperType });
  if (fromOn === null || toOn === null) throw new Error("a statement is of a time");
  const enclosed = await statement(ctx, {
    ...{ customerId: sending.paperId, from: fromOn, to: toOn, language: sending.language },
    currency: currency ?? undefined,
  });
  return letterWith(sending, sending.body, enclosed);
}

async function paperLetter(
  ctx: CommandCtx,
  papers: readonly Carried[],
  sending: SendingRow & { readonly paperType: PaperType },
): Promise<Letter | null> {
  const { id, paperType, paperId, language } = sending;
  const kind = sending.kind === "reminder" ? "reminder" : "paper";
  const carried = carriedOf(papers, paperType);
  const seen = await carried.see(ctx, paperId);
  const whyNot = whyNotSend(seen, kind);
  if (whyNot !== null) {
    await markState(ctx.db, id, { state: "failed", failure: whyNot });
    ctx.tell(TOPIC);
    return null;
  }
  const url = await requireLink(ctx, { type: paperType, id: paperId }, language);
  if (kind === "paper") await carried.sent(ctx, paperId);
  const { seller, drawn } = seen.printable;
  return letterWith(sending, withAddress(sending.body, url, language), {
    seller,
    name: `${drawn.number ?? "paper"}.pdf`,
    pdf: await printInvoice({ ...seen.printable, language }),
  });
}

const letterWith = (
  { id, kind, recipient, title }: SendingRow,
  text: string,
  { seller, name, pdf }: Enclosure,
): Letter => ({
  id: id as string as Id<"mail">,
  kind: `${TOPIC}.${kind}`,
  to: recipient,
  fromName: seller.legalName,
  replyTo: seller.email === "" ? null : seller.email,
  subject: title,
  text,
  files: [{ name, type: "application/pdf", base64: pdf.toString("base64") }],
});

const leaveLook = (ctx: CommandCtx, id: string, look: number): Promise<void> =>
  ctx.later(
    FOLLOW,
    { id, look },
    {
      runAt: new Date(ctx.now.getTime() + (lookAfterMs(look) ?? 0)),
      key: `${FOLLOW}:${id}`,
    },
  );

async function inside<T>(
  house: House,
  caller: Caller,
  name: string,
  work: (ctx: CommandCtx) => Promise<T>,
): Promise<T> {
  const called = { ...caller, now: house.now() };
  const done = await inCompany(house, called, name, "read write", work);
  afterCommit(house, called, done.topics, done.leftJobs);
  return done.output;
}
