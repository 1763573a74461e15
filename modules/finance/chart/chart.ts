import { refused } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import type { Db } from "#platform/db/db.ts";
import type { LedgerAccountId } from "./chart.contract.ts";
import type { AccountState } from "./chart.rules.ts";
import {
  holdClearing,
  insertAccounts,
  type NewAccount,
  selectClearing,
  selectCodesUnder,
  selectLiveAccounts,
  selectParts,
} from "./chart.sql.ts";
import { type Chart, type ChartLanguage, chartOf, type Part } from "./charts.rules.ts";

export const TOPIC = "finance.chart";

/** A ready chart, for books that are switched on. */
export async function layChart(
  ctx: CommandCtx,
  chart: Chart,
  language: ChartLanguage,
): Promise<number> {
  const ids = new Map<string, LedgerAccountId>();
  const accounts: NewAccount[] = [];
  for (const { code, under, kind, isGroup, part, ...names } of chartOf(chart)) {
    const id = newId<"ledger_account">();
    ids.set(code, id);
    const parentId = under === null ? null : (ids.get(under) ?? null);
    accounts.push({
      ...{ id, parentId, code, name: names[language], kind, isGroup, part },
      ...{ currency: null, clearsStoreId: null, clearsMethod: null },
    });
  }
  await insertAccounts(ctx.db, accounts, ctx.now);
  return accounts.length;
}

/** The accounts that play the house's parts. One that a company's chart lacks is not there. */
export const partsOf = async (db: Db): Promise<ReadonlyMap<Part, AccountState>> =>
  new Map((await selectParts(db)).map((account) => [account.part as Part, account]));

/** The same for what cannot do without them: nothing is posted elsewhere instead. */
export async function requireParts(
  db: Db,
  parts: readonly Part[],
): Promise<(part: Part) => LedgerAccountId> {
  const found = await partsOf(db);
  const missing = parts.find((part) => !found.has(part));
  if (missing !== undefined) throw refused("finance.account.part_unplayed", { part: missing });
  return (part) => (found.get(part) as AccountState).id;
}

export const accountsAmong = (db: Db, ids: readonly LedgerAccountId[]): Promise<AccountState[]> =>
  selectLiveAccounts(db, ids);

export type ClearingOf = {
  /** Null: sales entered by hand. */
  readonly storeId: string | null;
  readonly method: string;
  /** What it is called when it is made: the store's name and the way of paying. */
  readonly name: string;
};

/** Where money of a store and a way of paying waits for its payout; made when it is first needed. */
export async function clearingFor(
  ctx: CommandCtx,
  group: AccountState,
  { storeId, method, name }: ClearingOf,
): Promise<AccountState> {
  const known = await selectClearing(ctx.db, storeId, method);
  if (known !== null) return known;
  await holdClearing(ctx.db);
  const meanwhile = await selectClearing(ctx.db, storeId, method);
  if (meanwhile !== null) return meanwhile;
  const taken = new Set((await selectCodesUnder(ctx.db, group.id)).map(({ code }) => code));
  let number = 1;
  const codeAt = (n: number) => `${group.code}.${String(n).padStart(2, "0")}`;
  while (taken.has(codeAt(number))) number += 1;
  const account: NewAccount = {
    ...{ id: newId<"ledger_account">(), parentId: group.id, code: codeAt(number), name },
    ...{ kind: group.kind, isGroup: false, part: null, currency: null },
    ...{ clearsStoreId: storeId, clearsMethod: method },
  };
  await insertAccounts(ctx.db, [account], ctx.now);
  ctx.tell(TOPIC);
  return { ...account, type: group.type, archivedAt: null, version: 1 };
}
