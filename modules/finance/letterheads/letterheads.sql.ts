import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import type { Letterhead } from "./letterheads.contract.ts";

const columns = sql`
  legal_name, registration, tax_number, street, street2, city, postcode, state, email, phone, bank_name, bank_account, bank_bic,
  footer, terms_days`;

export type LetterheadRow = Letterhead & { readonly version: number };

export const selectLetterhead = (db: Db): Promise<LetterheadRow | null> =>
  db.maybe(sql`select ${columns}, version from letterheads`);

/** Made when it is first said, and held. */
export async function lockLetterhead(db: Db): Promise<LetterheadRow> {
  await db.run(sql`insert into letterheads default values on conflict do nothing`);
  return db.one(sql`select ${columns}, version from letterheads for update`, "finance.letterhead");
}

export const markLetterhead = (db: Db, l: Letterhead): Promise<number> =>
  db.run(sql`
    update letterheads
       set legal_name = ${l.legalName}, registration = ${l.registration}, tax_number = ${l.taxNumber}, street = ${l.street},
           street2 = ${l.street2}, city = ${l.city}, postcode = ${l.postcode}, state = ${l.state}, email = ${l.email},
           phone = ${l.phone}, bank_name = ${l.bankName}, bank_account = ${l.bankAccount}, bank_bic = ${l.bankBic},
           footer = ${l.footer}, terms_days = ${l.termsDays}, version = version + 1`);
