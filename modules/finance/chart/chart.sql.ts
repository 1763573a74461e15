import type { Db } from "#platform/db/db.ts";
import { json, type Sql, sql } from "#platform/db/sql.ts";
import type { AccountKind, LedgerAccountId } from "./chart.contract.ts";
import type { AccountState } from "./chart.rules.ts";

const columns = sql`
  a.id, a.parent_id, a.code, a.name, a.kind, a.type, a.is_group, a.part, a.currency, a.clears_method, a.archived_at, a.version`;

export type AccountRow = AccountState & {
  readonly balanceMinor: number;
  readonly isPostedTo: boolean;
  readonly hasLiveChildren: boolean;
  /** By a rule for sales, or by a sale that one was posted by: they stand above this module and are only looked at. */
  readonly isChosen: boolean;
};

const standing = sql`
  coalesce((select sum(b.debit_minor - b.credit_minor) from ledger_balances b where b.account_id = a.id), 0)::bigint as balance_minor,
  exists (select from ledger_balances b where b.account_id = a.id) as is_posted_to,
  exists (select from ledger_accounts c where c.parent_id = a.id and c.archived_at is null) as has_live_children,
  exists (select from posting_rules r where r.account_id = a.id) or exists (select from posting_choices h where h.account_id = a.id)
    as is_chosen`;

export const selectAccounts = (db: Db): Promise<AccountRow[]> =>
  db.rows(sql`select ${columns}, ${standing} from ledger_accounts a order by a.code, a.id`);

export const selectAccount = (db: Db, id: LedgerAccountId): Promise<AccountRow> =>
  db.one(
    sql`select ${columns}, ${standing} from ledger_accounts a where a.id = ${id}`,
    "finance.account",
  );

export const lockAccount = (db: Db, id: LedgerAccountId): Promise<AccountRow> =>
  db.one(
    sql`select ${columns}, ${standing} from ledger_accounts a where a.id = ${id} for no key update of a`,
    "finance.account",
  );

/** Not from those who post: their lines name accounts. The shape of the tree, held: nobody moves a group into itself while another moves the other way. */
export const lockTree = (db: Db): Promise<AccountState[]> =>
  db.rows(sql`select ${columns} from ledger_accounts a order by a.id for no key update of a`);

export type NewAccount = {
  readonly id: LedgerAccountId;
  readonly parentId: LedgerAccountId | null;
  readonly code: string;
  readonly name: string;
  readonly kind: AccountKind;
  readonly isGroup: boolean;
  readonly part: string | null;
  readonly currency: string | null;
  readonly clearsStoreId: string | null;
  readonly clearsMethod: string | null;
};

/** Groups come before what stands in them. */
export const insertAccounts = (
  db: Db,
  accounts: readonly NewAccount[],
  now: Date,
): Promise<number> =>
  db.run(sql`
    insert into ledger_accounts (id, parent_id, code, name, kind, is_group, part, currency, clears_store_id, clears_method,
                                 created_at)
    select a.id, a."parentId", a.code, a.name, a.kind, a."isGroup", a.part, a.currency, a."clearsStoreId", a."clearsMethod", ${now}
      from json_to_recordset(${json(accounts)}) as a(
             id uuid, "parentId" uuid, code text, name text, kind text, "isGroup" boolean, part text, currency text,
             "clearsStoreId" uuid, "clearsMethod" text)`);

export const markAccount = (
  db: Db,
  id: LedgerAccountId,
  account: Pick<NewAccount, "parentId" | "code" | "name" | "kind">,
): Promise<number> =>
  db.run(sql`
    update ledger_accounts
       set parent_id = ${account.parentId}, code = ${account.code}, name = ${account.name}, kind = ${account.kind},
           version = version + 1
     where id = ${id}`);

export const markArchived = (db: Db, id: LedgerAccountId, at: Date | null): Promise<number> =>
  db.run(
    sql`update ledger_accounts set archived_at = ${at}, version = version + 1 where id = ${id}`,
  );

export const selectBooksCurrency = async (db: Db): Promise<string | null> =>
  (await db.maybe<{ currency: string }>(sql`select currency from books`))?.currency ?? null;

const live = (where: Sql): Sql => sql`
  select ${columns} from ledger_accounts a where a.archived_at is null and ${where}`;

export const selectLiveAccounts = (
  db: Db,
  ids: readonly LedgerAccountId[],
): Promise<AccountState[]> => db.rows(live(sql`a.id = any(${ids}::uuid[])`));

export const selectParts = (db: Db): Promise<AccountState[]> =>
  db.rows(live(sql`a.part is not null`));

export const selectClearing = (
  db: Db,
  storeId: string | null,
  method: string,
): Promise<AccountState | null> =>
  db.maybe(
    live(
      sql`a.clears_method = ${method} and a.clears_store_id is not distinct from ${storeId}::uuid`,
    ),
  );

/** One at a time: two orders that are paid the same way for the first time make one account. */
export const holdClearing = (db: Db): Promise<unknown> =>
  db.rows(sql`select pg_advisory_xact_lock(1264740173)`);

export const selectCodesUnder = (db: Db, parentId: LedgerAccountId): Promise<{ code: string }[]> =>
  db.rows(sql`select code from ledger_accounts where archived_at is null and
                     (parent_id = ${parentId} or code ~ '^[0-9]+$')`);
