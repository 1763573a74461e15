import { refuseIf, refuseIfStale } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import { command, query } from "#platform/actions/action.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { pageOf, readCursor } from "#platform/db/cursor.ts";
import { draftInvoice, keptFor } from "../invoices/drafting.ts";
import { invoiceNumberOf } from "../invoices/invoices.rules.ts";
import { printInvoice } from "../invoices/printing.ts";
import { reckonedOn } from "../invoices/reckoned.ts";
import { letterheadOf } from "../letterheads/letterheads.ts";
import { type QuoteId, quotes } from "./quotes.contract.ts";
import {
  KEPT_DAYS,
  SERIES,
  validUntilFor,
  whyNotAnswer,
  whyNotChange,
  whyNotInvoice,
  whyNotIssue,
  whyNotRestore,
} from "./quotes.rules.ts";
import {
  countQuotes,
  insertQuote,
  lockQuote,
  markAnswered,
  markDiscarded,
  markInvoiced,
  markIssued,
  markQuote,
  selectQuote,
  selectQuotes,
  takeNumber,
} from "./quotes.sql.ts";
import { printableOf, subjectOf, TOPIC, takeAnswer } from "./quotes.ts";
import { readQuote, rowOf } from "./shown.ts";

const READ = "finance.quotes.read";
const WRITE = "finance.quotes.write";
const DAY_MS = 86_400_000;

export const PURGE = "finance.quotes.purge";

export const listQuotes = query({
  does: quotes.list,
  needs: READ,
  async run(ctx, { sort, after, limit, ...filter }) {
    const [on, id] = after === undefined ? [] : readCursor(after, 2);
    const from = after === undefined ? null : { on: String(on), id: String(id) };
    const rows = await selectQuotes(ctx.db, filter, ctx.today, {
      ...{ sort, after: from, limit: limit + 1 },
    });
    const page = pageOf(rows, limit, (row) => [row.on, row.id]);
    return { rows: page.rows.map((row) => rowOf(row, ctx.today)), next: page.next };
  },
});

export const countListedQuotes = query({
  does: quotes.count,
  needs: READ,
  run: (ctx, filter) => countQuotes(ctx.db, filter, ctx.today),
});

export const getQuote = query({
  does: quotes.get,
  needs: READ,
  run: (ctx, { id }) => readQuote(ctx, id),
});

export const getQuotePdf = query({
  does: quotes.pdf,
  needs: READ,
  async run(ctx, { id, language }) {
    const quote = await selectQuote(ctx.db, id);
    const pdf = await printInvoice({ ...(await printableOf(ctx, quote)), language });
    return { name: `${quote.number ?? "draft"}.pdf`, base64: pdf.toString("base64") };
  },
});

export const createQuote = command({
  does: quotes.create,
  needs: WRITE,
  async run(ctx, { validDays, ...said }) {
    const id = newId<"quote">();
    const kept = { ...(await keptFor(ctx, said)), validDays };
    await insertQuote(ctx.db, id, kept, ctx.actor.id, ctx.now);
    return told(ctx, id, { payableMinor: kept.figures.payableMinor });
  },
});

export const changeQuote = command({
  does: quotes.change,
  needs: WRITE,
  async run(ctx, { id, version, validDays, ...said }) {
    const before = await lockQuote(ctx.db, id);
    refuseIfStale(before, version);
    refuseIf(whyNotChange(before));
    const kept = { ...(await keptFor(ctx, said)), validDays };
    await markQuote(ctx.db, id, kept, ctx.now);
    return told(ctx, id, {
      before: { payableMinor: before.payableMinor },
      after: { payableMinor: kept.figures.payableMinor },
    });
  },
});

export const discardQuote = command({
  does: quotes.discard,
  needs: WRITE,
  async run(ctx, { id, version }) {
    const before = await lockQuote(ctx.db, id);
    refuseIfStale(before, version);
    refuseIf(whyNotChange(before));
    await markDiscarded(ctx.db, id, ctx.now, ctx.now);
    const runAt = new Date(ctx.now.getTime() + KEPT_DAYS * DAY_MS);
    await ctx.later(PURGE, { id }, { runAt, key: `${PURGE}:${id}` });
    return told(ctx, id, { before: { status: "draft" }, after: { status: "discarded" } });
  },
});

export const restoreQuote = command({
  does: quotes.restore,
  needs: WRITE,
  async run(ctx, { id, version }) {
    const before = await lockQuote(ctx.db, id);
    refuseIfStale(before, version);
    refuseIf(whyNotRestore(before));
    await markDiscarded(ctx.db, id, null, ctx.now);
    return told(ctx, id, { before: { status: "discarded" }, after: { status: "draft" } });
  },
});

export const issueQuote = command({
  does: quotes.issue,
  needs: WRITE,
  async run(ctx, { id, version }) {
    const seen = await lockQuote(ctx.db, id);
    refuseIfStale(seen, version);
    refuseIf(whyNotIssue(seen));
    const reckoned = await reckonedOn(ctx, { ...seen, ...seen.content }, ctx.today);
    const year = Number(ctx.today.slice(0, 4));
    const number = invoiceNumberOf(SERIES, year, await takeNumber(ctx.db, year));
    const { version: _, ...seller } = await letterheadOf(ctx);
    const validUntil = validUntilFor(ctx.today, seen.validDays);

    await markQuote(ctx.db, id, { ...seen, ...reckoned }, ctx.now);
    await markIssued(ctx.db, id, { number, issuedOn: ctx.today, validUntil, seller }, ctx.now);
    return told(ctx, id, { number, validUntil, payableMinor: reckoned.figures.payableMinor });
  },
});

export const answerQuote = command({
  does: quotes.answer,
  needs: WRITE,
  async run(ctx, { id, version, isYes, by, note }) {
    const quote = await lockQuote(ctx.db, id);
    refuseIfStale(quote, version);
    refuseIf(whyNotAnswer(quote));
    await takeAnswer(ctx, quote, {
      ...{ isYes, note, isOnline: false },
      by: by === "" ? quote.buyer.name : by,
    });
    return readQuote(ctx, id);
  },
});

/** What it offered, as a draft invoice: by the prices it named, and the taxes of the day that is issued on. */
export const invoiceQuote = command({
  does: quotes.invoice,
  needs: "finance.invoices.write",
  async run(ctx, { id, version }) {
    const quote = await lockQuote(ctx.db, id);
    refuseIfStale(quote, version);
    refuseIf(whyNotInvoice(quote));
    const invoiceId = await draftInvoice(ctx, {
      ...quote,
      reference: quote.reference === "" ? (quote.number ?? "") : quote.reference,
    });
    // Whoever invoices what nobody answered was told so some other way.
    if (quote.status === "open")
      await markAnswered(
        ctx.db,
        id,
        { isYes: true, by: quote.buyer.name, note: "", isOnline: false },
        ctx.now,
      );
    await markInvoiced(ctx.db, id, invoiceId, ctx.now);
    await ctx.audit(subjectOf(quote), { invoice: invoiceId });
    ctx.tell(TOPIC);
    return { invoiceId };
  },
});

async function told(ctx: CommandCtx, id: QuoteId, change: object) {
  const shown = await readQuote(ctx, id);
  await ctx.audit(subjectOf(shown), change);
  ctx.tell(TOPIC);
  return shown;
}
