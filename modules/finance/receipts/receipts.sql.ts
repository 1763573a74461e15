import type { Day } from "#kernel/day.ts";
import type { Minor } from "#kernel/money.ts";
import type { Db } from "#platform/db/db.ts";
import { json, type Sql, sql, when } from "#platform/db/sql.ts";
import type { LedgerAccountId } from "../chart/chart.contract.ts";
import type { InvoiceId } from "../invoices/invoices.contract.ts";
import type { JournalEntryId } from "../journals/journals.contract.ts";
import type { Receipt, ReceiptAllocationId, ReceiptId } from "./receipts.contract.ts";

export type ReceiptRow = Omit<Receipt, "blocked" | "worth"> & {
  readonly rate: string;
  readonly rateSource: string;
  /** Null: it is in the currency of the books. */
  readonly rateOn: Day | null;
  readonly worthMinor: Minor | null;
  /** In the currency of the books: what is left of it. */
  readonly carriedMinor: Minor;
  /** A line of the bank is matched with it: it is undone there. */
  readonly isAtBank: boolean;
};

export type Allocation = { readonly invoiceId: InvoiceId; readonly amountMinor: Minor };

/** Allocations that nothing has answered. */
const standing = (of: Sql): Sql => sql`
  ${of}.undoes_id is null and not exists (select from receipt_allocations u where u.undoes_id = ${of}.id)`;

const columns = sql`
  r.id, r.customer_id, r.payer, r.received_on, r.currency, r.amount_minor, r.left_minor, r.cash_rounding_minor, r.reference, r.entry_id, r.undone_on,
  r.created_at, trim_scale(r.rate)::text as rate, r.rate_source, r.rate_on, r.worth_minor, r.carried_minor,
  case when r.money_currency is not null then json_build_object('currency', r.money_currency, 'minor', r.money_minor) end as money,
  (select json_build_object('id', a.id, 'code', a.code, 'name', a.name) from ledger_accounts a where a.id = r.account_id) as account,
  coalesce((select json_agg(json_build_object('allocationId', x.id, 'id', i.id, 'number', i.number, 'amountMinor', x.amount_minor,
                                              'gainMinor', x.gain_minor) order by x.created_at, x.id)
              from receipt_allocations x join invoices i on i.id = x.invoice_id
             where x.receipt_id = r.id and ${standing(sql`x`)}), '[]') as invoices,
  exists (select from bank_match_entries m where m.entry_id = r.entry_id) as is_at_bank`;
const WHAT = "finance.receipt";

export const selectReceipt = (db: Db, id: ReceiptId): Promise<ReceiptRow> =>
  db.one(sql`select ${columns} from receipts r where r.id = ${id}`, WHAT);

export const lockReceipt = (db: Db, id: ReceiptId): Promise<ReceiptRow> =>
  db.one(sql`select ${columns} from receipts r where r.id = ${id} for update of r`, WHAT);

export const selectReceipts = (
  db: Db,
  { customer, left }: { readonly customer?: string | undefined; readonly left: "with" | "only" },
  after: { readonly on: string; readonly id: string } | null,
  limit: number,
): Promise<ReceiptRow[]> =>
  db.rows(sql`
    select ${columns} from receipts r
     where true ${when(customer, sql`and r.customer_id = ${customer}`)}
       ${left === "only" ? sql`and r.left_minor > 0 and r.undone_on is null` : sql``}
       ${when(after, sql`and (r.received_on, r.id) < (${after?.on}::date, ${after?.id}::uuid)`)}
     order by r.received_on desc, r.id desc limit ${limit}`);

export type NewReceipt = Pick<
  ReceiptRow,
  | "id"
  | "customerId"
  | "payer"
  | "receivedOn"
  | "currency"
  | "amountMinor"
  | "money"
  | "rate"
  | "rateSource"
  | "rateOn"
  | "worthMinor"
  | "cashRoundingMinor"
  | "reference"
> & { readonly accountId: LedgerAccountId; readonly entryId: JournalEntryId };

/** All of it is left, until allocations take of it. */
export const insertReceipt = (
  db: Db,
  r: NewReceipt,
  by: string | null,
  now: Date,
): Promise<number> =>
  db.run(sql`
    insert into receipts (id, customer_id, payer, received_on, currency, amount_minor, left_minor, money_currency, money_minor, rate,
                          rate_source, rate_on, worth_minor, left_worth_minor, cash_rounding_minor, account_id, reference, entry_id, created_by, created_at)
    values (${r.id}, ${r.customerId}, ${r.payer}, ${r.receivedOn}, ${r.currency}, ${r.amountMinor}, ${r.amountMinor},
            ${r.money?.currency ?? null}, ${r.money?.minor ?? null}, ${r.rate}::text::numeric, ${r.rateSource}, ${r.rateOn},
            ${r.worthMinor}, ${r.worthMinor ?? 0}, ${r.cashRoundingMinor}, ${r.accountId}, ${r.reference}, ${r.entryId}, ${by}, ${now})`);

