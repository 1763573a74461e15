import type { Day } from "#kernel/day.ts";
import type { Minor } from "#kernel/money.ts";
import type { Db } from "#platform/db/db.ts";
import { searchPatterns } from "#platform/db/search.ts";
import { json, type Sql, sql, when } from "#platform/db/sql.ts";
import type { Letterhead } from "../letterheads/letterheads.contract.ts";
import type { TaxCodeId } from "../taxes/taxes.contract.ts";
import type { Buyer, Figures, InvoiceFilter, InvoiceId } from "./invoices.contract.ts";
import type { ContentKept, InvoiceState } from "./invoices.rules.ts";

export type InvoiceRow = InvoiceState & {
  readonly id: InvoiceId;
  readonly number: string | null;
  readonly issuedOn: Day | null;
  readonly customerId: string | null;
  readonly buyer: Buyer;
  readonly createdAt: Date;
};

export type WholeInvoice = InvoiceRow & {
  readonly seller: Letterhead | null;
  readonly pricesContainTax: boolean;
  readonly termsDays: number;
  readonly reference: string;
  readonly note: string;
  readonly content: ContentKept;
  readonly figures: Figures;
  readonly creditsId: InvoiceId | null;
  readonly entryId: string | null;
  readonly rate: string;
  readonly rateSource: string;
  /** Null: it is in the currency of the books. */
  readonly rateOn: Day | null;
  /** In the currency of the books: what is payable, and of that what is still open. */
  readonly booksMinor: Minor;
  readonly worthTaxMinor: Minor | null;
  readonly carriedMinor: Minor;
  readonly version: number;
};

const rowColumns = sql`
  i.id, i.kind, i.status, i.number, i.issued_on, i.due_on, i.customer_id, i.buyer, i.currency, i.net_minor, i.payable_minor,
  i.paid_minor, i.credited_minor, i.written_off_minor, i.due_minor, i.created_at, json_array_length((i.content->'lines')::json) as lines_count`;
const columns = sql`
  ${rowColumns}, i.seller, i.prices_contain_tax, i.terms_days, i.reference, i.note, i.content, i.figures, i.credits_id, i.entry_id,
  trim_scale(i.rate)::text as rate, i.rate_source, i.rate_on, i.books_minor, i.worth_tax_minor, i.carried_minor, i.version`;

const WHAT = "finance.invoice";

export const selectInvoice = (db: Db, id: InvoiceId): Promise<WholeInvoice> =>
  db.one(sql`select ${columns} from invoices i where i.id = ${id}`, WHAT);

export const lockInvoice = (db: Db, id: InvoiceId): Promise<WholeInvoice> =>
  db.one(sql`select ${columns} from invoices i where i.id = ${id} for update`, WHAT);

/** In the order of their ids, so that two who want the same never wait for each other. */
export const lockInvoices = (db: Db, ids: readonly InvoiceId[]): Promise<WholeInvoice[]> =>
  db.rows(
    sql`select ${columns} from invoices i where i.id = any(${ids}::uuid[]) order by i.id for update`,
  );

export type InvoiceKept = Pick<
  WholeInvoice,
  | "customerId"
  | "buyer"
  | "currency"
  | "pricesContainTax"
  | "termsDays"
  | "reference"
  | "note"
  | "content"
  | "figures"
>;

export const insertInvoice = (
  db: Db,
  invoice: InvoiceKept & Pick<WholeInvoice, "id" | "kind" | "creditsId">,
  by: string | null,
  now: Date,
): Promise<number> => {
  const { figures } = invoice;
  return db.run(sql`
    insert into invoices (id, kind, status, customer_id, buyer, currency, prices_contain_tax, terms_days, reference, note, content,
                          figures, net_minor, tax_minor, rounding_minor, payable_minor, credits_id, created_by, created_at,
                          updated_at)
    values (${invoice.id}, ${invoice.kind}, 'draft', ${invoice.customerId}, ${json(invoice.buyer)}, ${invoice.currency},
            ${invoice.pricesContainTax}, ${invoice.termsDays}, ${invoice.reference}, ${invoice.note}, ${json(invoice.content)},
            ${json(figures)}, ${figures.netMinor}, ${figures.taxMinor}, ${figures.roundingMinor}, ${figures.payableMinor},
            ${invoice.creditsId}, ${by}, ${now}, ${now})`);
};

export const markInvoice = (
  db: Db,
  id: InvoiceId,
  kept: InvoiceKept,
  now: Date,
): Promise<number> => {
  const { figures } = kept;
  return db.run(sql`
    update invoices
       set customer_id = ${kept.customerId}, buyer = ${json(kept.buyer)}, currency = ${kept.currency},
           prices_contain_tax = ${kept.pricesContainTax}, terms_days = ${kept.termsDays}, reference = ${kept.reference},
           note = ${kept.note}, content = ${json(kept.content)}, figures = ${json(figures)}, net_minor = ${figures.netMinor},
           tax_minor = ${figures.taxMinor}, rounding_minor = ${figures.roundingMinor}, payable_minor = ${figures.payableMinor},
           updated_at = ${now}, version = version + 1
     where id = ${id}`);
};

