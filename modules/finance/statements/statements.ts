import { addDays, type Day } from "#kernel/day.ts";
import type { Db } from "#platform/db/db.ts";
import { requireBooks } from "../books/books.ts";
import type { LedgerAccountId } from "../chart/chart.contract.ts";
import { numberOf } from "../journals/journals.rules.ts";
import { yearStartOf } from "../periods/periods.rules.ts";
import { type Comparing, comparedDay, comparedSpan, type Pieces, piecesOf } from "./spans.rules.ts";
import type {
  BalanceSheet,
  LedgerLines,
  ProfitAndLoss,
  TrialBalance,
} from "./statements.contract.ts";
import { balanceSums, profitSums, signOf } from "./statements.rules.ts";
import {
  type SumRow,
  selectAccount,
  selectLines,
  selectSums as selectSumsNow,
  type Within,
} from "./statements.sql.ts";

export { among as linesWithin, selectDimensions as dimensionsOf } from "./statements.sql.ts";

/** What accounts were called when a year was closed: a statement of that year is read by those names for ever. */
export type Names = Readonly<Record<string, Pick<SumRow, "code" | "name" | "kind">>>;

/** Who asks: their database, and by which names accounts are read, where not by those of today. */
export type Reading = { readonly db: Db; readonly names?: Names | undefined };
export type { Within };

type Span = { readonly from: Day; readonly to: Day };

export async function trialBalanceOf(
  ctx: Reading,
  { from, to, ...within }: Span & Within,
): Promise<TrialBalance> {
  const { currency } = await requireBooks(ctx.db);
  const opening = await sumsOf(ctx, piecesOf(null, addDays(from, -1)), within);
  const moved = await sumsOf(ctx, piecesOf(from, to), within);
  const rows = joined([opening, moved]).map(({ account, sums: [before, now] }) => {
    const openingMinor = balanceOf(before);
    const { debitMinor = 0, creditMinor = 0 } = now ?? {};
    const closingMinor = openingMinor + debitMinor - creditMinor;
    return { ...account, openingMinor, debitMinor, creditMinor, closingMinor };
  });
  const add = (pick: (row: (typeof rows)[number]) => number) =>
    rows.reduce((sum, row) => sum + pick(row), 0);
  return {
    currency,
    rows,
    sums: {
      openingMinor: add((row) => row.openingMinor),
      debitMinor: add((row) => row.debitMinor),
      creditMinor: add((row) => row.creditMinor),
      closingMinor: add((row) => row.closingMinor),
    },
  };
}

export async function profitAndLossOf(
  ctx: Reading,
  { from, to, compare, ...within }: Span & Within & { readonly compare: Comparing },
): Promise<ProfitAndLoss> {
  const { currency } = await requireBooks(ctx.db);
  const now = { from, to };
  const before = comparedSpan(now, compare);
  const sums = [await sumsOf(ctx, piecesOf(from, to), within)];
  if (before !== null) sums.push(await sumsOf(ctx, piecesOf(before.from, before.to), within));
  const rows = figuresOf(sums, ({ type }) => type === "income" || type === "expense");
  return { currency, now, before, rows, sums: profitSums(rows, before !== null) };
}

export async function balanceSheetOf(
  ctx: Reading,
  { on, compare, ...within }: Within & { readonly on: Day; readonly compare: Comparing },
): Promise<BalanceSheet> {
  const { currency, yearBeginsMonth } = await requireBooks(ctx.db);
  const before = comparedDay(on, compare);
  const days = before === null ? [on] : [on, before];
  const sums: SumRow[][] = [];
  const thisYear: number[] = [];
  for (const day of days) {
    const all = await sumsOf(ctx, piecesOf(null, day), within);
    sums.push(all);
    const year = piecesOf(yearStartOf(day, yearBeginsMonth), day);
    thisYear.push(profitOf(await sumsOf(ctx, year, within)));
  }
  const all = sums.map(profitOf);
  const sumAt = (of: (at: number) => number) => ({
    nowMinor: of(0),
    beforeMinor: before === null ? null : of(1),
  });
  const profit = {
    thisYear: sumAt((at) => thisYear[at] ?? 0),
    earlier: sumAt((at) => (all[at] ?? 0) - (thisYear[at] ?? 0)),
  };
  const rows = figuresOf(sums, ({ type }) => type !== "income" && type !== "expense");
  const isPart = within.channel !== undefined || within.store !== undefined;
  const balance = balanceSums(rows, profit, before !== null, isPart);
  return { currency, now: on, before, rows, sums: balance };
}

