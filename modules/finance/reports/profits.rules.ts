import type { Day } from "#kernel/day.ts";
import { type IdKind, showId } from "#kernel/ids.ts";
import { type Minor, sumMinor } from "#kernel/money.ts";
import type { ReportWords } from "./report-words.rules.ts";
import type { ReportName } from "./reports.contract.ts";
import { type Body, money, row } from "./sheets.rules.ts";

export type ProfitBy = Extract<ReportName, `profit_by_${string}`>;

/** What one order, customer, product or channel earned; or what is of none of them. */
export type Earned = {
  readonly key: string | null;
  readonly name: string;
  readonly revenueMinor: Minor;
  readonly costMinor: Minor;
  readonly otherMinor: Minor;
};

/** What a time earned altogether, and by each. */
export type EarnedTime = { readonly all: Earned; readonly parts: readonly Earned[] };

const RECORDS: Readonly<Partial<Record<ProfitBy, readonly [string, IdKind]>>> = {
  profit_by_order: ["/orders", "order"],
  profit_by_customer: ["/customers", "customer"],
  profit_by_product: ["/products", "product"],
};

/**
 * What was earned by each, the best first; what is of none of them; and that together it is what the profit and loss says. A
 * compared time says its profit alone.
 */
export function profitBySheet(
  by: ProfitBy,
  { now, before }: { readonly now: EarnedTime; readonly before: EarnedTime | null },
  words: ReportWords,
  head: { readonly span: { readonly from: Day; readonly to: Day }; readonly compared: string },
): Body {
  const earlier = new Map(before?.parts.map((one) => [one.key, one]));
  const known = new Set(now.parts.map(({ key }) => key));
  const gone = [...earlier.values()].filter(({ key }) => !known.has(key)).map(nothingOf);
  const cellsOf = (one: Earned, was: Earned | undefined) => [
    ...[one.revenueMinor, one.costMinor, one.revenueMinor - one.costMinor],
    ...[one.otherMinor, profitOf(one)],
    ...(before === null ? [] : [was === undefined ? 0 : profitOf(was)]),
  ];
  const heads = [words.revenue, words.costOfSales, words.grossProfit, words.otherNet, words.profit];
  return {
    heads: [
      { label: words[by], as: "text" },
      ...heads.map(money),
      ...(before === null ? [] : [{ ...money(head.compared), isCompared: true }]),
    ],
    rows: [
      ...[...now.parts, ...gone].map((one) =>
        row(
          "account",
          [one.name, ...cellsOf(one, earlier.get(one.key))],
          placeOf(by, one.key ?? "", head.span),
        ),
      ),
      row("sum", [
        words.ofNone[by],
        ...cellsOf(restOf(now), before === null ? undefined : restOf(before)),
      ]),
      row("last", [words.netProfit, ...cellsOf(now.all, before?.all)]),
    ],
  };
}

const profitOf = (of: Earned): Minor => of.revenueMinor - of.costMinor + of.otherMinor;
const nothingOf = (of: Earned): Earned => ({ ...of, revenueMinor: 0, costMinor: 0, otherMinor: 0 });

/** What of all is of none of the parts. */
function restOf({ all, parts }: EarnedTime): Earned {
  const left = (pick: (of: Earned) => Minor) => pick(all) - sumMinor(parts.map(pick));
  return {
    ...all,
    revenueMinor: left((of) => of.revenueMinor),
    costMinor: left((of) => of.costMinor),
    otherMinor: left((of) => of.otherMinor),
  };
}

function placeOf(by: ProfitBy, key: string, { from, to }: { from: Day; to: Day }): string {
  const record = RECORDS[by];
  if (record !== undefined) return `${record[0]}/${showId(record[1], key)}`;
  // A channel may have any sign in its name; a store's id has none.
  const at = key.lastIndexOf("|");
  const [channel, store] = [key.slice(0, at), key.slice(at + 1)];
  const within = [
    ...(channel === "" ? [] : [`channel=${encodeURIComponent(channel)}`]),
    ...(store === "" ? [] : [`store=${showId("connection", store)}`]),
  ];
  return `/books/profit-and-loss?${[`from=${from}`, `to=${to}`, ...within].join("&")}`;
}
