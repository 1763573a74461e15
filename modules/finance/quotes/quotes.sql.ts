import type { Day } from "#kernel/day.ts";
import type { Db } from "#platform/db/db.ts";
import { searchPatterns } from "#platform/db/search.ts";
import { json, type Sql, sql, when } from "#platform/db/sql.ts";
import type { InvoiceKept } from "../invoices/drafting.ts";
import type { Buyer, Figures, InvoiceId } from "../invoices/invoices.contract.ts";
import type { ContentKept } from "../invoices/invoices.rules.ts";
import type { Letterhead } from "../letterheads/letterheads.contract.ts";
import type { QuoteFilter, QuoteId, QuoteStanding } from "./quotes.contract.ts";
import type { QuoteState } from "./quotes.rules.ts";

export type QuoteRow = QuoteState & {
  readonly id: QuoteId;
  readonly number: string | null;
  readonly issuedOn: Day | null;
  readonly customerId: string | null;
  readonly buyer: Buyer;
  readonly currency: string;
  readonly createdAt: Date;
};

export type WholeQuote = QuoteRow & {
  readonly seller: Letterhead | null;
  readonly validDays: number;
  readonly pricesContainTax: boolean;
  readonly termsDays: number;
  readonly reference: string;
  readonly note: string;
  readonly content: ContentKept;
  readonly figures: Figures;
  readonly answeredAt: Date | null;
  readonly answeredBy: string;
  readonly answerNote: string;
  readonly isAnsweredOnline: boolean;
  readonly invoiceId: InvoiceId | null;
  readonly version: number;
};

const rowColumns = sql`
  q.id, q.status, q.number, q.issued_on, q.valid_until, q.customer_id, q.buyer, q.currency, q.payable_minor, q.invoice_id,
  q.created_at, json_array_length((q.content->'lines')::json) as lines_count`;
const columns = sql`
  ${rowColumns}, q.seller, q.valid_days, q.prices_contain_tax, q.terms_days, q.reference, q.note, q.content, q.figures,
  q.answered_at, q.answered_by, q.answer_note, q.is_answered_online, q.version`;
const WHAT = "finance.quote";

export const selectQuote = (db: Db, id: QuoteId): Promise<WholeQuote> =>
  db.one(sql`select ${columns} from quotes q where q.id = ${id}`, WHAT);

export const lockQuote = (db: Db, id: QuoteId): Promise<WholeQuote> =>
  db.one(sql`select ${columns} from quotes q where q.id = ${id} for update`, WHAT);

export type QuoteKept = InvoiceKept & { readonly validDays: number };

export const insertQuote = (
  db: Db,
  id: QuoteId,
  q: QuoteKept,
  by: string | null,
  now: Date,
): Promise<number> =>
  db.run(sql`
    insert into quotes (id, status, valid_days, customer_id, buyer, currency, prices_contain_tax, terms_days, reference, note,
                        content, figures, payable_minor, created_by, created_at, updated_at)
    values (${id}, 'draft', ${q.validDays}, ${q.customerId}, ${json(q.buyer)}, ${q.currency}, ${q.pricesContainTax},
            ${q.termsDays}, ${q.reference}, ${q.note}, ${json(q.content)}, ${json(q.figures)}, ${q.figures.payableMinor},
            ${by}, ${now}, ${now})`);

export const markQuote = (db: Db, id: QuoteId, q: QuoteKept, now: Date): Promise<number> =>
  db.run(sql`
    update quotes
       set valid_days = ${q.validDays}, customer_id = ${q.customerId}, buyer = ${json(q.buyer)}, currency = ${q.currency},
           prices_contain_tax = ${q.pricesContainTax}, terms_days = ${q.termsDays}, reference = ${q.reference}, note = ${q.note},
           content = ${json(q.content)}, figures = ${json(q.figures)}, payable_minor = ${q.figures.payableMinor},
           updated_at = ${now}, version = version + 1
     where id = ${id}`);

export const markDiscarded = (
  db: Db,
  id: QuoteId,
  discardedAt: Date | null,
  now: Date,
): Promise<number> =>
  db.run(sql`
    update quotes
       set status = case when ${discardedAt}::timestamptz is null then 'draft' else 'discarded' end,
           discarded_at = ${discardedAt}, updated_at = ${now}, version = version + 1
     where id = ${id}`);

export const deleteDiscarded = (db: Db, id: QuoteId, before: Date): Promise<number> =>
  db.run(
    sql`delete from quotes where id = ${id} and status = 'discarded' and discarded_at <= ${before}`,
  );

