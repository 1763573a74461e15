import type { Said } from "#kernel/said.ts";
import type { Ctx } from "#platform/actions/context.ts";
import { writeUbl } from "#platform/einvoice/writing-ubl.ts";
import type { Carried, PaperSeen } from "../links/carried.ts";
import { eInvoiceOf, whyNotTold } from "./einvoice.rules.ts";
import type { InvoiceId, InvoiceStanding } from "./invoices.contract.ts";
import { standingOf, whyNotSend } from "./invoices.rules.ts";
import { markSent, selectInvoice, type WholeInvoice } from "./invoices.sql.ts";
import { keptPaper, printableOf, TOPIC, toldOf } from "./invoices.ts";
import { lacksOf } from "./shown.ts";

/** How invoices and credit notes go to customers. */
export const invoiceCarried: Carried = {
  type: "invoice",
  see: async (ctx, id) => seenOf(ctx, await selectInvoice(ctx.db, id as InvoiceId)),
  eInvoice: async (ctx, id) => {
    const invoice = await selectInvoice(ctx.db, id as InvoiceId);
    if (whyNotTold(keptPaper(invoice)) !== null) return null;
    return {
      name: `${invoice.number ?? "draft"}.xml`,
      xml: writeUbl(eInvoiceOf(await toldOf(ctx, invoice))),
    };
  },
  sent: async (ctx, id) => {
    await markSent(ctx.db, id as InvoiceId, ctx.now);
    ctx.tell(TOPIC);
  },
};

async function seenOf(ctx: Ctx, invoice: WholeInvoice): Promise<PaperSeen> {
  const standing = standingOf(invoice, ctx.today);
  return {
    printable: await printableOf(ctx, invoice),
    customerId: invoice.customerId,
    standing: STANDINGS[standing],
    since: [
      { said: PAID, minor: -invoice.paidMinor },
      { said: CREDITED, minor: -invoice.creditedMinor },
    ].filter(({ minor }) => minor !== 0),
    dueMinor: invoice.kind === "invoice" ? invoice.dueMinor : 0,
    whyNotSend: whyNotSend(invoice),
    hasEInvoice:
      whyNotTold(keptPaper(invoice)) === null && (await lacksOf(ctx, invoice)).length === 0,
    isAsking: false,
  };
}

const PAID: Said = { en: "Paid", ms: "Dibayar" };
const CREDITED: Said = { en: "Credited", ms: "Dikreditkan" };
const STANDINGS: Readonly<Record<InvoiceStanding, PaperSeen["standing"]>> = {
  draft: { said: { en: "Draft", ms: "Draf" }, tone: "quiet" },
  discarded: { said: { en: "Draft", ms: "Draf" }, tone: "quiet" },
  open: { said: { en: "To be paid", ms: "Perlu dibayar" }, tone: "warn" },
  part_paid: { said: { en: "Paid in part", ms: "Dibayar sebahagian" }, tone: "warn" },
  overdue: { said: { en: "Overdue", ms: "Lewat dibayar" }, tone: "bad" },
  paid: { said: { en: "Paid", ms: "Telah dibayar" }, tone: "good" },
  credited: {
    said: { en: "Void: taken back by credit note", ms: "Dibatalkan dengan nota kredit" },
    tone: "quiet",
  },
  written_off: { said: { en: "Closed", ms: "Ditutup" }, tone: "quiet" },
  issued: { said: { en: "Issued", ms: "Dikeluarkan" }, tone: "good" },
};
