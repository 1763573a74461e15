import type { Day } from "#kernel/day.ts";
import type { Minor } from "#kernel/money.ts";
import type { Db } from "#platform/db/db.ts";
import { searchPatterns } from "#platform/db/search.ts";
import { type Sql, sql, when } from "#platform/db/sql.ts";
import type { SupplierContent, SupplierFilter, SupplierId } from "./suppliers.contract.ts";

export type SupplierKept = SupplierContent & {
  readonly id: SupplierId;
  readonly bankSealed: string | null;
  readonly bankHint: string;
  readonly owedMinor: Minor;
  readonly overdueMinor: Minor;
  readonly aheadMinor: Minor;
  readonly billsCount: number;
  readonly isInTrash: boolean;
  readonly createdAt: Date;
  readonly version: number;
};

/** What stands between us and them, in the currency of the books: bills, credits that nothing has used, money paid ahead. */
const sums = (today: Day): Sql => sql`
  cross join lateral (
    select coalesce(sum(b.carried_minor) filter (where b.kind = 'bill'), 0)::bigint as owed_minor,
           coalesce(sum(b.carried_minor) filter (where b.kind = 'bill' and b.due_on < ${today}::date), 0)::bigint as overdue_minor,
           coalesce(sum(b.carried_minor) filter (where b.kind = 'vendor_credit'), 0)::bigint as credit_minor,
           count(*)::int as bills_count
      from bills b where b.supplier_id = s.id and b.status = 'approved') b
  cross join lateral (
    select (b.credit_minor + coalesce(sum(d.carried_minor), 0))::bigint as ahead_minor
      from disbursements d where d.supplier_id = s.id and d.undone_on is null) d`;

const columns = sql`
  s.id, s.name, s.registration, s.tax_number, s.contact_name, s.email, s.phone, s.street, s.street2, s.city, s.postcode, s.state,
  s.country, s.currency, s.terms_days, s.expense_account_id, s.note, s.bank_sealed, s.bank_hint, s.created_at, s.version,
  s.trashed_at is not null as is_in_trash, b.owed_minor, b.overdue_minor, b.bills_count, d.ahead_minor`;

const WHAT = "finance.supplier";

export const selectSupplier = (db: Db, id: SupplierId, today: Day): Promise<SupplierKept> =>
  db.one(sql`select ${columns} from suppliers s ${sums(today)} where s.id = ${id}`, WHAT);

/** Held first: what stands between us and them is counted while nobody else adds to it. */
export async function lockSupplier(db: Db, id: SupplierId, today: Day): Promise<SupplierKept> {
  await db.one(sql`select id from suppliers where id = ${id} for update`, WHAT);
  return selectSupplier(db, id, today);
}

const settable = (s: SupplierContent): Sql => sql`
  ${s.name}, ${s.registration}, ${s.taxNumber}, ${s.contactName}, ${s.email}, ${s.phone}, ${s.street}, ${s.street2}, ${s.city},
  ${s.postcode}, ${s.state}, ${s.country}, ${s.currency}, ${s.termsDays}, ${s.expenseAccountId}, ${s.note}`;
const SETTABLE = sql`
  name, registration, tax_number, contact_name, email, phone, street, street2, city, postcode, state, country, currency, terms_days,
  expense_account_id, note`;

export const insertSupplier = (
  db: Db,
  id: SupplierId,
  s: SupplierContent,
  by: string | null,
  now: Date,
): Promise<number> =>
  db.run(sql`
    insert into suppliers (id, ${SETTABLE}, created_by, created_at, updated_at)
    values (${id}, ${settable(s)}, ${by}, ${now}, ${now})`);

export const markSupplier = (
  db: Db,
  id: SupplierId,
  s: SupplierContent,
  now: Date,
): Promise<number> =>
  db.run(sql`
    update suppliers set (${SETTABLE}) = row(${settable(s)}), updated_at = ${now}, version = version + 1
     where id = ${id}`);

export const markBank = (
  db: Db,
  id: SupplierId,
  sealed: string | null,
  hint: string,
  now: Date,
): Promise<number> =>
  db.run(sql`
    update suppliers set bank_sealed = ${sealed}, bank_hint = ${hint}, updated_at = ${now}, version = version + 1
     where id = ${id}`);

export const markTrashed = (db: Db, id: SupplierId, now: Date): Promise<number> =>
  db.run(sql`
    update suppliers set trashed_at = ${now}, updated_at = ${now}, version = version + 1 where id = ${id}`);

export const markBack = (
  db: Db,
  ids: readonly SupplierId[],
  now: Date,
): Promise<{ id: SupplierId; name: string }[]> =>
  db.rows(sql`
    update suppliers set trashed_at = null, updated_at = ${now}, version = version + 1
     where id = any(${ids}::uuid[]) and trashed_at is not null returning id, name`);

export const deleteTrashed = (db: Db, ids: readonly SupplierId[]): Promise<number> =>
  db.run(sql`delete from suppliers where id = any(${ids}::uuid[]) and trashed_at is not null`);

/** Whether somebody else has that name. */
export const selectNamesake = (
  db: Db,
  name: string,
  except: SupplierId | null,
): Promise<{ id: SupplierId } | null> =>
  db.maybe(sql`
    select id from suppliers
     where lower(name) = lower(${name}) and trashed_at is null ${when(except, sql`and id <> ${except}`)} limit 1`);

const STANDINGS: Readonly<Record<NonNullable<SupplierFilter["standing"]>, Sql>> = {
  owed: sql`and b.owed_minor > 0`,
  overdue: sql`and b.overdue_minor > 0`,
  ahead: sql`and d.ahead_minor > 0`,
};

const filtered = ({ search, standing }: SupplierFilter): Sql => sql`
  s.trashed_at is null ${standing === undefined ? sql`` : STANDINGS[standing]}
  ${when(
    search,
    sql`and search_form(s.name || ' ' || s.registration || ' ' || s.tax_number)
            like all(${searchPatterns(search ?? "")}::text[])`,
  )}`;

const WAYS = {
  name: { way: sql`asc`, past: sql`>` },
  "-name": { way: sql`desc`, past: sql`<` },
} as const;

export const selectSuppliers = (
  db: Db,
  filter: SupplierFilter,
  today: Day,
  asked: {
    readonly sort: keyof typeof WAYS;
    readonly after: { key: string; id: string } | null;
    readonly limit: number;
  },
): Promise<(SupplierKept & { key: string })[]> => {
  const { way, past } = WAYS[asked.sort];
  return db.rows(sql`
    select ${columns}, lower(s.name) as key
      from suppliers s ${sums(today)}
     where ${filtered(filter)}
       ${when(asked.after, sql`and (lower(s.name), s.id) ${past} (${asked.after?.key}, ${asked.after?.id}::uuid)`)}
     order by lower(s.name) ${way}, s.id ${way}
     limit ${asked.limit}`);
};

export const countSuppliers = (
  db: Db,
  filter: SupplierFilter,
  today: Day,
): Promise<{ count: number; allCount: number }> =>
  db.one(
    sql`select (select count(*)::int from suppliers s ${sums(today)} where ${filtered(filter)}) as count,
               (select count(*)::int from suppliers where trashed_at is null) as all_count`,
    WHAT,
  );
