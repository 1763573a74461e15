import { newId } from "#kernel/ids.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import type { Db } from "#platform/db/db.ts";
import type { LedgerAccountId } from "./chart.contract.ts";
import type { AccountState } from "./chart.rules.ts";
import { insertAccounts, type NewAccount, selectLiveAccounts } from "./chart.sql.ts";
import { type Chart, type ChartLanguage, chartOf } from "./charts.rules.ts";

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

export const accountsAmong = (db: Db, ids: readonly LedgerAccountId[]): Promise<AccountState[]> =>
  selectLiveAccounts(db, ids);
