import type { Day } from "#kernel/day.ts";
import type { Minor } from "#kernel/money.ts";
import type { Db } from "#platform/db/db.ts";
import { json, sql } from "#platform/db/sql.ts";
import type { InvoiceId } from "../invoices/invoices.contract.ts";
import type { JournalEntryId } from "../journals/journals.contract.ts";
import type { TaxCodeId } from "../taxes/taxes.contract.ts";
import type { WriteOff, WriteOffId } from "./write-offs.contract.ts";

export type WriteOffRow = WriteOff & {
  readonly takenMinor: Minor | null;
  readonly entryId: JournalEntryId;
};

const columns = sql`
  id, invoice_id, written_off_on, amount_minor, taken_minor, tax_minor, reason, entry_id, undone_on`;
const WHAT = "finance.write_off";

export const selectWriteOff = (db: Db, id: WriteOffId): Promise<WriteOffRow> =>
  db.one(sql`select ${columns} from invoice_write_offs where id = ${id}`, WHAT);

export const lockWriteOff = (db: Db, id: WriteOffId): Promise<WriteOffRow> =>
  db.one(sql`select ${columns} from invoice_write_offs where id = ${id} for update`, WHAT);

export const selectWriteOffsOf = (db: Db, id: InvoiceId): Promise<WriteOffRow[]> =>
  db.rows(sql`
    select ${columns} from invoice_write_offs where invoice_id = ${id} order by written_off_on, id`);

export const insertWriteOff = (
  db: Db,
  w: Omit<WriteOffRow, "undoneOn">,
  by: string | null,
  now: Date,
): Promise<number> =>
  db.run(sql`
    insert into invoice_write_offs (id, invoice_id, written_off_on, amount_minor, taken_minor, tax_minor, reason, entry_id,
                                    created_by, created_at)
    values (${w.id}, ${w.invoiceId}, ${w.writtenOffOn}, ${w.amountMinor}, ${w.takenMinor}, ${w.taxMinor}, ${w.reason}, ${w.entryId},
            ${by}, ${now})`);

export const markUndone = (
  db: Db,
  id: WriteOffId,
  { on, entryId }: { readonly on: Day; readonly entryId: JournalEntryId },
  now: Date,
): Promise<number> =>
  db.run(sql`
    update invoice_write_offs set undone_on = ${on}, undo_entry_id = ${entryId}, undone_at = ${now} where id = ${id}`);

/** What an issued invoice bears of each tax, in the currency of the books. */
export const selectBorneBy = (
  db: Db,
  id: InvoiceId,
): Promise<{ taxCodeId: TaxCodeId; rate: string; taxableMinor: Minor; taxMinor: Minor }[]> =>
  db.rows(sql`
    select tax_code_id, trim_scale(rate)::text as rate, taxable_minor, tax_minor from invoice_taxes
     where invoice_id = ${id} and not is_withheld and tax_minor > 0 order by tax_code_id`);

export const insertTaxes = (
  db: Db,
  id: WriteOffId,
  on: Day,
  taxes: readonly { taxCodeId: TaxCodeId; rate: string; taxableMinor: Minor; taxMinor: Minor }[],
): Promise<number> =>
  db.run(sql`
    insert into invoice_write_off_taxes (write_off_id, tax_code_id, rate, taxable_minor, tax_minor, on_day)
    select ${id}::uuid, t."taxCodeId", t.rate, -t."taxableMinor", -t."taxMinor", ${on}::date
      from json_to_recordset(${json(taxes)}) as t(
             "taxCodeId" uuid, rate numeric, "taxableMinor" bigint, "taxMinor" bigint)`);

/** The same once more, the other way round. */
export const insertUndoneTaxes = (db: Db, id: WriteOffId, on: Day): Promise<number> =>
  db.run(sql`
    insert into invoice_write_off_taxes (write_off_id, tax_code_id, rate, is_undo, taxable_minor, tax_minor, on_day)
    select write_off_id, tax_code_id, rate, true, -taxable_minor, -tax_minor, ${on}::date
      from invoice_write_off_taxes where write_off_id = ${id} and not is_undo`);
