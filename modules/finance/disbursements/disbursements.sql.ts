import type { z } from "zod";
import type { Day } from "#kernel/day.ts";
import type { Minor } from "#kernel/money.ts";
import type { Db } from "#platform/db/db.ts";
import { json, type Sql, sql, when } from "#platform/db/sql.ts";
import type { BillId, Settlement } from "../bills/bills.contract.ts";
import type { LedgerAccountId } from "../chart/chart.contract.ts";
import type { JournalEntryId } from "../journals/journals.contract.ts";
import type { SupplierId } from "../suppliers/suppliers.contract.ts";
import type { BillAllocationId, Disbursement, DisbursementId } from "./disbursements.contract.ts";

export type DisbursementRow = Omit<Disbursement, "blocked" | "worth"> & {
  readonly rate: string;
  readonly rateSource: string;
  /** Null: it is in the currency of the books. */
  readonly rateOn: Day | null;
  readonly worthMinor: Minor | null;
  /** In the currency of the books: what is left of it. */
  readonly carriedMinor: Minor;
  readonly isAtBank: boolean;
};

/** Allocations that nothing has answered. */
const standing = (of: Sql): Sql => sql`
  ${of}.undoes_id is null and not exists (select from bill_allocations u where u.undoes_id = ${of}.id)`;

const columns = sql`
  d.id, d.supplier_id, d.supplier_name, d.paid_on, d.currency, d.amount_minor, d.used_minor, d.left_minor, d.reference, d.entry_id,
  d.undone_on, d.created_at, trim_scale(d.rate)::text as rate, d.rate_source, d.rate_on, d.worth_minor, d.carried_minor,
  case when d.money_currency is not null then json_build_object('currency', d.money_currency, 'minor', d.money_minor) end as money,
  (select json_build_object('id', a.id, 'code', a.code, 'name', a.name) from ledger_accounts a where a.id = d.account_id) as account,
  coalesce((select json_agg(json_build_object('allocationId', x.id, 'id', b.id, 'number', b.number, 'amountMinor', x.amount_minor,
                                              'gainMinor', x.gain_minor) order by x.created_at, x.id)
              from bill_allocations x join bills b on b.id = x.bill_id
             where x.disbursement_id = d.id and ${standing(sql`x`)}), '[]') as bills,
  exists (select from bank_match_entries m where m.entry_id = d.entry_id) as is_at_bank`;
const WHAT = "finance.disbursement";

export const selectDisbursement = (db: Db, id: DisbursementId): Promise<DisbursementRow> =>
  db.one(sql`select ${columns} from disbursements d where d.id = ${id}`, WHAT);

export const lockDisbursement = (db: Db, id: DisbursementId): Promise<DisbursementRow> =>
  db.one(sql`select ${columns} from disbursements d where d.id = ${id} for update of d`, WHAT);

export const selectDisbursements = (
  db: Db,
  supplier: SupplierId | undefined,
  after: { readonly on: string; readonly id: string } | null,
  limit: number,
): Promise<DisbursementRow[]> =>
  db.rows(sql`
    select ${columns} from disbursements d
     where true ${when(supplier, sql`and d.supplier_id = ${supplier}`)}
       ${when(after, sql`and (d.paid_on, d.id) < (${after?.on}::date, ${after?.id}::uuid)`)}
     order by d.paid_on desc, d.id desc limit ${limit}`);

export type NewDisbursement = {
  readonly id: DisbursementId;
  readonly supplierId: SupplierId;
  readonly supplierName: string;
  readonly paidOn: Day;
  readonly currency: string;
  readonly amountMinor: Minor;
  readonly accountId: LedgerAccountId;
  readonly reference: string;
  readonly entryId: string;
} & Pick<DisbursementRow, "money" | "rate" | "rateSource" | "rateOn" | "worthMinor">;

export const insertDisbursement = (
  db: Db,
  d: NewDisbursement,
  by: string | null,
  now: Date,
): Promise<number> =>
  db.run(sql`
    insert into disbursements (id, supplier_id, supplier_name, paid_on, currency, amount_minor, money_currency, money_minor, rate,
                               rate_source, rate_on, worth_minor, account_id, reference, entry_id, created_by, created_at)
    values (${d.id}, ${d.supplierId}, ${d.supplierName}, ${d.paidOn}, ${d.currency}, ${d.amountMinor},
            ${d.money?.currency ?? null}, ${d.money?.minor ?? null}, ${d.rate}::text::numeric, ${d.rateSource}, ${d.rateOn},
            ${d.worthMinor}, ${d.accountId}, ${d.reference}, ${d.entryId}, ${by}, ${now})`);

