import type { Day } from "#kernel/day.ts";
import type { Id } from "#kernel/ids.ts";
import type { Db } from "#platform/db/db.ts";
import { empty, join, plannedEachTime, type Sql, sql } from "#platform/db/sql.ts";
import type { AccountKind, AccountType, LedgerAccountId } from "../chart/chart.contract.ts";
import type { JournalEntryId } from "../journals/journals.contract.ts";
import type { Pieces } from "./spans.rules.ts";

export type Within = { readonly channel?: string | undefined; readonly store?: string | undefined };

/** Of lines and kept balances: those within. */
export const among = ({ channel, store }: Within): Sql =>
  channel === undefined && store === undefined
    ? empty
    : sql`and dimension_set_id in (
            select id from dimension_sets s
             where ${channel === undefined ? sql`true` : sql`s.channel = ${channel}`}
               and ${store === undefined ? sql`true` : sql`s.store_id = ${store}`})`;

/** Whole months from what is kept added up, the days at the ends from their lines. */
const sumsOf = ({ months, days }: Pieces, within: Within): Sql => {
  const parts = [
    ...(months === null
      ? []
      : [
          sql`
      select account_id, sum(debit_minor) as debit, sum(credit_minor) as credit from ledger_balances
       where period_on between ${months.first}::date and ${months.last}::date ${among(within)} group by 1`,
        ]),
    ...days.map(
      ({ from, to }) => sql`
      select account_id, sum(greatest(amount_minor, 0)) as debit, sum(greatest(-amount_minor, 0)) as credit from journal_lines
       where posted_on between ${from}::date and ${to}::date ${among(within)} group by 1`,
    ),
  ];
  return parts.length === 0
    ? sql`select null::uuid as account_id, 0 as debit, 0 as credit where false`
    : join(parts, sql` union all `);
};

export type SumRow = {
  readonly accountId: LedgerAccountId;
  readonly code: string;
  readonly name: string;
  readonly kind: AccountKind;
  readonly type: AccountType;
  readonly debitMinor: number;
  readonly creditMinor: number;
};

/** Accounts that anything was posted to in that time, by code. */
export const selectSums = (db: Db, pieces: Pieces, within: Within): Promise<SumRow[]> =>
  db.rows(
    plannedEachTime(sql`
    select a.id as account_id, a.code, a.name, a.kind, a.type,
           sum(s.debit)::bigint as debit_minor, sum(s.credit)::bigint as credit_minor
      from (${sumsOf(pieces, within)}) s join ledger_accounts a on a.id = s.account_id
     group by a.id order by a.code, a.id`),
  );

/** Every account there is, archived ones too: something may stand on them. */
export const selectAllAccounts = (
  db: Db,
): Promise<{ code: string; name: string; type: AccountType; isArchived: boolean }[]> =>
  db.rows(sql`
    select code, name, type, archived_at is not null as is_archived from ledger_accounts
     where not is_group order by code, id`);

export type PlainRow = {
  readonly id: JournalEntryId;
  readonly series: string;
  readonly year: number;
  readonly ordinal: number;
  readonly postedOn: Day;
  readonly memo: string;
  readonly lines: readonly {
    readonly code: string;
    readonly type: AccountType;
    readonly amountMinor: number;
    readonly currency: string;
    readonly documentMinor: number;
  }[];
};

/** In the order of their days, with their lines. */
export const selectEntriesAfter = (
  db: Db,
  after: { readonly on: string; readonly id: string } | null,
  limit: number,
): Promise<PlainRow[]> =>
  db.rows(
    plannedEachTime(sql`
    select e.id, e.series, e.year, e.ordinal, e.posted_on, e.memo,
           (select json_agg(json_build_object('code', a.code, 'type', a.type, 'amountMinor', l.amount_minor,
                                             'currency', l.currency, 'documentMinor', l.document_minor) order by l.position)
              from journal_lines l join ledger_accounts a on a.id = l.account_id where l.entry_id = e.id) as lines
      from journal_entries e
     where ${after === null ? sql`true` : sql`(e.posted_on, e.id) > (${after.on}::date, ${after.id}::uuid)`}
     order by e.posted_on, e.id limit ${limit}`),
  );

export const selectAccount = (
  db: Db,
  id: LedgerAccountId,
): Promise<Omit<SumRow, "debitMinor" | "creditMinor">> =>
  db.one(
    sql`select id as account_id, code, name, kind, type from ledger_accounts where id = ${id}`,
    "finance.account",
  );

export const selectLines = (
  db: Db,
  account: LedgerAccountId,
  { from, to }: { readonly from: Day; readonly to: Day },
  limit: number,
): Promise<
  {
    entryId: JournalEntryId;
    series: string;
    year: number;
    ordinal: number;
    postedOn: Day;
    memo: string;
    amountMinor: number;
  }[]
> =>
  db.rows(
    plannedEachTime(sql`
    select e.id as entry_id, e.series, e.year, e.ordinal, e.posted_on, coalesce(nullif(l.memo, ''), e.memo) as memo,
           l.amount_minor
      from journal_lines l join journal_entries e on e.id = l.entry_id
     where l.account_id = ${account} and l.posted_on between ${from}::date and ${to}::date
     order by l.posted_on, l.entry_id, l.position limit ${limit}`),
  );

/** Channels and stores that anything was posted with. */
export const selectDimensions = (
  db: Db,
): Promise<{ channels: string[]; stores: { id: Id<"connection">; name: string }[] }> =>
  db.one(
    sql`
    select coalesce((select json_agg(distinct channel order by channel) from dimension_sets where channel <> ''), '[]') as channels,
           coalesce((select json_agg(json_build_object('id', c.id, 'name', c.name) order by c.name)
                       from connections c where c.id in (select store_id from dimension_sets)), '[]') as stores`,
    "finance.books",
  );
