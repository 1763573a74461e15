import type { Day } from "#kernel/day.ts";
import type { Id } from "#kernel/ids.ts";
import type { Minor } from "#kernel/money.ts";
import type { Db } from "#platform/db/db.ts";
import { json, plannedEachTime, type Sql, sql, when } from "#platform/db/sql.ts";
import type { LedgerAccountId } from "../chart/chart.contract.ts";
import type { JournalEntryId } from "../journals/journals.contract.ts";
import type { SupplierId } from "../suppliers/suppliers.contract.ts";
import type { BankLine, BankLineId, Mapping, Suggestion } from "./bank.contract.ts";
import type { NewBankLine } from "./importing.rules.ts";
import type { OpenBill, OpenInvoice } from "./matching.rules.ts";

type Account = { readonly id: LedgerAccountId; readonly code: string; readonly name: string };
export type BankImportId = Id<"bank_import">;

export type BankAccountRow = Account & {
  readonly ledgerMinor: Minor;
  readonly linesCount: number;
  readonly openCount: number;
  readonly closingOn: Day | null;
  readonly closingMinor: Minor | null;
  readonly reconciledOn: Day | null;
  readonly newest: {
    readonly id: BankImportId;
    readonly name: string;
    readonly linesCount: number;
    readonly importedAt: string;
    readonly matchedCount: number;
  } | null;
};

const bankAccounts = (where: Sql): Sql => sql`
  select a.id, a.code, a.name,
         coalesce((select sum(b.debit_minor - b.credit_minor) from ledger_balances b where b.account_id = a.id), 0)::bigint
           as ledger_minor,
         (select count(*)::int from bank_lines l where l.account_id = a.id) as lines_count,
         (select count(*)::int from bank_lines l where l.account_id = a.id
             and not exists (select from bank_matches m where m.line_id = l.id)) as open_count,
         c.closing_on, c.closing_minor,
         (select max(closing_on) from bank_reconciliations r where r.account_id = a.id) as reconciled_on,
         (select json_build_object('id', i.id, 'name', i.name, 'linesCount', i.lines_count, 'importedAt', i.imported_at,
                   'matchedCount', (select count(*) from bank_lines l join bank_matches m on m.line_id = l.id
                                     where l.import_id = i.id))
            from bank_imports i where i.account_id = a.id order by i.imported_at desc, i.id desc limit 1) as newest
    from ledger_accounts a
    left join lateral (select closing_on, closing_minor from bank_imports i
                        where i.account_id = a.id and i.closing_on is not null
                        order by closing_on desc, imported_at desc limit 1) c on true
   where a.kind = 'bank' and not a.is_group and a.archived_at is null and ${where} order by a.code`;

export const selectBankAccounts = (db: Db): Promise<BankAccountRow[]> =>
  db.rows(bankAccounts(sql`true`));

/** One at a time works at what a bank says of an account. */
export async function lockBankAccount(db: Db, id: LedgerAccountId): Promise<BankAccountRow> {
  await db.rows(sql`select pg_advisory_xact_lock(1264740174, hashtext(${id}))`);
  return selectBankAccount(db, id);
}

export const selectBankAccount = (db: Db, id: LedgerAccountId): Promise<BankAccountRow> =>
  db.one(bankAccounts(sql`a.id = ${id}`), "finance.account");

export type LineRow = Omit<BankLine, "match" | "blocked"> & {
  readonly accountId: LedgerAccountId;
  readonly reconciledOn: Day | null;
  readonly match:
    | (Omit<NonNullable<BankLine["match"]>, "entries"> & {
        readonly id: string;
        readonly receiptId: string | null;
        readonly disbursementId: string | null;
        readonly entries: readonly {
          readonly id: JournalEntryId;
          readonly series: string;
          readonly year: number;
          readonly ordinal: number;
        }[];
      })
    | null;
};

