import type { Minor } from "#kernel/money.ts";
import type { AccountKind } from "../chart/chart.contract.ts";
import type { BalanceSheet, ProfitAndLoss } from "./statements.contract.ts";

type Figure = ProfitAndLoss["rows"][number];
type Sum = { readonly nowMinor: Minor; readonly beforeMinor: Minor | null };

/** As people read it: what was earned and what is owed are positive, though they are credits. */
export const signOf = (type: Figure["type"]): 1 | -1 =>
  type === "asset" || type === "expense" ? 1 : -1;

export function sumOf(rows: readonly Sum[], signs: readonly number[] = []): Sum {
  const add = (pick: (row: Sum) => Minor | null): Minor | null => {
    let total = 0;
    for (const [at, row] of rows.entries()) {
      const minor = pick(row);
      if (minor === null) return null;
      total += minor * (signs[at] ?? 1);
    }
    return total;
  };
  return { nowMinor: add((row) => row.nowMinor) ?? 0, beforeMinor: add((row) => row.beforeMinor) };
}

const NOTHING = (isCompared: boolean): Sum => ({ nowMinor: 0, beforeMinor: isCompared ? 0 : null });

export function profitSums(rows: readonly Figure[], isCompared: boolean): ProfitAndLoss["sums"] {
  const of = (...kinds: AccountKind[]) =>
    sumOf([NOTHING(isCompared), ...rows.filter(({ kind }) => kinds.includes(kind))]);
  const revenue = of("revenue");
  const costOfSales = of("cost_of_sales");
  const grossProfit = sumOf([revenue, costOfSales], [1, -1]);
  const otherIncome = of("other_income");
  const expenses = of("expense", "other_expense");
  return {
    ...{ revenue, costOfSales, grossProfit, otherIncome, expenses },
    netProfit: sumOf([grossProfit, otherIncome, expenses], [1, 1, -1]),
  };
}

export function balanceSums(
  rows: readonly Figure[],
  profit: { readonly thisYear: Sum; readonly earlier: Sum },
  isCompared: boolean,
  /** Of a part of the company: it balances only with what it owes the rest. */
  isPart: boolean,
): BalanceSheet["sums"] {
  const of = (type: Figure["type"]) =>
    sumOf([NOTHING(isCompared), ...rows.filter((row) => row.type === type)]);
  const liabilities = of("liability");
  const equity = sumOf([of("equity"), profit.thisYear, profit.earlier]);
  const assets = of("asset");
  const elsewhere = isPart
    ? sumOf([assets, liabilities, equity], [1, -1, -1])
    : NOTHING(isCompared);
  return {
    ...{ assets, liabilities, equity, elsewhere },
    ...{ profitThisYear: profit.thisYear, profitEarlier: profit.earlier },
    liabilitiesAndEquity: sumOf([liabilities, equity, elsewhere]),
  };
}
