import type { Db } from "#platform/db/db.ts";
import type { InvoiceId } from "../invoices/invoices.contract.ts";
import { selectReceiptsOf } from "./receipts.sql.ts";

/** What came in for an invoice, what was undone again included. */
export const receiptsOf = (db: Db, id: InvoiceId): ReturnType<typeof selectReceiptsOf> =>
  selectReceiptsOf(db, id);
