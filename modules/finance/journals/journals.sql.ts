import type { Day } from "#kernel/day.ts";
import type { Db } from "#platform/db/db.ts";
import { searchPatterns } from "#platform/db/search.ts";
import { json, type Sql, sql, when } from "#platform/db/sql.ts";
import type {
  Dimensions,
  JOURNAL_SORTS,
  JournalDraft,
  JournalEntryId,
  JournalFilter,
} from "./journals.contract.ts";
import type { NewEntry, NewLine } from "./journals.rules.ts";

/** Posting and closing take turns: what is open now is open until this transaction ends. */
export const holdBooks = (db: Db): Promise<unknown> => db.rows(sql`select hold_books(false)`);

export const selectWhyNotPost = async (
  db: Db,
  day: Day,
  passesSoftLock: boolean,
): Promise<string | null> =>
  (
    await db.one<{ reason: string | null }>(
      sql`select why_not_post(${day}, ${passesSoftLock}) as reason`,
      "finance.journal",
    )
  ).reason;

/** In the order of `told`; each is made when it is first used. */
export async function takeDimensionSets(db: Db, told: readonly Dimensions[]): Promise<number[]> {
  const wanted = sql`
    select place, d.channel, d."storeId" as store_id, d.own
      from rows from (json_to_recordset(${json(told)}) as (channel text, "storeId" uuid, own jsonb)) with ordinality
        as d (channel, "storeId", own, place)`;
  const found = () =>
    db.rows<{ id: number | null }>(sql`
      select s.id from (${wanted}) w
        left join dimension_sets s on s.channel = w.channel and s.store_id is not distinct from w.store_id
              and s.project_id is null and s.own = w.own
       order by w.place`);
  const known = await found();
  if (known.every(({ id }) => id !== null)) return known.map(({ id }) => id ?? 0);
  await db.run(sql`
    insert into dimension_sets (channel, store_id, own)
    select distinct channel, store_id, own from (${wanted}) w on conflict do nothing`);
  return (await found()).map(({ id }) => id ?? 0);
}

export type Told = Omit<NewEntry, "lines" | "series"> & {
  readonly series: string;
  readonly hasLanes: boolean;
  readonly passesSoftLock: boolean;
  readonly posterKind: string;
  readonly posterId: string | null;
  readonly postedAt: Date;
  readonly lines: readonly ToldLine[];
};
type ToldLine = Omit<NewLine, "dimensions"> & { readonly dimensionSetId: number };

/**
 * Its lines go as a list of each column; one in which all say the usual is left out, which PostgreSQL need not read then. False
 * where the source key is posted already.
 */
export async function postEntry(db: Db, told: Told): Promise<boolean> {
  const { lines } = told;
  const unless = (isUsual: (line: ToldLine) => boolean, of: (line: ToldLine) => unknown) =>
    lines.every(isUsual) ? null : lines.map(of);
  const { ordinal } = await db.one<{ ordinal: number | null }>(
    sql`
    select ordinal from post_journal(
      ${told.id}, ${told.series}, ${told.hasLanes}, ${told.postedOn}, ${told.aboutOn}, ${told.memo}, ${told.sourceType},
      ${told.sourceId}, ${told.sourceKey}, ${told.reversesId}, ${told.passesSoftLock}, ${told.posterKind}, ${told.posterId},
      ${told.postedAt}, ${lines.map((line) => line.accountId)}, ${lines.map((line) => line.amountMinor)},
      ${lines.map((line) => line.dimensionSetId)}, ${lines.map((line) => line.currency)},
      ${unless(
        (line) => line.documentMinor === line.amountMinor,
        (line) => line.documentMinor,
      )},
      ${unless(
        (line) => line.rate === "1",
        (line) => line.rate,
      )},
      ${unless(
        (line) => line.rateSource === "",
        (line) => line.rateSource,
      )},
      ${unless(
        (line) => line.rateOn === null,
        (line) => line.rateOn,
      )},
      ${unless(
        (line) => line.memo === "",
        (line) => line.memo,
      )})`,
    "finance.journal",
  );
  return ordinal !== null;
}

export const selectIdByKey = async (db: Db, sourceKey: string): Promise<JournalEntryId | null> =>
  (
    await db.maybe<{ id: JournalEntryId }>(
      sql`select id from journal_entries where source_key = ${sourceKey}`,
    )
  )?.id ?? null;

export type EntryRow = {
  readonly id: JournalEntryId;
  readonly series: string;
  readonly year: number;
  readonly ordinal: number;
  readonly postedOn: Day;
  readonly aboutOn: Day;
  readonly memo: string;
  readonly sourceType: NewEntry["sourceType"];
  readonly sourceId: string | null;
  readonly totalMinor: number;
  readonly isReversed: boolean;
  /** A line of the bank is matched with it. */
  readonly isAtBank: boolean;
};