/** What of it is used, or left again: and of its worth, where it is in another currency. */
export const markUsed = (
  db: Db,
  id: DisbursementId,
  { minor, worthMinor }: { readonly minor: Minor; readonly worthMinor: Minor },
): Promise<number> =>
  db.run(sql`
    update disbursements
       set used_minor = used_minor + ${minor}, version = version + 1,
           used_worth_minor = used_worth_minor + case when rate_on is null then 0 else ${worthMinor} end
     where id = ${id}`);

export const markUndone = (db: Db, id: DisbursementId, on: Day, now: Date): Promise<number> =>
  db.run(sql`
    update disbursements set undone_on = ${on}, undone_at = ${now}, version = version + 1 where id = ${id}`);

export type AllocationRow = {
  readonly id: BillAllocationId;
  readonly billId: BillId;
  readonly disbursementId: DisbursementId | null;
  readonly creditId: BillId | null;
  readonly amountMinor: Minor;
  readonly allocatedOn: Day;
  readonly supplierId: SupplierId | null;
  /** Of the bill's worth in the books; null: as much as it is. */
  readonly takenMinor: Minor | null;
  readonly gainMinor: Minor;
  readonly entryId: JournalEntryId | null;
  readonly isUndone: boolean;
};

const allocationColumns = sql`
  x.id, x.bill_id, x.disbursement_id, x.credit_id, x.amount_minor, x.allocated_on, x.taken_minor, x.gain_minor, x.entry_id,
  b.supplier_id`;

export const selectAllocation = (db: Db, id: BillAllocationId): Promise<AllocationRow> =>
  db.one(
    sql`
    select ${allocationColumns}, not (${standing(sql`x`)}) as is_undone
      from bill_allocations x join bills b on b.id = x.bill_id where x.id = ${id}`,
    "finance.bill_allocation",
  );

/** Of a payment: what of it still stands on bills. */
export const selectStanding = (db: Db, id: DisbursementId): Promise<AllocationRow[]> =>
  db.rows(sql`
    select ${allocationColumns}, false as is_undone
      from bill_allocations x join bills b on b.id = x.bill_id
     where x.disbursement_id = ${id} and ${standing(sql`x`)} order by x.bill_id`);

export type NewAllocation = Omit<AllocationRow, "supplierId" | "isUndone"> & {
  readonly undoesId: BillAllocationId | null;
};

export const insertAllocations = (
  db: Db,
  allocations: readonly NewAllocation[],
  by: string | null,
  now: Date,
): Promise<number> =>
  db.run(sql`
    insert into bill_allocations (id, bill_id, disbursement_id, credit_id, amount_minor, allocated_on, taken_minor, gain_minor,
                                  entry_id, undoes_id, created_by, created_at)
    select a.id, a."billId", a."disbursementId", a."creditId", a."amountMinor", a."allocatedOn", a."takenMinor", a."gainMinor",
           a."entryId", a."undoesId", ${by}::uuid, ${now}
      from json_to_recordset(${json(allocations)}) as a(
             id uuid, "billId" uuid, "disbursementId" uuid, "creditId" uuid, "amountMinor" bigint, "allocatedOn" date,
             "takenMinor" bigint, "gainMinor" bigint, "entryId" uuid, "undoesId" uuid)`);

/** What took something off a bill; of a vendor credit what it was taken off. */
export const selectSettlements = (
  db: Db,
  id: BillId,
  isCredit: boolean,
): Promise<z.output<typeof Settlement>[]> => {
  const [mine, paper] = isCredit
    ? [sql`x.credit_id`, sql`x.bill_id`]
    : [sql`x.bill_id`, sql`x.credit_id`];
  return db.rows(sql`
    select x.id, x.disbursement_id, x.allocated_on, x.amount_minor, x.gain_minor, coalesce(d.reference, '') as reference,
           exists (select from bill_allocations u where u.undoes_id = x.id) as is_undone,
           case when p.id is not null then json_build_object('id', p.id, 'number', p.number) end as paper
      from bill_allocations x
      left join disbursements d on d.id = x.disbursement_id
      left join bills p on p.id = ${paper}
     where ${mine} = ${id} and x.undoes_id is null order by x.allocated_on, x.id`);
};