const lines = (where: Sql, end: Sql): Sql => sql`
  select l.id, l.account_id, l.booked_on, l.amount_minor, l.counterparty, l.reference, l.text,
         (select max(closing_on) from bank_reconciliations r where r.account_id = l.account_id) as reconciled_on,
         (select json_build_object('id', m.id, 'kind', m.kind, 'score', m.score, 'why', m.why, 'feeMinor', m.fee_minor,
                   'reserveMinor', m.reserve_minor, 'receiptId', m.receipt_id, 'disbursementId', m.disbursement_id,
                   'other', (select json_build_object('id', o.id, 'code', o.code, 'name', o.name) from ledger_accounts o
                              where o.id = m.other_account_id),
                   'entries', coalesce((select json_agg(json_build_object('id', e.id, 'series', e.series, 'year', e.year,
                                          'ordinal', e.ordinal) order by e.posted_on, e.id)
                      from bank_match_entries x join journal_entries e on e.id = x.entry_id where x.match_id = m.id), '[]'))
            from bank_matches m where m.line_id = l.id) as match
    from bank_lines l where ${where} ${end}`;

export const selectLines = (
  db: Db,
  account: LedgerAccountId,
  standing: "open" | "matched" | "all",
  after: { readonly on: string; readonly id: string } | null,
  limit: number,
): Promise<LineRow[]> => {
  const matched = sql`exists (select from bank_matches m where m.line_id = l.id)`;
  const standingOf = { open: sql`not ${matched}`, matched, all: sql`true` };
  return db.rows(
    plannedEachTime(
      lines(
        sql`l.account_id = ${account} and ${standingOf[standing]}
            ${when(after, sql`and (l.booked_on, l.id) < (${after?.on}::date, ${after?.id}::uuid)`)}`,
        sql`order by l.booked_on desc, l.id desc limit ${limit}`,
      ),
    ),
  );
};

export const selectLine = (db: Db, id: BankLineId): Promise<LineRow> =>
  db.one(lines(sql`l.id = ${id}`, sql``), "finance.bank_line");

export const selectOpenLines = (
  db: Db,
  account: LedgerAccountId,
  limit: number,
): Promise<LineRow[]> =>
  db.rows(
    lines(
      sql`l.account_id = ${account} and not exists (select from bank_matches m where m.line_id = l.id)`,
      sql`order by l.booked_on, l.id limit ${limit}`,
    ),
  );

export const insertImport = (
  db: Db,
  of: {
    readonly id: string;
    readonly accountId: LedgerAccountId;
    readonly name: string;
    readonly format: string;
    readonly linesCount: number;
    readonly knownCount: number;
    readonly pendingCount: number;
    readonly closing: { readonly minor: Minor; readonly on: Day | null } | null;
  },
  by: string | null,
  now: Date,
): Promise<number> =>
  db.run(sql`
    insert into bank_imports (id, account_id, name, format, lines_count, known_count, pending_count, closing_minor, closing_on,
                              imported_by, imported_at)
    values (${of.id}, ${of.accountId}, ${of.name}, ${of.format}, ${of.linesCount}, ${of.knownCount}, ${of.pendingCount},
            ${of.closing?.on == null ? null : of.closing.minor}, ${of.closing?.on ?? null}, ${by}, ${now})`);

export const selectKnownKeys = async (
  db: Db,
  account: LedgerAccountId,
  keys: readonly string[],
): Promise<ReadonlySet<string>> => {
  const rows = await db.rows<{ bankKey: string }>(sql`
    select bank_key from bank_lines where account_id = ${account} and bank_key = any(${keys}::text[])`);
  return new Set(rows.map(({ bankKey }) => bankKey));
};

export const insertLines = (
  db: Db,
  accountId: LedgerAccountId,
  importId: string,
  all: readonly (NewBankLine & { readonly id: string })[],
): Promise<number> =>
  db.run(sql`
    insert into bank_lines (id, account_id, import_id, bank_key, booked_on, value_on, amount_minor, counterparty, reference, text)
    select l.id, ${accountId}::uuid, ${importId}::uuid, l."bankKey", l."bookedOn", l."valueOn", l."amountMinor", l.counterparty,
           l.reference, l.text
      from json_to_recordset(${json(all)}) as l(
             id uuid, "bankKey" text, "bookedOn" date, "valueOn" date, "amountMinor" bigint, counterparty text, reference text,
             text text)`);

