import type { Carried, PaperSeen } from "../links/carried.ts";
import type { QuoteStanding } from "./quotes.contract.ts";
import { standingOf, whyNotAnswerOnline, whyNotSend } from "./quotes.rules.ts";
import { lockQuote, markSent, selectQuote } from "./quotes.sql.ts";
import { asQuoteId, printableOf, TOPIC, takeAnswer } from "./quotes.ts";

/** How quotes go to customers, and how they are answered on their page. */
export const quoteCarried: Carried = {
  type: "quote",
  see: async (ctx, id) => {
    const quote = await selectQuote(ctx.db, asQuoteId(id));
    return {
      printable: await printableOf(ctx, quote),
      customerId: quote.customerId,
      standing: STANDINGS[standingOf(quote, ctx.today)],
      since: [],
      dueMinor: 0,
      whyNotSend: whyNotSend(quote),
      hasEInvoice: false,
      isAsking: whyNotAnswerOnline(quote, ctx.today) === null,
    };
  },
  sent: async (ctx, id) => {
    await markSent(ctx.db, asQuoteId(id), ctx.now);
    ctx.tell(TOPIC);
  },
  answer: async (ctx, id, { isYes, name, note }) => {
    const quote = await lockQuote(ctx.db, asQuoteId(id));
    const whyNot = whyNotAnswerOnline(quote, ctx.today);
    if (whyNot !== null) return whyNot;
    await takeAnswer(ctx, quote, { isYes, by: name, note, isOnline: true });
    return null;
  },
};

const STANDINGS: Readonly<Record<QuoteStanding, PaperSeen["standing"]>> = {
  draft: { said: { en: "Draft", ms: "Draf" }, tone: "quiet" },
  discarded: { said: { en: "Draft", ms: "Draf" }, tone: "quiet" },
  open: { said: { en: "Waits for your answer", ms: "Menunggu jawapan anda" }, tone: "warn" },
  expired: { said: { en: "No longer valid", ms: "Tidak sah lagi" }, tone: "quiet" },
  accepted: { said: { en: "Accepted", ms: "Diterima" }, tone: "good" },
  declined: { said: { en: "Declined", ms: "Ditolak" }, tone: "quiet" },
  invoiced: { said: { en: "Accepted and invoiced", ms: "Diterima dan diinvois" }, tone: "good" },
};
