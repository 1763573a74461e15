import type { Day } from "#kernel/day.ts";
import type { Minor } from "#kernel/money.ts";
import type { Db } from "#platform/db/db.ts";
import { sql, when } from "#platform/db/sql.ts";
import type { BillId } from "../bills/bills.contract.ts";
import type { LedgerAccountId } from "../chart/chart.contract.ts";
import type { DisbursementId } from "../disbursements/disbursements.contract.ts";
import type { JournalEntryId } from "../journals/journals.contract.ts";
import type { SupplierId } from "../suppliers/suppliers.contract.ts";
import type { SupplierRefund, SupplierRefundId } from "./supplier-refunds.contract.ts";

export type RefundRow = SupplierRefund & {
  readonly disbursementId: DisbursementId | null;
  readonly creditId: BillId | null;
  readonly takenMinor: Minor | null;
  readonly entryId: JournalEntryId;
  readonly isAtBank: boolean;
};

const columns = sql`
  r.id, r.supplier_name, r.refunded_on, r.currency, r.amount_minor, r.gain_minor, r.reference, r.entry_id, r.undone_on,
  r.disbursement_id, r.credit_id, r.taken_minor, exists (select from bank_match_entries m where m.entry_id = r.entry_id) as is_at_bank`;
const WHAT = "finance.supplier_refund";

export const selectRefund = (db: Db, id: SupplierRefundId): Promise<RefundRow> =>
  db.one(sql`select ${columns} from supplier_refunds r where r.id = ${id}`, WHAT);

export const lockRefund = (db: Db, id: SupplierRefundId): Promise<RefundRow> =>
  db.one(sql`select ${columns} from supplier_refunds r where r.id = ${id} for update of r`, WHAT);

export const selectRefunds = (
  db: Db,
  of: { readonly disbursement?: DisbursementId | undefined; readonly credit?: BillId | undefined },
): Promise<RefundRow[]> =>
  db.rows(sql`
    select ${columns} from supplier_refunds r
     where true ${when(of.disbursement, sql`and r.disbursement_id = ${of.disbursement}`)}
       ${when(of.credit, sql`and r.credit_id = ${of.credit}`)}
     order by r.refunded_on desc, r.id desc limit 200`);

export type NewRefund = Omit<RefundRow, "undoneOn" | "isAtBank"> & {
  readonly supplierId: SupplierId | null;
  readonly money: { readonly currency: string; readonly minor: Minor } | null;
  readonly accountId: LedgerAccountId;
};

export const insertRefund = (db: Db, r: NewRefund, by: string | null, now: Date): Promise<number> =>
  db.run(sql`
    insert into supplier_refunds (id, supplier_id, supplier_name, disbursement_id, credit_id, refunded_on, currency, amount_minor,
                                  money_currency, money_minor, taken_minor, gain_minor, account_id, reference, entry_id, created_by,
                                  created_at)
    values (${r.id}, ${r.supplierId}, ${r.supplierName}, ${r.disbursementId}, ${r.creditId}, ${r.refundedOn}, ${r.currency},
            ${r.amountMinor}, ${r.money?.currency ?? null}, ${r.money?.minor ?? null}, ${r.takenMinor}, ${r.gainMinor},
            ${r.accountId}, ${r.reference}, ${r.entryId}, ${by}, ${now})`);

export const markUndone = (db: Db, id: SupplierRefundId, on: Day, now: Date): Promise<number> =>
  db.run(sql`update supplier_refunds set undone_on = ${on}, undone_at = ${now} where id = ${id}`);