export const selectMapping = async (db: Db, account: LedgerAccountId): Promise<Mapping | null> =>
  (
    await db.maybe<{ mapping: Mapping }>(
      sql`select mapping from bank_mappings where account_id = ${account}`,
    )
  )?.mapping ?? null;

export const keepMapping = (db: Db, account: LedgerAccountId, mapping: Mapping): Promise<number> =>
  db.run(sql`
    insert into bank_mappings (account_id, mapping) values (${account}, ${json(mapping)}::jsonb)
        on conflict (account_id) do update set mapping = excluded.mapping`);

export type ImportRow = {
  readonly id: BankImportId;
  readonly accountId: LedgerAccountId;
  readonly name: string;
  readonly isNewest: boolean;
  readonly matchedCount: number;
};

export const selectImport = (db: Db, id: BankImportId): Promise<ImportRow> =>
  db.one(
    sql`
    select i.id, i.account_id, i.name,
           not exists (select from bank_imports o where o.account_id = i.account_id and (o.imported_at, o.id) > (i.imported_at, i.id))
             as is_newest,
           (select count(*)::int from bank_lines l join bank_matches m on m.line_id = l.id where l.import_id = i.id) as matched_count
      from bank_imports i where i.id = ${id}`,
    "finance.bank_import",
  );

export async function deleteImport(db: Db, id: BankImportId): Promise<number> {
  const removed = await db.run(sql`delete from bank_lines where import_id = ${id}`);
  await db.run(sql`delete from bank_imports where id = ${id}`);
  return removed;
}

/** Invoices of which something is due, the oldest first. */
export const selectOpenInvoices = (
  db: Db,
  currency: string,
  on: Day,
  limit: number,
): Promise<OpenInvoice[]> =>
  db.rows(sql`
    select id, number, buyer->>'name' as buyer_name, issued_on, due_minor from invoices
     where kind = 'invoice' and status = 'issued' and due_minor > 0 and currency = ${currency} and issued_on <= ${on}::date
     order by due_on, id limit ${limit}`);

/** Bills of which something is to be paid, what is due first first. */
export const selectOpenBills = (
  db: Db,
  currency: string,
  on: Day,
  limit: number,
): Promise<OpenBill[]> =>
  db.rows(sql`
    select id, number, supplier_id, supplier->>'name' as supplier_name, due_minor from bills
     where kind = 'bill' and status = 'approved' and due_minor > 0 and currency = ${currency} and billed_on <= ${on}::date
       and supplier_id is not null
     order by due_on, id limit ${limit}`);

/** Whose bills these are. */
export const selectSuppliersOf = (
  db: Db,
  bills: readonly string[],
): Promise<{ supplierId: SupplierId }[]> =>
  db.rows(sql`
    select distinct supplier_id from bills where id = any(${bills}::uuid[]) and supplier_id is not null`);

type LedgerEntry = {
  readonly id: JournalEntryId;
  readonly series: string;
  readonly year: number;
  readonly ordinal: number;
  readonly postedOn: Day;
  readonly memo: string;
  readonly amountMinor: Minor;
};

/**
 * Entries on the account that are not at the bank yet. What stood there before the bank was first heard of, opening balances, and
 * pairs that answer each other are no question to it.
 */
const unmatched = (account: LedgerAccountId, where: Sql): Sql => sql`
  select e.id, e.series, e.year, e.ordinal, e.posted_on, e.memo, sum(l.amount_minor)::bigint as amount_minor
    from journal_lines l join journal_entries e on e.id = l.entry_id
   where l.account_id = ${account} and e.source_type <> 'opening' and e.reverses_id is null
     and l.posted_on >= (select min(booked_on) from bank_lines b where b.account_id = ${account})
     and not exists (select from journal_entries r where r.reverses_id = e.id)
     and not exists (select from bank_match_entries x where x.account_id = ${account} and x.entry_id = e.id)
     and ${where}
   group by e.id having sum(l.amount_minor) <> 0`;