export async function generalLedgerOf(
  ctx: Reading,
  { account: id, from, to }: Span & { readonly account: LedgerAccountId },
  max: number,
): Promise<LedgerLines> {
  const account = await selectAccount(ctx.db, id);
  const { currency } = await requireBooks(ctx.db);
  const openingMinor = await balanceAt(ctx, id, addDays(from, -1));
  const lines = await selectLines(ctx.db, id, { from, to }, max + 1);
  let balanceMinor = openingMinor;
  const rows = lines.slice(0, max).map(({ entryId, postedOn, memo, amountMinor, ...entry }) => {
    balanceMinor += amountMinor;
    return { entryId, number: numberOf(entry), postedOn, memo, amountMinor, balanceMinor };
  });
  const closingMinor = await balanceAt(ctx, id, to);
  return { currency, account, openingMinor, rows, closingMinor, isCut: lines.length > max };
}

/** The sums of a time, by code, with the names they are read by. */
export async function sumsOf(
  { db, names }: Reading,
  pieces: Pieces,
  within: Within = {},
): Promise<SumRow[]> {
  const rows = await selectSumsNow(db, pieces, within);
  if (names === undefined) return rows;
  return rows
    .map((row) => ({ ...row, ...names[row.accountId] }))
    .sort((a, b) => (a.code < b.code ? -1 : 1));
}

const balanceAt = async (ctx: Reading, id: string, day: Day): Promise<number> => {
  const sums = await sumsOf(ctx, piecesOf(null, day), {});
  return balanceOf(sums.find(({ accountId }) => accountId === id));
};

export const balanceOf = (row: SumRow | undefined): number =>
  row === undefined ? 0 : row.debitMinor - row.creditMinor;

/** What was earned less what was spent. */
const profitOf = (rows: readonly SumRow[]): number =>
  rows
    .filter(({ type }) => type === "income" || type === "expense")
    .reduce((sum, row) => sum - balanceOf(row), 0);

type Account = Omit<SumRow, "debitMinor" | "creditMinor">;

/** The accounts of several times side by side, by code. */
function joined(times: readonly (readonly SumRow[])[]) {
  const accounts = new Map<string, { account: Account; sums: (SumRow | undefined)[] }>();
  for (const [at, rows] of times.entries())
    for (const row of rows) {
      const { debitMinor: _, creditMinor: __, ...account } = row;
      const known = accounts.get(row.accountId) ?? { account, sums: [] };
      known.sums[at] = row;
      accounts.set(row.accountId, known);
    }
  return [...accounts.values()].sort((a, b) => (a.account.code < b.account.code ? -1 : 1));
}

/** Accounts of which nothing is left in any of the times are left out. */
const figuresOf = (times: readonly (readonly SumRow[])[], isShown: (account: Account) => boolean) =>
  joined(times)
    .filter(({ account }) => isShown(account))
    .map(({ account, sums }) => ({
      ...account,
      nowMinor: signOf(account.type) * balanceOf(sums[0]),
      beforeMinor: times.length === 1 ? null : signOf(account.type) * balanceOf(sums[1]),
    }))
    .filter(({ nowMinor, beforeMinor }) => nowMinor !== 0 || (beforeMinor ?? 0) !== 0);
