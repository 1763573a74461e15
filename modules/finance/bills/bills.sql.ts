import type { Day } from "#kernel/day.ts";
import type { Minor } from "#kernel/money.ts";
import type { Db } from "#platform/db/db.ts";
import { searchPatterns } from "#platform/db/search.ts";
import { json, type Sql, sql, when } from "#platform/db/sql.ts";
import type { Figures } from "../invoices/invoices.contract.ts";
import type { keptOf } from "../invoices/invoices.ts";
import type { JournalEntryId } from "../journals/journals.contract.ts";
import type { SupplierId } from "../suppliers/suppliers.contract.ts";
import type { BillFilter, BillId, BillLine, Twin } from "./bills.contract.ts";
import type { BillState, Content, TaxShare } from "./bills.rules.ts";

/** As they were called when it was approved. */
export type SupplierTold = {
  readonly name: string;
  readonly registration: string;
  readonly taxNumber: string;
};

export type BillRowKept = BillState & {
  readonly id: BillId;
  readonly supplierId: SupplierId | null;
  readonly supplier: SupplierTold;
  readonly billedOn: Day;
  readonly createdAt: Date;
};

export type WholeBill = BillRowKept & {
  readonly numberKey: string;
  readonly postedOn: Day | null;
  readonly pricesContainTax: boolean;
  readonly reference: string;
  readonly note: string;
  readonly content: {
    readonly lines: readonly BillLine[];
    /** What each tax said on the day it was reckoned. */
    readonly taxes: readonly ReturnType<typeof keptOf>[];
    /** Of each line: what is withheld or reckoned by us, tax by tax. */
    readonly aside?: Content["aside"];
    readonly roundingMinor: Minor;
  };
  readonly figures: Figures;
  readonly taxMinor: Minor;
  readonly claimedMinor: Minor;
  readonly roundingMinor: Minor;
  readonly creditsId: BillId | null;
  readonly entryId: JournalEntryId | null;
  readonly undoneOn: Day | null;
  readonly isAtBank: boolean;
  readonly rate: string;
  readonly rateSource: string;
  /** Null: it is in the currency of the books. */
  readonly rateOn: Day | null;
  /** In the currency of the books: what is payable, and of that what is still open. */
  readonly booksMinor: Minor;
  readonly carriedMinor: Minor;
  readonly version: number;
};

const rowColumns = sql`
  b.id, b.kind, b.status, b.trashed_at is not null as is_in_trash, b.supplier_id, b.supplier, b.number, b.billed_on, b.due_on,
  b.currency, b.net_minor, b.payable_minor, b.paid_minor, b.credited_minor, b.used_minor, b.due_minor, b.account_id, b.created_at,
  json_array_length((b.content->'lines')::json) as lines_count`;
const columns = sql`
  ${rowColumns}, b.number_key, b.posted_on, b.prices_contain_tax, b.reference, b.note, b.content, b.figures, b.tax_minor,
  b.claimed_minor, b.rounding_minor, b.credits_id, b.entry_id, b.undone_on, b.version,
  trim_scale(b.rate)::text as rate, b.rate_source, b.rate_on, b.books_minor, b.carried_minor,
  exists (select from bank_match_entries x where x.entry_id = b.entry_id) as is_at_bank`;

const WHAT = "finance.bill";

export const selectBill = (db: Db, id: BillId): Promise<WholeBill> =>
  db.one(sql`select ${columns} from bills b where b.id = ${id}`, WHAT);

export const lockBill = (db: Db, id: BillId): Promise<WholeBill> =>
  db.one(sql`select ${columns} from bills b where b.id = ${id} for update`, WHAT);

/** In the order of their ids, so that two who want the same never wait for each other. */
export const lockBills = (db: Db, ids: readonly BillId[]): Promise<WholeBill[]> =>
  db.rows(
    sql`select ${columns} from bills b where b.id = any(${ids}::uuid[]) order by b.id for update`,
  );

export type BillKept = Pick<
  WholeBill,
  | "kind"
  | "supplierId"
  | "supplier"
  | "number"
  | "billedOn"
  | "dueOn"
  | "currency"
  | "pricesContainTax"
  | "reference"
  | "note"
  | "content"
  | "figures"
  | "claimedMinor"
  | "accountId"
>;

