import type { Day } from "#kernel/day.ts";
import type { Db } from "#platform/db/db.ts";
import { json, sql } from "#platform/db/sql.ts";
import type { TaxCodeId } from "./taxes.contract.ts";
import type { TaxState } from "./taxes.rules.ts";

export type TaxRow = TaxState & {
  readonly id: TaxCodeId;
  readonly name: string;
  readonly exemptionReason: string | null;
  readonly version: number;
};

const columns = sql`
  c.id, c.code, c.name, c.scheme, c.category, c.is_compound, c.is_withheld, c.is_self_assessed, c.exemption_reason, c.archived_at, c.version,
  (select json_agg(json_build_object('startsOn', r.starts_on, 'rate', trim_scale(r.rate)::text) order by r.starts_on desc)
     from tax_rates r where r.tax_code_id = c.id) as rates`;

export const selectTaxes = (db: Db): Promise<TaxRow[]> =>
  db.rows(sql`select ${columns} from tax_codes c order by c.code, c.id`);

export const selectTaxesAmong = (db: Db, ids: readonly TaxCodeId[]): Promise<TaxRow[]> =>
  db.rows(sql`select ${columns} from tax_codes c where c.id = any(${ids}::uuid[])`);

export const selectTax = (db: Db, id: TaxCodeId): Promise<TaxRow> =>
  db.one(sql`select ${columns} from tax_codes c where c.id = ${id}`, "finance.tax");

export const lockTax = (db: Db, id: TaxCodeId): Promise<TaxRow> =>
  db.one(sql`select ${columns} from tax_codes c where c.id = ${id} for update of c`, "finance.tax");

export type NewTax = Pick<
  TaxRow,
  | "id"
  | "code"
  | "name"
  | "scheme"
  | "category"
  | "isCompound"
  | "isWithheld"
  | "isSelfAssessed"
  | "exemptionReason"
>;

/** Those whose code is in use stay as they are. Answers which were new. */
export const insertTaxes = (
  db: Db,
  taxes: readonly NewTax[],
  now: Date,
): Promise<{ id: TaxCodeId }[]> =>
  db.rows(sql`
    insert into tax_codes (id, code, name, scheme, category, is_compound, is_withheld, is_self_assessed, exemption_reason,
                           created_at)
    select t.id, t.code, t.name, t.scheme, t.category, t."isCompound", t."isWithheld", t."isSelfAssessed",
           t."exemptionReason", ${now}
      from json_to_recordset(${json(taxes)}) as t(
             id uuid, code text, name text, scheme text, category text, "isCompound" boolean, "isWithheld" boolean,
             "isSelfAssessed" boolean, "exemptionReason" text)
        on conflict (code) where archived_at is null do nothing
 returning id`);

export const insertRates = (
  db: Db,
  rates: readonly { taxCodeId: TaxCodeId; startsOn: Day; rate: string }[],
): Promise<number> =>
  db.run(sql`
    insert into tax_rates (tax_code_id, starts_on, rate)
    select r."taxCodeId", r."startsOn", r.rate
      from json_to_recordset(${json(rates)}) as r("taxCodeId" uuid, "startsOn" date, rate numeric)
        on conflict (tax_code_id, starts_on) do update set rate = excluded.rate`);

export const deleteRate = (db: Db, id: TaxCodeId, startsOn: Day): Promise<number> =>
  db.run(sql`delete from tax_rates where tax_code_id = ${id} and starts_on = ${startsOn}`);

export const markTax = (
  db: Db,
  id: TaxCodeId,
  { code, name, exemptionReason }: Pick<TaxRow, "code" | "name" | "exemptionReason">,
): Promise<number> =>
  db.run(sql`
    update tax_codes
       set code = ${code}, name = ${name}, exemption_reason = ${exemptionReason}, version = version + 1
     where id = ${id}`);

export const markTouched = (db: Db, id: TaxCodeId): Promise<number> =>
  db.run(sql`update tax_codes set version = version + 1 where id = ${id}`);

export const markArchived = (db: Db, id: TaxCodeId, at: Date | null): Promise<number> =>
  db.run(sql`update tax_codes set archived_at = ${at}, version = version + 1 where id = ${id}`);