export const selectUnmatched = (
  db: Db,
  account: LedgerAccountId,
  { from, to }: { readonly from: Day; readonly to: Day },
  limit: number,
): Promise<LedgerEntry[]> =>
  db.rows(
    plannedEachTime(sql`
    ${unmatched(account, sql`l.posted_on between ${from}::date and ${to}::date`)}
     order by e.posted_on, e.id limit ${limit}`),
  );

export type WaitingRow = Account & {
  readonly storeId: string | null;
  readonly store: string;
  readonly method: string;
  readonly grossMinor: Minor;
  readonly refundsMinor: Minor;
};

/**
 * What waits on each way of paying at the end of a day: since its last payout what came and what was given back, with what that
 * payout had left.
 */
export const selectWaiting = (
  db: Db,
  on: Day,
  only: LedgerAccountId | null = null,
): Promise<WaitingRow[]> =>
  db.rows(
    plannedEachTime(sql`
    select a.id, a.code, a.name, a.clears_store_id as store_id, coalesce(c.name, '') as store, a.clears_method as method,
           coalesce(sum(l.amount_minor) filter (where not s.is_refund), 0)::bigint as gross_minor,
           coalesce(-sum(l.amount_minor) filter (where s.is_refund), 0)::bigint as refunds_minor
      from ledger_accounts a
      left join connections c on c.id = a.clears_store_id
      join journal_lines l on l.account_id = a.id and l.posted_on <= ${on}::date
      join journal_entries e on e.id = l.entry_id
     cross join lateral (select max(x.posted_at) as at from journal_entries x join journal_lines y on y.entry_id = x.id
                          where y.account_id = a.id and x.source_type = 'bank'
                            and not exists (select from journal_entries r where r.reverses_id = x.id)) last_payout
     cross join lateral (select e.posted_at > coalesce(last_payout.at, '-infinity') and e.source_type = 'order' and l.amount_minor < 0 and exists (
               select from journal_lines o join ledger_accounts r on r.id = o.account_id
                where o.entry_id = l.entry_id and r.part = 'refunds' and o.amount_minor > 0) as is_refund) s
     where a.clears_method is not null and a.archived_at is null ${when(only, sql`and a.id = ${only}`)}
     group by a.id, c.name having sum(l.amount_minor) <> 0 order by a.code`),
  );

/** Where the last line of this counterparty went. */
export const selectHabit = (
  db: Db,
  account: LedgerAccountId,
  counterparty: string,
  isIn: boolean,
): Promise<Account | null> =>
  db.maybe(sql`
    select a.id, a.code, a.name from bank_lines l join bank_matches m on m.line_id = l.id and m.kind = 'account'
      join ledger_accounts a on a.id = m.other_account_id and a.archived_at is null
     where l.account_id = ${account} and lower(l.counterparty) = lower(${counterparty}) and (l.amount_minor > 0) = ${isIn}
     order by m.matched_at desc limit 1`);

export const selectEntrySums = (
  db: Db,
  account: LedgerAccountId,
  ids: readonly JournalEntryId[],
): Promise<LedgerEntry[]> => db.rows(unmatched(account, sql`e.id = any(${ids}::uuid[])`));

export const insertMatch = (
  db: Db,
  m: {
    readonly id: string;
    readonly lineId: BankLineId;
    readonly kind: Suggestion["kind"];
    readonly score: number | null;
    readonly why: readonly string[];
    readonly otherAccountId: LedgerAccountId | null;
    readonly feeMinor: Minor;
    readonly reserveMinor: Minor;
    readonly receiptId: string | null;
    readonly disbursementId: string | null;
  },
  by: string | null,
  now: Date,
): Promise<number> =>
  db.run(sql`
    insert into bank_matches (id, line_id, kind, score, why, other_account_id, fee_minor, reserve_minor, receipt_id, disbursement_id,
                              matched_by, matched_at)
    values (${m.id}, ${m.lineId}, ${m.kind}, ${m.score}, ${m.why}::text[], ${m.otherAccountId}, ${m.feeMinor}, ${m.reserveMinor},
            ${m.receiptId}, ${m.disbursementId}, ${by}, ${now})`);