export const markStatus = (
  db: Db,
  id: InvoiceId,
  status: "draft" | "discarded",
  now: Date,
): Promise<number> =>
  db.run(sql`
    update invoices set status = ${status}, updated_at = ${now}, version = version + 1 where id = ${id}`);

/** Drafts again, of those that are discarded; the trash forgets them by trigger. */
export const markBack = (
  db: Db,
  ids: readonly InvoiceId[],
  now: Date,
): Promise<Pick<InvoiceRow, "id" | "buyer">[]> =>
  db.rows(sql`
    update invoices set status = 'draft', updated_at = ${now}, version = version + 1
     where id = any(${ids}::uuid[]) and status = 'discarded'
    returning id, buyer`);

export const deleteDiscarded = (db: Db, ids: readonly InvoiceId[]): Promise<number> =>
  db.run(sql`delete from invoices where id = any(${ids}::uuid[]) and status = 'discarded'`);

/** Gapless: the row is held until the paper that takes the number commits. */
export const takeNumber = async (db: Db, series: string, year: number): Promise<number> =>
  (
    await db.one<{ ordinal: number }>(
      sql`insert into invoice_numbers as n (series, year, ordinal) values (${series}, ${year}, 1)
            on conflict (series, year) do update set ordinal = n.ordinal + 1
       returning ordinal`,
      WHAT,
    )
  ).ordinal;

/** The day of the paper that has the last number of its series and year. */
export const selectLastIssuedOn = async (db: Db, kind: string, year: number): Promise<Day | null> =>
  (
    await db.maybe<{ issuedOn: Day | null }>(sql`
      select max(issued_on) as issued_on from invoices
       where kind = ${kind} and issued_on between make_date(${year}, 1, 1) and make_date(${year}, 12, 31)`)
  )?.issuedOn ?? null;

export const markIssued = (
  db: Db,
  id: InvoiceId,
  issued: {
    readonly number: string;
    readonly issuedOn: Day;
    readonly dueOn: Day;
    readonly seller: Letterhead;
    readonly entryId: string;
    readonly worth: Worth | null;
  },
  now: Date,
): Promise<number> =>
  db.run(sql`
    update invoices
       set ${worthSet(issued.worth)}, status = 'issued', number = ${issued.number}, issued_on = ${issued.issuedOn}, due_on = ${issued.dueOn},
           seller = ${json(issued.seller)}, entry_id = ${issued.entryId}, updated_at = ${now}, version = version + 1
     where id = ${id}`);

export const markWrittenOff = (
  db: Db,
  id: InvoiceId,
  { minor, takenMinor }: { readonly minor: Minor; readonly takenMinor: Minor | null },
  now: Date,
): Promise<number> =>
  db.run(sql`
    update invoices
       set written_off_minor = written_off_minor + ${minor}, settled_minor = settled_minor + ${takenMinor ?? 0},
           updated_at = ${now}, version = version + 1
     where id = ${id}`);

/** By which rate it stands in the books, and what it and its tax are worth there. */
export type Worth = Pick<WholeInvoice, "rate" | "rateSource"> & {
  readonly rateOn: Day;
  readonly worthMinor: Minor;
  readonly worthTaxMinor: Minor;
};
const worthSet = (worth: Worth | null): Sql =>
  worth === null
    ? sql`rate_on = null`
    : sql`rate = ${worth.rate}::text::numeric, rate_source = ${worth.rateSource}, rate_on = ${worth.rateOn},
          worth_minor = ${worth.worthMinor}, worth_tax_minor = ${worth.worthTaxMinor}`;

export const insertLines = (
  db: Db,
  id: InvoiceId,
  lines: readonly {
    variantId: string | null;
    name: string;
    quantity: string;
    netMinor: Minor;
    taxMinor: Minor;
  }[],
): Promise<number> =>
  db.run(sql`
    insert into invoice_lines (invoice_id, position, variant_id, name, quantity, net_minor, tax_minor)
    select ${id}::uuid, place, l."variantId", l.name, l.quantity, l."netMinor", l."taxMinor"
      from rows from (json_to_recordset(${json(lines)}) as (
             "variantId" uuid, name text, quantity numeric, "netMinor" bigint, "taxMinor" bigint)) with ordinality
        as l ("variantId", name, quantity, "netMinor", "taxMinor", place)`);

export const insertTaxes = (
  db: Db,
  id: InvoiceId,
  issuedOn: Day,
  taxes: readonly {
    taxCodeId: TaxCodeId;
    rate: string;
    isWithheld: boolean;
    taxableMinor: Minor;
    taxMinor: Minor;
  }[],
): Promise<number> =>
  db.run(sql`
    insert into invoice_taxes (invoice_id, tax_code_id, rate, is_withheld, taxable_minor, tax_minor, issued_on)
    select ${id}::uuid, t."taxCodeId", t.rate, t."isWithheld", t."taxableMinor", t."taxMinor", ${issuedOn}::date
      from json_to_recordset(${json(taxes)}) as t(
             "taxCodeId" uuid, rate numeric, "isWithheld" boolean, "taxableMinor" bigint, "taxMinor" bigint)`);