/** Gapless: the row is held until the quote that takes the number commits. */
export const takeNumber = async (db: Db, year: number): Promise<number> =>
  (
    await db.one<{ ordinal: number }>(
      sql`insert into quote_numbers as n (year, ordinal) values (${year}, 1)
            on conflict (year) do update set ordinal = n.ordinal + 1
       returning ordinal`,
      WHAT,
    )
  ).ordinal;

export const markIssued = (
  db: Db,
  id: QuoteId,
  issued: { number: string; issuedOn: Day; validUntil: Day; seller: Letterhead },
  now: Date,
): Promise<number> =>
  db.run(sql`
    update quotes
       set status = 'open', number = ${issued.number}, issued_on = ${issued.issuedOn}, valid_until = ${issued.validUntil},
           seller = ${json(issued.seller)}, updated_at = ${now}, version = version + 1
     where id = ${id}`);

export const markAnswered = (
  db: Db,
  id: QuoteId,
  answer: { isYes: boolean; by: string; note: string; isOnline: boolean },
  now: Date,
): Promise<number> =>
  db.run(sql`
    update quotes
       set status = ${answer.isYes ? "accepted" : "declined"}, answered_at = ${now}, answered_by = ${answer.by},
           answer_note = ${answer.note}, is_answered_online = ${answer.isOnline}, updated_at = ${now}, version = version + 1
     where id = ${id}`);

export const markInvoiced = (
  db: Db,
  id: QuoteId,
  invoiceId: InvoiceId,
  now: Date,
): Promise<number> =>
  db.run(sql`
    update quotes set invoice_id = ${invoiceId}, updated_at = ${now}, version = version + 1 where id = ${id}`);

export const markSent = (db: Db, id: QuoteId, now: Date): Promise<number> =>
  db.run(sql`
    update quotes set sent_at = ${now}, updated_at = ${now}, version = version + 1 where id = ${id} and sent_at is null`);

const STANDINGS: Readonly<Record<QuoteStanding, (today: Day) => Sql>> = {
  draft: () => sql`q.status = 'draft'`,
  discarded: () => sql`q.status = 'discarded'`,
  open: (today) => sql`q.status = 'open' and q.valid_until >= ${today}`,
  expired: (today) => sql`q.status = 'open' and q.valid_until < ${today}`,
  accepted: () => sql`q.status = 'accepted' and q.invoice_id is null`,
  declined: () => sql`q.status = 'declined'`,
  invoiced: () => sql`q.invoice_id is not null`,
};

const filtered = ({ search, standing, customer, from, to }: QuoteFilter, today: Day): Sql => sql`
  ${standing === undefined ? sql`q.status <> 'discarded'` : STANDINGS[standing](today)}
  ${when(customer, sql`and q.customer_id = ${customer}`)}
  ${when(from, sql`and q.issued_on >= ${from}`)} ${when(to, sql`and q.issued_on <= ${to}`)}
  ${when(
    search,
    sql`and search_form(coalesce(q.number, '') || ' ' || (q.buyer->>'name') || ' ' || q.reference)
            like all(${searchPatterns(search ?? "")}::text[])`,
  )}`;

const WAYS = {
  "-issued": { way: sql`desc`, past: sql`<` },
  issued: { way: sql`asc`, past: sql`>` },
} as const;
const day = sql`coalesce(q.issued_on, '9999-12-31')`;

export const selectQuotes = (
  db: Db,
  filter: QuoteFilter,
  today: Day,
  asked: {
    readonly sort: keyof typeof WAYS;
    readonly after: { on: string; id: string } | null;
    readonly limit: number;
  },
): Promise<(QuoteRow & { on: Day })[]> => {
  const { way, past } = WAYS[asked.sort];
  return db.rows(sql`
    select ${rowColumns}, ${day} as on
      from quotes q
     where ${filtered(filter, today)}
       ${when(asked.after, sql`and (${day}, q.id) ${past} (${asked.after?.on}::date, ${asked.after?.id}::uuid)`)}
     order by ${day} ${way}, q.id ${way}
     limit ${asked.limit}`);
};

export const countQuotes = (
  db: Db,
  filter: QuoteFilter,
  today: Day,
): Promise<{ count: number; allCount: number }> =>
  db.one(
    sql`select (select count(*)::int from quotes q where ${filtered(filter, today)}) as count,
               (select count(*)::int from quotes q where q.status <> 'discarded') as all_count`,
    WHAT,
  );
