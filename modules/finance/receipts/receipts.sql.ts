import type { Day } from "#kernel/day.ts";
import type { Minor } from "#kernel/money.ts";
import type { Db } from "#platform/db/db.ts";
import { json, sql } from "#platform/db/sql.ts";
import type { LedgerAccountId } from "../chart/chart.contract.ts";
import type { InvoiceId } from "../invoices/invoices.contract.ts";
import type { JournalEntryId } from "../journals/journals.contract.ts";
import type { ReceiptId } from "./receipts.contract.ts";

export type ReceiptRow = {
  readonly id: ReceiptId;
  readonly receivedOn: Day;
  readonly currency: string;
  readonly amountMinor: Minor;
  readonly accountId: LedgerAccountId;
  readonly reference: string;
  readonly entryId: JournalEntryId;
  readonly undoneOn: Day | null;
  /** A line of the bank is matched with it: it is undone there. */
  readonly isAtBank: boolean;
};

export type Allocation = { readonly invoiceId: InvoiceId; readonly amountMinor: Minor };

const columns = sql`
  r.id, r.received_on, r.currency, r.amount_minor, r.account_id, r.reference, r.entry_id, r.undone_on,
  exists (select from bank_match_entries x where x.entry_id = r.entry_id) as is_at_bank`;
const WHAT = "finance.receipt";

export const lockReceipt = (db: Db, id: ReceiptId): Promise<ReceiptRow> =>
  db.one(sql`select ${columns} from receipts r where r.id = ${id} for update`, WHAT);

export const insertReceipt = (
  db: Db,
  r: Omit<ReceiptRow, "undoneOn" | "isAtBank">,
  by: string | null,
  now: Date,
): Promise<number> =>
  db.run(sql`
    insert into receipts (id, received_on, currency, amount_minor, account_id, reference, entry_id, created_by, created_at)
    values (${r.id}, ${r.receivedOn}, ${r.currency}, ${r.amountMinor}, ${r.accountId}, ${r.reference}, ${r.entryId}, ${by}, ${now})`);

export const insertAllocations = (
  db: Db,
  id: ReceiptId,
  allocations: readonly Allocation[],
): Promise<number> =>
  db.run(sql`
    insert into receipt_allocations (receipt_id, invoice_id, amount_minor)
    select ${id}::uuid, a."invoiceId", a."amountMinor"
      from json_to_recordset(${json(allocations)}) as a("invoiceId" uuid, "amountMinor" bigint)`);

export const selectAllocations = (db: Db, id: ReceiptId): Promise<Allocation[]> =>
  db.rows(sql`
    select invoice_id, amount_minor from receipt_allocations where receipt_id = ${id} order by invoice_id`);

export const markUndone = (db: Db, id: ReceiptId, on: Day, now: Date): Promise<number> =>
  db.run(sql`update receipts set undone_on = ${on}, undone_at = ${now} where id = ${id}`);

export const selectReceiptsOf = (
  db: Db,
  id: InvoiceId,
): Promise<
  {
    id: ReceiptId;
    receivedOn: Day;
    amountMinor: Minor;
    reference: string;
    undoneOn: Day | null;
  }[]
> =>
  db.rows(sql`
    select r.id, r.received_on, a.amount_minor, r.reference, r.undone_on
      from receipt_allocations a join receipts r on r.id = a.receipt_id
     where a.invoice_id = ${id} order by r.received_on, r.id`);