/** What of it is taken, or given back: and of its worth, where it is in another currency. */
export const markTaken = (
  db: Db,
  id: ReceiptId,
  taken: { readonly minor: Minor; readonly worthMinor: Minor },
): Promise<number> =>
  db.run(sql`
    update receipts
       set left_minor = left_minor - ${taken.minor}, version = version + 1,
           left_worth_minor = left_worth_minor - case when rate_on is null then 0 else ${taken.worthMinor} end
     where id = ${id}`);

/** What is undone has nothing left. */
export const markUndone = (db: Db, id: ReceiptId, on: Day, now: Date): Promise<number> =>
  db.run(sql`
    update receipts
       set undone_on = ${on}, undone_at = ${now}, left_minor = 0, left_worth_minor = 0, version = version + 1
     where id = ${id}`);

export type AllocationRow = Allocation & {
  readonly id: ReceiptAllocationId;
  readonly receiptId: ReceiptId;
  readonly allocatedOn: Day;
  /** Of the invoice's worth in the books; null: as much as it is. */
  readonly takenMinor: Minor | null;
  readonly gainMinor: Minor;
  readonly entryId: JournalEntryId | null;
  readonly isUndone: boolean;
};

const allocationColumns = sql`
  x.id, x.receipt_id, x.invoice_id, x.amount_minor, x.allocated_on, x.taken_minor, x.gain_minor, x.entry_id`;

export const selectAllocation = (db: Db, id: ReceiptAllocationId): Promise<AllocationRow> =>
  db.one(
    sql`select ${allocationColumns}, not (${standing(sql`x`)}) as is_undone from receipt_allocations x where x.id = ${id}`,
    "finance.receipt_allocation",
  );

/** What of a receipt still stands on invoices. */
export const selectStanding = (db: Db, id: ReceiptId): Promise<AllocationRow[]> =>
  db.rows(sql`
    select ${allocationColumns}, false as is_undone from receipt_allocations x
     where x.receipt_id = ${id} and ${standing(sql`x`)} order by x.invoice_id, x.id`);

export type NewAllocation = Omit<AllocationRow, "isUndone"> & {
  readonly undoesId: ReceiptAllocationId | null;
};

export const insertAllocations = (
  db: Db,
  allocations: readonly NewAllocation[],
  now: Date,
): Promise<number> =>
  db.run(sql`
    insert into receipt_allocations (id, receipt_id, invoice_id, amount_minor, allocated_on, taken_minor, gain_minor, entry_id,
                                     undoes_id, created_at)
    select a.id, a."receiptId", a."invoiceId", a."amountMinor", a."allocatedOn", a."takenMinor", a."gainMinor", a."entryId",
           a."undoesId", ${now}
      from json_to_recordset(${json(allocations)}) as a(
             id uuid, "receiptId" uuid, "invoiceId" uuid, "amountMinor" bigint, "allocatedOn" date, "takenMinor" bigint,
             "gainMinor" bigint, "entryId" uuid, "undoesId" uuid)`);

/** What came in for an invoice, what was undone again included. */
export const selectReceiptsOf = (
  db: Db,
  id: InvoiceId,
): Promise<
  {
    id: ReceiptId;
    allocationId: ReceiptAllocationId;
    receivedOn: Day;
    amountMinor: Minor;
    gainMinor: Minor;
    reference: string;
    undoneOn: Day | null;
  }[]
> =>
  db.rows(sql`
    select r.id, a.id as allocation_id, r.received_on, a.amount_minor, a.gain_minor, r.reference,
           (select u.allocated_on from receipt_allocations u where u.undoes_id = a.id) as undone_on
      from receipt_allocations a join receipts r on r.id = a.receipt_id
     where a.invoice_id = ${id} and a.undoes_id is null order by r.received_on, r.id, a.id`);

/** Deposits go with whoever a customer became for good. */
export const markMoved = (
  db: Db,
  moved: readonly { from: string; into: string }[],
): Promise<number> =>
  db.run(sql`
    update receipts r set customer_id = m."into"
      from json_to_recordset(${json(moved)}) as m("from" uuid, "into" uuid) where r.customer_id = m."from"`);
