import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import type { CompanyId } from "./companies.contract.ts";

export type CompanyRow = {
  readonly id: CompanyId;
  readonly name: string;
  readonly country: string;
  readonly zone: string;
  readonly currency: string;
  readonly region: string;
  readonly phone: string | null;
  readonly createdAt: Date;
  readonly version: number;
};

/** On the control database. */
export const selectCompany = (control: Db, id: string): Promise<CompanyRow> =>
  control.one(
    sql`
    select id, name, country, zone, currency, region, phone, created_at, version
      from companies
     where id = ${id} and is_open`,
    "companies.company",
  );

/** On the control database: only over the version that was seen. */
export const markCompanyChanged = (
  control: Db,
  company: Omit<CompanyRow, "region" | "createdAt">,
  now: Date,
): Promise<number> =>
  control.run(sql`
    update companies
       set name = ${company.name}, country = ${company.country}, zone = ${company.zone},
           currency = ${company.currency}, phone = ${company.phone},
           updated_at = ${now}, version = version + 1
     where id = ${company.id} and version = ${company.version}`);

/** On the company's own database. Sales and finance stand above this module and cannot be asked; their tables are only looked at. */
export const selectInCurrency = (
  db: Db,
): Promise<{ readonly hasSales: boolean; readonly hasBooks: boolean }> =>
  db.one(
    sql`
    select exists (select from orders where is_sale) as has_sales, exists (select from books) as has_books`,
    "companies.company",
  );
