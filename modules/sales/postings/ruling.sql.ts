import type { Day } from "#kernel/day.ts";
import type { Minor } from "#kernel/money.ts";
import type { LedgerAccountId } from "#modules/finance/finance.public.ts";
import type { Db } from "#platform/db/db.ts";
import { json, sql } from "#platform/db/sql.ts";
import type { RerunState } from "./postings.rules.ts";

type Account = { readonly id: LedgerAccountId; readonly code: string; readonly name: string };
export type RuleRow = { readonly category: string; readonly accountId: LedgerAccountId };

export const selectParts = (db: Db): Promise<(Account & { part: string })[]> =>
  db.rows(
    sql`select id, code, name, part from ledger_accounts where part is not null order by code`,
  );

export const selectRules = (
  db: Db,
): Promise<{ category: string; id: LedgerAccountId; code: string; name: string }[]> =>
  db.rows(sql`
    select r.category, a.id, a.code, a.name from posting_rules r join ledger_accounts a on a.id = r.account_id
     order by lower(r.category)`);

/** Products by their category, and by the rule that fits it; of two the narrower. */
export const selectRuledCategories = (
  db: Db,
): Promise<{ category: string; rule: string | null; count: number }[]> =>
  db.rows(sql`
    select p.category, (
             select r.category from posting_rules r
              where lower(p.category) = lower(r.category) or starts_with(lower(p.category), lower(r.category) || ' > ')
              order by length(r.category) desc limit 1) as rule, p.count
      from (select category, count(*)::int as count from products
             where category is not null and deleted_at is null group by 1) p
     order by p.category`);

export const selectCostCounts = (db: Db): Promise<{ variantsCount: number; knownCount: number }> =>
  db.one(
    sql`
    select count(*)::int as variants_count, count(v.cost_minor)::int as known_count
      from variants v join products p on p.id = v.product_id and p.deleted_at is null`,
    "sales.postings",
  );

export type SettingsRow = { readonly booksCosts: boolean; readonly version: number };

const DEFAULTS: SettingsRow = { booksCosts: true, version: 1 };

export const selectSettings = async (db: Db): Promise<SettingsRow> =>
  (await db.maybe<SettingsRow>(sql`select books_costs, version from posting_settings`)) ?? DEFAULTS;

/** Two who change the rules at once come one after the other. */
export async function lockSettings(db: Db): Promise<SettingsRow> {
  await db.run(sql`insert into posting_settings default values on conflict do nothing`);
  return db.one(
    sql`select books_costs, version from posting_settings for update`,
    "sales.postings",
  );
}

export const markSettings = (db: Db, booksCosts: boolean): Promise<number> =>
  db.run(sql`update posting_settings set books_costs = ${booksCosts}, version = version + 1`);

export async function writeRules(db: Db, rules: readonly RuleRow[]): Promise<void> {
  await db.run(sql`delete from posting_rules`);
  await db.run(sql`
    insert into posting_rules (category, account_id)
    select r.category, r."accountId" from json_to_recordset(${json(rules)}) as r(category text, "accountId" uuid)`);
}

export type RerunRow = {
  readonly state: RerunState;
  readonly fromOn: Day;
  readonly toOn: Day;
  readonly doneCount: number;
  readonly totalCount: number;
  readonly changedCount: number;
  readonly sums: Readonly<Record<string, Minor>>;
  readonly reachedId: string | null;
};

const rerunColumns = sql`
  state, from_on, to_on, done_count, total_count, changed_count, sums, reached_id`;

export const selectRerun = (db: Db): Promise<RerunRow | null> =>
  db.maybe(sql`select ${rerunColumns} from posting_reruns`);

export const lockRerun = (db: Db): Promise<RerunRow | null> =>
  db.maybe(sql`select ${rerunColumns} from posting_reruns for update`);

const placedOn = (zone: string) => sql`(placed_at at time zone ${zone})::date`;

export const beginTrying = (
  db: Db,
  { from, to, zone }: { readonly from: Day; readonly to: Day; readonly zone: string },
  now: Date,
): Promise<number> =>
  db.run(sql`
    insert into posting_reruns (state, from_on, to_on, total_count, started_at)
    select 'trying', ${from}::date, ${to}::date, count(*), ${now} from orders
     where ${placedOn(zone)} between ${from}::date and ${to}::date
        on conflict (is_only) do update
       set state = 'trying', from_on = excluded.from_on, to_on = excluded.to_on, done_count = 0,
           total_count = excluded.total_count, changed_count = 0, sums = '{}', reached_id = null,
           started_at = excluded.started_at`);

export const markRerun = (db: Db, rerun: RerunRow): Promise<number> =>
  db.run(sql`
    update posting_reruns
       set state = ${rerun.state}, done_count = ${rerun.doneCount}, changed_count = ${rerun.changedCount},
           sums = ${json(rerun.sums)}::jsonb, reached_id = ${rerun.reachedId}`);

/** In the order of their ids, held: whoever changes one meanwhile posts it after us. */
export const lockOrdersWithin = (
  db: Db,
  { fromOn, toOn, reachedId }: RerunRow,
  zone: string,
  limit: number,
): Promise<{ id: string }[]> =>
  db.rows(sql`
    select id from orders
     where ${placedOn(zone)} between ${fromOn}::date and ${toOn}::date
       and (${reachedId}::uuid is null or id > ${reachedId}::uuid)
     order by id limit ${limit} for no key update`);

export const selectAccounts = (db: Db, ids: readonly string[]): Promise<Account[]> =>
  db.rows(
    sql`select id, code, name from ledger_accounts where id = any(${ids}::uuid[]) order by code`,
  );
