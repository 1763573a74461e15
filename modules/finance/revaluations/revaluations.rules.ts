import type { Day } from "#kernel/day.ts";
import type { Reason } from "#kernel/errors.ts";
import { type Minor, sumMinor } from "#kernel/money.ts";
import { convertedMinor } from "../journals/rates.rules.ts";

/** What is open in another currency at the end of a day: debits are positive, as on a journal line. */
export type OpenItem = {
  readonly kind: "invoice" | "bill" | "vendor_credit" | "account";
  readonly itemId: string;
  /** The account that it stands on. */
  readonly accountId: string;
  readonly name: string;
  readonly currency: string;
  readonly documentMinor: Minor;
  readonly carriedMinor: Minor;
};
export type DayRate = {
  readonly currency: string;
  readonly rate: string;
  readonly source: string;
  readonly rateOn: Day;
};
export type Revalued = OpenItem & {
  readonly worthMinor: Minor;
  readonly rate: string;
  readonly rateSource: string;
  readonly rateOn: Day;
};

/** Each at the rate of the day; and the currencies that have none. */
export function revaluedBy(
  items: readonly OpenItem[],
  rates: readonly DayRate[],
  booksCurrency: string,
): { readonly items: readonly Revalued[]; readonly withoutRate: readonly string[] } {
  const byCurrency = new Map(rates.map((rate) => [rate.currency, rate]));
  const withoutRate = new Set<string>();
  const revalued: Revalued[] = [];
  for (const item of items) {
    const known = byCurrency.get(item.currency);
    if (known === undefined) {
      withoutRate.add(item.currency);
      continue;
    }
    const { rate, source: rateSource, rateOn } = known;
    const worthMinor = convertedMinor(item.documentMinor, rate, item.currency, booksCurrency);
    revalued.push({ ...item, worthMinor, rate, rateSource, rateOn });
  }
  return { items: revalued, withoutRate: [...withoutRate].sort() };
}

export const gainOf = (items: readonly Pick<Revalued, "worthMinor" | "carriedMinor">[]): Minor =>
  sumMinor(items.map(({ worthMinor, carriedMinor }) => worthMinor - carriedMinor));

/** What each account moves by in each currency: nothing is left out, and what comes to nothing is not posted. */
export function movesOf(items: readonly Revalued[]) {
  const groups = Map.groupBy(items, ({ accountId, currency }) => `${accountId} ${currency}`);
  return [...groups.values()].flatMap(([first, ...rest]) => {
    if (first === undefined) return [];
    const minor = gainOf([first, ...rest]);
    const { accountId, currency, rate, rateSource, rateOn } = first;
    return minor === 0 ? [] : [{ accountId, currency, minor, rate, rateSource, rateOn }];
  });
}

export function whyNotBook(of: {
  readonly on: Day;
  readonly today: Day;
  readonly isBooked: boolean;
  readonly movesCount: number;
  readonly withoutRate: readonly string[];
  /** Why the day or the one after cannot be posted on. */
  readonly closed: Reason | null;
}): Reason | null {
  if (of.on > of.today) return "finance.revaluation.in_the_future";
  if (of.isBooked) return "finance.revaluation.is_booked";
  if (of.withoutRate.length > 0) return "finance.revaluation.no_rate";
  if (of.movesCount === 0) return "finance.revaluation.nothing";
  return of.closed;
}

export const whyNotUndo = ({ isUndone }: { readonly isUndone: boolean }): Reason | null =>
  isUndone ? "finance.revaluation.is_undone" : null;