export const insertBill = (
  db: Db,
  bill: BillKept & Pick<WholeBill, "id" | "creditsId">,
  by: string | null,
  now: Date,
): Promise<number> => {
  const { figures: f } = bill;
  return db.run(sql`
    insert into bills (id, kind, status, supplier_id, supplier, number, billed_on, due_on, currency, prices_contain_tax, reference,
                       note, content, figures, net_minor, tax_minor, claimed_minor, rounding_minor, withheld_minor, payable_minor,
                       account_id, credits_id, created_by, created_at, updated_at)
    values (${bill.id}, ${bill.kind}, 'draft', ${bill.supplierId}, ${json(bill.supplier)}, ${bill.number}, ${bill.billedOn},
            ${bill.dueOn}, ${bill.currency}, ${bill.pricesContainTax}, ${bill.reference}, ${bill.note}, ${json(bill.content)},
            ${json(f)}, ${f.netMinor}, ${f.taxMinor}, ${bill.claimedMinor}, ${f.roundingMinor}, ${f.withheldMinor},
            ${f.payableMinor}, ${bill.accountId}, ${bill.creditsId}, ${by}, ${now}, ${now})`);
};

export const markBill = (db: Db, id: BillId, kept: BillKept, now: Date): Promise<number> => {
  const { figures: f } = kept;
  return db.run(sql`
    update bills
       set kind = ${kept.kind}, supplier_id = ${kept.supplierId}, supplier = ${json(kept.supplier)}, number = ${kept.number},
           billed_on = ${kept.billedOn}, due_on = ${kept.dueOn}, currency = ${kept.currency},
           prices_contain_tax = ${kept.pricesContainTax}, reference = ${kept.reference}, note = ${kept.note},
           content = ${json(kept.content)}, figures = ${json(f)}, net_minor = ${f.netMinor}, tax_minor = ${f.taxMinor},
           claimed_minor = ${kept.claimedMinor}, rounding_minor = ${f.roundingMinor},
           withheld_minor = ${f.withheldMinor}, payable_minor = ${f.payableMinor},
           account_id = ${kept.accountId}, updated_at = ${now}, version = version + 1
     where id = ${id}`);
};

export const markTrashed = (db: Db, id: BillId, at: Date | null, now: Date): Promise<number> =>
  db.run(sql`
    update bills set trashed_at = ${at}, updated_at = ${now}, version = version + 1 where id = ${id}`);

/** Drafts again, of those that are in the trash. */
export const markBack = (
  db: Db,
  ids: readonly BillId[],
  now: Date,
): Promise<Pick<WholeBill, "id" | "number" | "supplier">[]> =>
  db.rows(sql`
    update bills set trashed_at = null, updated_at = ${now}, version = version + 1
     where id = any(${ids}::uuid[]) and trashed_at is not null
    returning id, number, supplier`);

export const deleteTrashed = (db: Db, ids: readonly BillId[]): Promise<number> =>
  db.run(sql`delete from bills where id = any(${ids}::uuid[]) and trashed_at is not null`);

/** By which rate it stands in the books, and what it and its tax are worth there. */
export type Worth = Pick<WholeBill, "rate" | "rateSource"> & {
  readonly rateOn: Day;
  readonly worthMinor: Minor;
  readonly worthTaxMinor: Minor;
  readonly worthClaimedMinor: Minor;
};
/** An expense is settled by that, whole. */
const worthSet = (worth: Worth | null): Sql =>
  worth === null
    ? sql`rate_on = null`
    : sql`rate = ${worth.rate}::text::numeric, rate_source = ${worth.rateSource}, rate_on = ${worth.rateOn},
          worth_minor = ${worth.worthMinor}, worth_tax_minor = ${worth.worthTaxMinor},
          worth_claimed_minor = ${worth.worthClaimedMinor},
          settled_minor = case when kind = 'expense' then ${worth.worthMinor}::bigint else 0 end`;

/** Approved, and from then on it stands: an expense is paid by that. */
export const markApproved = (
  db: Db,
  id: BillId,
  {
    postedOn,
    entryId,
    worth,
  }: { readonly postedOn: Day; readonly entryId: JournalEntryId; readonly worth: Worth | null },
  now: Date,
): Promise<number> =>
  db.run(sql`
    update bills
       set ${worthSet(worth)}, status = 'approved', posted_on = ${postedOn}, entry_id = ${entryId},
           paid_minor = case when kind = 'expense' then payable_minor else 0 end, updated_at = ${now}, version = version + 1
     where id = ${id}`);

