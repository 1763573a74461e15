import { type Keeper, recordsOf } from "#platform/privacy/keeper.ts";
import type { Buyer } from "./invoices.contract.ts";
import {
  gatherInvoices,
  gatherLines,
  gatherReceipts,
  markDraftsErased,
  selectBuyerEmails,
  selectInvoicesOf,
} from "./person.sql.ts";

export const NOBODY: Buyer = {
  name: "–",
  attention: "",
  email: "",
  street: "",
  street2: "",
  city: "",
  postcode: "",
  state: "",
  country: null,
  registration: "",
  taxNumber: "",
};

/**
 * What was asked of them. The law wants an issued paper kept whole, with the name and address that it was issued to; what was
 * never issued loses them.
 */
export const invoiceKeeper: Keeper = {
  part: "finance.invoices",
  tables: {
    invoices: {
      fate: "masked",
      why: "books",
      masks: ["buyer", "note", "reference"],
      stays: [
        "kind",
        "status",
        "number",
        "currency",
        "rate_source",
        "seller",
        "content",
        "figures",
      ],
    },
    invoice_lines: { fate: "kept", why: "books" },
    receipts: { fate: "kept", why: "books" },
    receipt_allocations: { fate: "kept", why: "books" },
    invoice_write_offs: { fate: "kept", why: "books" },
  },
  marks: buyerMarks,
  find: async (db, person) => ({
    invoice: (await selectInvoicesOf(db, person)).map(({ id }) => id),
  }),
  gather: async ({ db }, person) => {
    const ids = recordsOf(person, "invoice");
    return {
      invoices: rowsOf(await gatherInvoices(db, ids)),
      invoice_lines: rowsOf(await gatherLines(db, ids)),
      receipts: rowsOf(await gatherReceipts(db, ids, person)),
    };
  },
  erase: async (ctx, person, at) => {
    const invoices = await markDraftsErased(ctx.db, recordsOf(person, "invoice"), NOBODY, at);
    ctx.tell("finance.invoices");
    return { invoices };
  },
};

async function* buyerMarks(db: Parameters<NonNullable<Keeper["marks"]>>[0]) {
  const rows = await selectBuyerEmails(db);
  yield rows.map(({ email }) => ({ kind: "email" as const, key: email }));
}

const rowsOf = (rows: readonly { row: object }[]): object[] => rows.map(({ row }) => row);