export const markCredited = (
  db: Db,
  id: InvoiceId,
  { minor, takenMinor }: { readonly minor: Minor; readonly takenMinor: Minor | null },
  now: Date,
): Promise<number> =>
  db.run(sql`
    update invoices
       set credited_minor = credited_minor + ${minor}, settled_minor = settled_minor + ${takenMinor ?? 0}, updated_at = ${now},
           version = version + 1
     where id = ${id}`);

/** What came in for each, or is taken back of it; where rates are, what that takes of its worth. */
export const markPaid = (
  db: Db,
  paid: readonly { invoiceId: InvoiceId; amountMinor: Minor; takenMinor: Minor | null }[],
  now: Date,
): Promise<number> =>
  db.run(sql`
    update invoices i
       set paid_minor = i.paid_minor + p."amountMinor", settled_minor = i.settled_minor + coalesce(p."takenMinor", 0),
           updated_at = ${now}, version = i.version + 1
      from json_to_recordset(${json(paid)}) as p("invoiceId" uuid, "amountMinor" bigint, "takenMinor" bigint)
     where i.id = p."invoiceId"`);

export const selectCreditNotes = (
  db: Db,
  id: InvoiceId,
): Promise<{ id: InvoiceId; number: string | null; payableMinor: Minor }[]> =>
  db.rows(sql`
    select id, number, payable_minor from invoices
     where credits_id = ${id} and status <> 'discarded' order by created_at, id`);

const STANDINGS: Readonly<Record<NonNullable<InvoiceFilter["standing"]>, (today: Day) => Sql>> = {
  draft: () => sql`i.status = 'draft'`,
  discarded: () => sql`i.status = 'discarded'`,
  open: () => sql`i.status = 'issued' and i.kind = 'invoice' and i.due_minor <> 0`,
  overdue: (today) =>
    sql`i.status = 'issued' and i.kind = 'invoice' and i.due_minor <> 0 and i.due_on < ${today}`,
  paid: () => sql`i.status = 'issued' and i.kind = 'invoice' and i.due_minor = 0`,
};

const filtered = (
  { search, standing, kind, customer, from, to }: InvoiceFilter,
  today: Day,
): Sql => sql`
  ${standing === undefined ? sql`i.status <> 'discarded'` : STANDINGS[standing](today)}
  ${when(kind, sql`and i.kind = ${kind}`)} ${when(customer, sql`and i.customer_id = ${customer}`)}
  ${when(from, sql`and i.issued_on >= ${from}`)} ${when(to, sql`and i.issued_on <= ${to}`)}
  ${when(
    search,
    sql`and search_form(coalesce(i.number, '') || ' ' || (i.buyer->>'name') || ' ' || i.reference)
            like all(${searchPatterns(search ?? "")}::text[])`,
  )}`;

const WAYS = {
  "-issued": { way: sql`desc`, past: sql`<` },
  issued: { way: sql`asc`, past: sql`>` },
} as const;
/** Drafts stand before all that is issued: they have their day still to come. */
const day = sql`coalesce(i.issued_on, '9999-12-31')`;

export const selectInvoices = (
  db: Db,
  filter: InvoiceFilter,
  today: Day,
  asked: {
    readonly sort: keyof typeof WAYS;
    readonly after: { on: string; id: string } | null;
    readonly limit: number;
  },
): Promise<(InvoiceRow & { on: Day })[]> => {
  const { way, past } = WAYS[asked.sort];
  return db.rows(sql`
    select ${rowColumns}, ${day} as on
      from invoices i
     where ${filtered(filter, today)}
       ${when(asked.after, sql`and (${day}, i.id) ${past} (${asked.after?.on}::date, ${asked.after?.id}::uuid)`)}
     order by ${day} ${way}, i.id ${way}
     limit ${asked.limit}`);
};

export const countInvoices = (
  db: Db,
  filter: InvoiceFilter,
  today: Day,
): Promise<{ count: number; allCount: number }> =>
  db.one(
    sql`select (select count(*)::int from invoices i where ${filtered(filter, today)}) as count,
               (select count(*)::int from invoices i where i.status <> 'discarded') as all_count`,
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
    select currency, coalesce(sum(due_minor) filter (where due_on >= ${today}), 0)::bigint as not_due_minor,
           ${late(1, 30)} as to30_minor, ${late(31, 60)} as to60_minor, ${late(61, 90)} as to90_minor,
           ${late(91, null)} as older_minor
      from invoices where status = 'issued' and kind = 'invoice' and due_minor <> 0
     group by currency order by currency`);
};

/** That it went to whom it is for: the first time counts. */
export const markSent = (db: Db, id: InvoiceId, now: Date): Promise<number> =>
  db.run(sql`
    update invoices set sent_at = ${now}, updated_at = ${now}, version = version + 1 where id = ${id} and sent_at is null`);