export const markUndone = (
  db: Db,
  id: BillId,
  { undoneOn, entryId }: { readonly undoneOn: Day; readonly entryId: JournalEntryId },
  now: Date,
): Promise<number> =>
  db.run(sql`
    update bills set status = 'undone', undone_on = ${undoneOn}, undo_entry_id = ${entryId}, updated_at = ${now},
                     version = version + 1
     where id = ${id}`);

export const insertTaxes = (
  db: Db,
  id: BillId,
  postedOn: Day,
  taxes: readonly (TaxShare & { readonly rate: string })[],
): Promise<number> =>
  db.run(sql`
    insert into bill_taxes (bill_id, tax_code_id, rate, kind, is_claimed, taxable_minor, tax_minor, posted_on)
    select ${id}::uuid, t."taxCodeId", t.rate, t.kind, t."isClaimed", t."taxableMinor", t."taxMinor", ${postedOn}::date
      from json_to_recordset(${json(taxes)}) as t(
             "taxCodeId" uuid, rate numeric, kind text, "isClaimed" boolean, "taxableMinor" bigint, "taxMinor" bigint)`);

/** The same once more, the other way round. */
export const insertUndoneTaxes = (db: Db, id: BillId, undoneOn: Day): Promise<number> =>
  db.run(sql`
    insert into bill_taxes (bill_id, tax_code_id, rate, kind, is_claimed, is_undo, taxable_minor, tax_minor, posted_on)
    select bill_id, tax_code_id, rate, kind, is_claimed, true, -taxable_minor, -tax_minor, ${undoneOn}::date
      from bill_taxes where bill_id = ${id} and not is_undo`);

export type Settling = {
  readonly billId: BillId;
  readonly amountMinor: Minor;
  /** Of its worth in the books; null: as much as it is. */
  readonly takenMinor: Minor | null;
  /** What settles it: money, or a vendor credit. */
  readonly by: "disbursement" | "credit";
};

/** What each is settled by, or by how much less. */
export const markSettled = (db: Db, settled: readonly Settling[], now: Date): Promise<number> =>
  db.run(sql`
    update bills b
       set paid_minor = b.paid_minor + s.paid, credited_minor = b.credited_minor + s.credited,
           settled_minor = b.settled_minor + s.taken, updated_at = ${now}, version = b.version + 1
      from (select "billId" as id, coalesce(sum("amountMinor") filter (where by = 'disbursement'), 0)::bigint as paid,
                   coalesce(sum("amountMinor") filter (where by = 'credit'), 0)::bigint as credited,
                   coalesce(sum("takenMinor"), 0)::bigint as taken
              from json_to_recordset(${json(settled)}) as s("billId" uuid, "amountMinor" bigint, "takenMinor" bigint, by text)
             group by 1) s
     where b.id = s.id`);

/** Of a vendor credit: what was taken off bills, or less of it. */
export const markUsed = (
  db: Db,
  id: BillId,
  { minor, worthMinor }: { readonly minor: Minor; readonly worthMinor: Minor },
  now: Date,
): Promise<number> =>
  db.run(sql`
    update bills
       set used_minor = used_minor + ${minor}, updated_at = ${now}, version = version + 1,
           settled_minor = settled_minor + case when rate_on is null then 0 else ${worthMinor} end
     where id = ${id}`);

/** Others of the supplier that have this number, or this sum within days. */
export const selectAlike = (
  db: Db,
  bill: Pick<
    WholeBill,
    "id" | "kind" | "supplierId" | "supplier" | "numberKey" | "payableMinor" | "billedOn"
  >,
  nearDays: number,
): Promise<(Omit<Twin, "why"> & { numberKey: string })[]> =>
  db.rows(sql`
    select id, number, number_key, billed_on, payable_minor, status = 'approved' as is_approved from bills
     where id <> ${bill.id} and kind = ${bill.kind} and trashed_at is null and status <> 'undone'
       and supplier_id is not distinct from ${bill.supplierId}
       and (supplier_id is not null or lower(supplier->>'name') = lower(${bill.supplier.name}))
       and ((number_key <> '' and number_key = ${bill.numberKey})
            or (payable_minor = ${bill.payableMinor} and billed_on between ${bill.billedOn}::date - ${nearDays}::int
                                                                       and ${bill.billedOn}::date + ${nearDays}::int))
     order by status = 'approved' desc, billed_on desc, id desc limit 5`);

