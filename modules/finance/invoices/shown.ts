import type { Day } from "#kernel/day.ts";
import type { Ctx } from "#platform/actions/context.ts";
import { checkEInvoice } from "#platform/einvoice/checking.ts";
import { writeUbl } from "#platform/einvoice/writing-ubl.ts";
import { booksOf } from "../books/books.ts";
import { receiptsOf } from "../receipts/receipts.ts";
import { writeOffsOf } from "../write-offs/write-offs.ts";
import { eInvoiceOf, whyNotTold } from "./einvoice.rules.ts";
import type { Invoice, InvoiceId, InvoiceRow as Shown } from "./invoices.contract.ts";
import {
  standingOf,
  whyNotChange,
  whyNotCredit,
  whyNotIssue,
  whyNotRemind,
  whyNotRestore,
  whyNotSend,
} from "./invoices.rules.ts";
import {
  type InvoiceRow,
  selectCreditNotes,
  selectInvoice,
  type WholeInvoice,
} from "./invoices.sql.ts";
import { creditedBy, keptPaper, toldOf } from "./invoices.ts";

const WRITE = "finance.invoices.write";
const ISSUE = "finance.invoices.issue";
const WRITE_OFF = "finance.write_offs.write";
const RECEIVE = "finance.receipts.write";
const SEND = "finance.sendings.send";

export const rowOf = (row: InvoiceRow, today: Day): Shown => ({
  id: row.id,
  kind: row.kind,
  standing: standingOf(row, today),
  number: row.number,
  buyerName: row.buyer.name,
  customerId: row.customerId as Shown["customerId"],
  currency: row.currency,
  issuedOn: row.issuedOn,
  dueOn: row.dueOn,
  payableMinor: row.payableMinor,
  dueMinor: row.status === "issued" && row.kind === "invoice" ? row.dueMinor : 0,
  createdAt: row.createdAt,
});

export const subjectOf = ({
  id,
  number,
  buyerName,
}: Pick<Shown, "id" | "number" | "buyerName">) => ({
  type: "invoice",
  id,
  name: number ?? buyerName,
});

/** A paper with all that hangs on it, and why each verb is closed. */
export async function readInvoice(ctx: Ctx, id: InvoiceId): Promise<Invoice> {
  const invoice = await selectInvoice(ctx.db, id);
  const books = await booksOf(ctx.db);
  const credits = await creditedBy(ctx, invoice);
  const may = (permission: string, reason: string | null) => ctx.whyNotMay(permission) ?? reason;
  return {
    ...rowOf(invoice, ctx.today),
    buyer: invoice.buyer,
    pricesContainTax: invoice.pricesContainTax,
    termsDays: invoice.termsDays,
    reference: invoice.reference,
    note: invoice.note,
    lines: [...invoice.content.lines],
    adjustments: [...invoice.content.adjustments],
    figures: invoice.figures,
    worth: worthShown(invoice, books?.currency ?? invoice.currency),
    paidMinor: invoice.paidMinor,
    creditedMinor: invoice.creditedMinor,
    writtenOffMinor: invoice.writtenOffMinor,
    receipts: await receiptsOf(ctx.db, id),
    writeOffs: (await writeOffsOf(ctx.db, id)).map(
      ({ takenMinor: _, entryId: __, invoiceId: ___, ...shown }) => shown,
    ),
    credits: credits && { id: credits.id, number: credits.number ?? "" },
    creditNotes: await selectCreditNotes(ctx.db, id),
    entryId: invoice.entryId as Invoice["entryId"],
    lacks: await lacksOf(ctx, invoice),
    version: invoice.version,
    blocked: {
      change: may(WRITE, whyNotChange(invoice)),
      discard: may(WRITE, whyNotChange(invoice)),
      restore: may(WRITE, whyNotRestore(invoice)),
      issue: may(ISSUE, whyNotIssue(invoice, books?.currency ?? null)),
      credit: may(WRITE, whyNotCredit(invoice)),
      receive: may(RECEIVE, whyNotCredit(invoice)),
      writeOff: may(WRITE_OFF, whyNotCredit(invoice)),
      send: may(SEND, whyNotSend(invoice)),
      remind: may(SEND, whyNotRemind(invoice)),
      eInvoice: whyNotTold(keptPaper(invoice)),
    },
  };
}

const worthShown = (invoice: WholeInvoice, currency: string): Invoice["worth"] =>
  invoice.rateOn === null
    ? null
    : {
        ...{ currency, rate: invoice.rate, rateSource: invoice.rateSource, rateOn: invoice.rateOn },
        ...{ payableMinor: invoice.booksMinor, carriedMinor: invoice.carriedMinor },
      };

/** What the rules of EN 16931 still miss, by the very XML that would leave. */
export async function lacksOf(ctx: Ctx, invoice: WholeInvoice): Promise<Invoice["lacks"]> {
  if (whyNotTold(keptPaper(invoice)) !== null) return [];
  return checkEInvoice(writeUbl(eInvoiceOf(await toldOf(ctx, invoice))))
    .filter(({ isWarning }) => isWarning !== true)
    .map(({ rule, says, at }) => ({ rule, says, at: at ?? null }));
}