export const insertMatchEntries = (
  db: Db,
  account: LedgerAccountId,
  matchId: string,
  entryIds: readonly JournalEntryId[],
): Promise<number> =>
  db.run(sql`
    insert into bank_match_entries (account_id, entry_id, match_id)
    select ${account}::uuid, unnest(${entryIds}::uuid[]), ${matchId}::uuid`);

export const deleteMatch = (db: Db, id: string): Promise<number> =>
  db.run(sql`delete from bank_matches where id = ${id}`);

export type ReconciliationRow = {
  readonly id: string;
  readonly closingOn: Day;
  readonly closingMinor: Minor;
  readonly reconciledAt: Date;
};

export const selectReconciliations = (
  db: Db,
  account: LedgerAccountId,
): Promise<ReconciliationRow[]> =>
  db.rows(sql`
    select id, closing_on, closing_minor, reconciled_at from bank_reconciliations
     where account_id = ${account} order by closing_on desc limit 24`);

export const selectReconciliation = (
  db: Db,
  id: string,
): Promise<ReconciliationRow & { accountId: LedgerAccountId; isLast: boolean }> =>
  db.one(
    sql`
    select r.id, r.account_id, r.closing_on, r.closing_minor, r.reconciled_at,
           not exists (select from bank_reconciliations o where o.account_id = r.account_id and o.closing_on > r.closing_on) as is_last
      from bank_reconciliations r where r.id = ${id}`,
    "finance.bank_reconciliation",
  );

export const insertReconciliation = (
  db: Db,
  of: {
    readonly id: string;
    readonly accountId: LedgerAccountId;
    readonly closingOn: Day;
    readonly closingMinor: Minor;
  },
  by: string | null,
  now: Date,
): Promise<number> =>
  db.run(sql`
    insert into bank_reconciliations (id, account_id, closing_on, closing_minor, reconciled_by, reconciled_at)
    values (${of.id}, ${of.accountId}, ${of.closingOn}, ${of.closingMinor}, ${by}, ${now})`);

export const deleteReconciliation = (db: Db, id: string): Promise<number> =>
  db.run(sql`delete from bank_reconciliations where id = ${id}`);

/** What both sides say of a day. */
export const selectStanding = (
  db: Db,
  account: LedgerAccountId,
  on: Day,
): Promise<{
  ledgerMinor: Minor;
  clearedMinor: Minor;
  openCount: number;
  toldMinor: Minor | null;
}> =>
  db.one(
    plannedEachTime(sql`
    with first as (select coalesce(min(booked_on), 'infinity') as on_day from bank_lines where account_id = ${account})
    select coalesce((select sum(amount_minor) from journal_lines
                      where account_id = ${account} and posted_on <= ${on}::date), 0)::bigint as ledger_minor,
           (coalesce((select sum(l.amount_minor) from journal_lines l join journal_entries e on e.id = l.entry_id, first
                       where l.account_id = ${account} and l.posted_on <= ${on}::date
                         and (l.posted_on < first.on_day or e.source_type = 'opening')), 0)
            + coalesce((select sum(amount_minor) from bank_lines
                         where account_id = ${account} and booked_on <= ${on}::date), 0))::bigint as cleared_minor,
           (select count(*)::int from bank_lines l where l.account_id = ${account} and l.booked_on <= ${on}::date
               and not exists (select from bank_matches m where m.line_id = l.id)) as open_count,
           (select closing_minor from bank_imports i where i.account_id = ${account} and i.closing_on = ${on}::date
             order by imported_at desc limit 1) as told_minor`),
    "finance.account",
  );