export const selectCreditsOf = (
  db: Db,
  id: BillId,
): Promise<{ id: BillId; number: string; payableMinor: Minor }[]> =>
  db.rows(sql`
    select id, number, payable_minor from bills where credits_id = ${id} and trashed_at is null order by created_at, id`);

const STANDINGS: Readonly<Record<NonNullable<BillFilter["standing"]>, (today: Day) => Sql>> = {
  draft: () => sql`b.status = 'draft' and b.trashed_at is null`,
  discarded: () => sql`b.trashed_at is not null`,
  open: () => sql`b.status = 'approved' and b.kind = 'bill' and b.due_minor <> 0`,
  overdue: (today) =>
    sql`b.status = 'approved' and b.kind = 'bill' and b.due_minor <> 0 and b.due_on < ${today}::date`,
  paid: () => sql`b.status = 'approved' and b.kind <> 'vendor_credit' and b.due_minor = 0`,
  unused: () => sql`b.status = 'approved' and b.kind = 'vendor_credit' and b.due_minor <> 0`,
};

const filtered = (
  { search, standing, kind, supplier, from, to }: BillFilter,
  today: Day,
): Sql => sql`
  ${standing === undefined ? sql`b.trashed_at is null` : STANDINGS[standing](today)}
  ${when(kind, sql`and b.kind = ${kind}`)} ${when(supplier, sql`and b.supplier_id = ${supplier}`)}
  ${when(from, sql`and b.billed_on >= ${from}::date`)} ${when(to, sql`and b.billed_on <= ${to}::date`)}
  ${when(
    search,
    sql`and search_form(b.number || ' ' || (b.supplier->>'name') || ' ' || b.reference)
            like all(${searchPatterns(search ?? "")}::text[])`,
  )}`;

const [billedOn, dueOn] = [sql`b.billed_on`, sql`b.due_on`];
const WAYS = {
  "-billed": { by: billedOn, way: sql`desc`, past: sql`<` },
  billed: { by: billedOn, way: sql`asc`, past: sql`>` },
  "-due": { by: dueOn, way: sql`desc`, past: sql`<` },
  due: { by: dueOn, way: sql`asc`, past: sql`>` },
} as const;

export const selectBills = (
  db: Db,
  filter: BillFilter,
  today: Day,
  asked: {
    readonly sort: keyof typeof WAYS;
    readonly after: { on: string; id: string } | null;
    readonly limit: number;
  },
): Promise<(BillRowKept & { on: Day })[]> => {
  const { by, way, past } = WAYS[asked.sort];
  return db.rows(sql`
    select ${rowColumns}, ${by} as on
      from bills b
     where ${filtered(filter, today)}
       ${when(asked.after, sql`and (${by}, b.id) ${past} (${asked.after?.on}::date, ${asked.after?.id}::uuid)`)}
     order by ${by} ${way}, b.id ${way}
     limit ${asked.limit}`);
};

export const countBills = (
  db: Db,
  filter: BillFilter,
  today: Day,
): Promise<{ count: number; allCount: number }> =>
  db.one(
    sql`select (select count(*)::int from bills b where ${filtered(filter, today)}) as count,
               (select count(*)::int from bills b where b.trashed_at is null) as all_count`,
    WHAT,
  );

export type AgingRow = {
  readonly currency: string;
  readonly notDueMinor: Minor;
  readonly to30Minor: Minor;
  readonly to60Minor: Minor;
  readonly to90Minor: Minor;
  readonly olderMinor: Minor;
};

export const selectAging = (db: Db, today: Day): Promise<AgingRow[]> => {
  const late = (from: number, to: number | null) => sql`
    coalesce(sum(due_minor) filter (where ${today}::date - due_on >= ${from}
      ${when(to, sql`and ${today}::date - due_on <= ${to}`)}), 0)::bigint`;
  return db.rows(sql`
    select currency, coalesce(sum(due_minor) filter (where due_on >= ${today}::date), 0)::bigint as not_due_minor,
           ${late(1, 30)} as to30_minor, ${late(31, 60)} as to60_minor, ${late(61, 90)} as to90_minor,
           ${late(91, null)} as older_minor
      from bills where status = 'approved' and kind = 'bill' and due_minor <> 0
     group by currency order by currency`);
};