const columns = sql`
  e.id, e.series, e.year, e.ordinal, e.posted_on, e.about_on, e.memo, e.source_type, e.source_id,
  (select sum(l.amount_minor) filter (where l.amount_minor > 0) from journal_lines l where l.entry_id = e.id)::bigint as total_minor,
  exists (select from journal_entries r where r.reverses_id = e.id) as is_reversed,
  exists (select from bank_match_entries x where x.entry_id = e.id) as is_at_bank`;

const number = sql`(e.series || '-' || e.year || '-' || lpad(e.ordinal::text, 6, '0'))`;

const filtered = ({ search, from, to, account, source }: JournalFilter): Sql => sql`
  true
  ${when(from, sql`and e.posted_on >= ${from}`)} ${when(to, sql`and e.posted_on <= ${to}`)}
  ${when(source, sql`and e.source_type = ${source}`)}
  ${when(account, sql`and exists (select from journal_lines l where l.entry_id = e.id and l.account_id = ${account})`)}
  ${when(search, sql`and search_form(${number} || ' ' || e.memo) like all(${searchPatterns(search ?? "")}::text[])`)}`;

const WAYS = {
  "-posted": { way: sql`desc`, past: sql`<` },
  posted: { way: sql`asc`, past: sql`>` },
} as const;

export const selectEntries = (
  db: Db,
  filter: JournalFilter,
  asked: {
    readonly sort: (typeof JOURNAL_SORTS)[number];
    readonly after: { readonly on: string; readonly id: string } | null;
    readonly limit: number;
  },
): Promise<EntryRow[]> => {
  const { way, past } = WAYS[asked.sort];
  return db.rows(sql`
    select ${columns} from journal_entries e
     where ${filtered(filter)}
       ${when(asked.after, sql`and (e.posted_on, e.id) ${past} (${asked.after?.on}::date, ${asked.after?.id}::uuid)`)}
     order by e.posted_on ${way}, e.id ${way} limit ${asked.limit}`);
};

export const countEntries = (
  db: Db,
  filter: JournalFilter,
): Promise<{ count: number; allCount: number }> =>
  db.one(
    sql`
    select (select count(*)::int from journal_entries e where ${filtered(filter)}) as count,
           (select count(*)::int from journal_entries) as all_count`,
    "finance.journal",
  );

export type Named = {
  readonly id: JournalEntryId;
  readonly series: string;
  readonly year: number;
  readonly ordinal: number;
};
export type FullRow = EntryRow & {
  readonly postedAt: Date;
  readonly posterKind: "person" | "connection" | "system";
  readonly posterId: string | null;
  readonly hash: string;
  readonly reverses: Named | null;
  readonly reversedBy: Named | null;
};

const named = (where: Sql): Sql => sql`
  (select json_build_object('id', o.id, 'series', o.series, 'year', o.year, 'ordinal', o.ordinal)
     from journal_entries o where ${where})`;

export const selectEntry = (db: Db, id: JournalEntryId): Promise<FullRow> =>
  db.one(
    sql`
    select ${columns}, e.posted_at, e.poster_kind, e.poster_id, encode(e.hash, 'hex') as hash,
           ${named(sql`o.id = e.reverses_id`)} as reverses, ${named(sql`o.reverses_id = e.id`)} as reversed_by
      from journal_entries e where e.id = ${id}`,
    "finance.journal",
  );

export type LineRow = NewLine & { readonly accountCode: string; readonly accountName: string };

export const selectLines = async (db: Db, id: JournalEntryId): Promise<LineRow[]> =>
  db.rows(sql`
    select l.account_id, a.code as account_code, a.name as account_name, l.amount_minor, l.currency, l.document_minor,
           trim_scale(l.rate)::text as rate, l.rate_source, l.rate_on, l.memo,
           json_build_object('channel', d.channel, 'storeId', d.store_id, 'own', d.own) as dimensions
      from journal_lines l
      join ledger_accounts a on a.id = l.account_id
      join dimension_sets d on d.id = l.dimension_set_id
     where l.entry_id = ${id} order by l.position`);

type Kept = { readonly content: Omit<JournalDraft, "savedAt">; readonly savedAt: Date };

export const selectDraft = (db: Db, ownerId: string): Promise<Kept | null> =>
  db.maybe(sql`select content, saved_at from journal_drafts where owner_id = ${ownerId}`);

export const putDraft = (
  db: Db,
  ownerId: string,
  content: Omit<JournalDraft, "savedAt">,
  now: Date,
): Promise<number> =>
  db.run(sql`
    insert into journal_drafts (owner_id, content, saved_at) values (${ownerId}, ${json(content)}, ${now})
        on conflict (owner_id) do update set content = excluded.content, saved_at = excluded.saved_at`);

export const deleteDraft = (db: Db, ownerId: string): Promise<number> =>
  db.run(sql`delete from journal_drafts where owner_id = ${ownerId}`);
