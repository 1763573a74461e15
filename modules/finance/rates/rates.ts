import type { Day } from "#kernel/day.ts";
import { invalid } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import type { Minor } from "#kernel/money.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import type { Db } from "#platform/db/db.ts";
import { requireBooks } from "../books/books.ts";
import type { LedgerAccountId } from "../chart/chart.contract.ts";
import { requireParts } from "../chart/chart.ts";
import type { JournalEntryId } from "../journals/journals.contract.ts";
import { type NewLine, NO_DIMENSIONS } from "../journals/journals.rules.ts";
import { postJournal } from "../journals/journals.ts";
import { rateBetween } from "../journals/rates.rules.ts";
import { isForeign, ownPricing, type Pricing, worthOf } from "./pricing.rules.ts";
import { selectNewest, selectRateOn } from "./rates.sql.ts";

type Wanted = {
  readonly currency: string;
  readonly on: Day;
  /** As it was told with the paper; else the newest that is known by that day. */
  readonly rate: string | undefined;
};

/** By which rate a currency is posted on a day; told by nobody, it is refused at the field that would tell it. */
export async function pricingFor(db: Db, { currency, on, rate }: Wanted): Promise<Pricing> {
  const books = await requireBooks(db);
  if (currency === books.currency) return ownPricing(currency);
  const pair = { from: currency, to: books.currency };
  if (rate !== undefined) {
    if (Number(rate) === 0) throw invalid({ path: ["rate"], code: "finance.journal.no_rate" });
    return { ...pair, rate, rateSource: "manual", rateOn: on };
  }
  const known = await selectRateOn(db, currency, on);
  if (known === null) throw invalid({ path: ["rate"], code: "finance.rate.unknown" });
  return { ...pair, rate: known.rate, rateSource: known.source, rateOn: known.rateOn };
}

/** The same for what is only looked at: null where no rate is known. */
export async function pricingIfKnown(
  db: Db,
  { currency, on }: Pick<Wanted, "currency" | "on">,
  booksCurrency: string,
): Promise<Pricing | null> {
  if (currency === booksCurrency) return ownPricing(currency);
  const known = await selectRateOn(db, currency, on);
  if (known === null) return null;
  const { rate, source: rateSource, rateOn } = known;
  return { from: currency, to: booksCurrency, rate, rateSource, rateOn };
}

/** The newest of each currency by a day. */
export const newestRates = (db: Db, on: Day): ReturnType<typeof selectNewest> =>
  selectNewest(db, on);

/** A line that says in its document's currency what it is worth in that of the books. */
export const pricedLine = (
  accountId: LedgerAccountId,
  documentMinor: Minor,
  amountMinor: Minor,
  { from, rate, rateSource, rateOn }: Pricing,
): NewLine => ({
  ...{ accountId, amountMinor, documentMinor, currency: from },
  ...{ rate, rateSource, rateOn, dimensions: NO_DIMENSIONS, memo: "" },
});

type Moved = {
  /** Of the papers that it is for, and how much of it. */
  readonly currency: string;
  readonly amountMinor: Minor;
  /** What the account keeps; where that is another currency, how much came or went there. */
  readonly moneyCurrency: string;
  readonly moneyMinor: Minor | undefined;
  readonly on: Day;
  readonly rate: string | undefined;
};

export type PricedMoney = {
  readonly by: Pricing;
  /** In the currency of the books. */
  readonly booksMinor: Minor;
  /** The same, where papers are in another. */
  readonly worthMinor: Minor | null;
  /** What came or went, where that is not in the papers' currency. */
  readonly money: { readonly currency: string; readonly minor: Minor } | null;
};

/** What money is worth in the books: by a rate of its day, or by what the account itself was moved by. */
export async function pricedMoney(db: Db, moved: Moved): Promise<PricedMoney> {
  const { currency, amountMinor, moneyCurrency, moneyMinor, on, rate } = moved;
  if (moneyCurrency === currency) {
    const by = await pricingFor(db, { currency, on, rate });
    const booksMinor = worthOf(amountMinor, by);
    if (booksMinor === 0) throw invalid({ path: ["amountMinor"], code: "field.not_positive" });
    return { by, booksMinor, worthMinor: isForeign(by) ? booksMinor : null, money: null };
  }
  if (moneyMinor === undefined) throw invalid({ path: ["moneyMinor"], code: "field.required" });
  const between = rateBetween(amountMinor, currency, moneyMinor, moneyCurrency);
  if (Number(between) === 0)
    throw invalid({ path: ["moneyMinor"], code: "finance.journal.no_rate" });
  return {
    by: { from: currency, to: moneyCurrency, rate: between, rateSource: "payment", rateOn: on },
    ...{ booksMinor: moneyMinor, worthMinor: moneyMinor },
    money: { currency: moneyCurrency, minor: moneyMinor },
  };
}

/** The line of the account that money came to (1) or went from (-1). */
export const moneyLine = (
  accountId: LedgerAccountId,
  { by, booksMinor, money }: PricedMoney,
  amountMinor: Minor,
  way: 1 | -1,
): NewLine =>
  money === null
    ? pricedLine(accountId, amountMinor * way, booksMinor * way, by)
    : pricedLine(accountId, money.minor * way, money.minor * way, ownPricing(money.currency));

export type Gain = {
  /** The allocation whose rates differ. */
  readonly id: string;
  readonly side: "receivable" | "payable";
  /** Above 0: more came than was carried, or less went. */
  readonly gainMinor: Minor;
  readonly by: Pricing;
  readonly on: Day;
  readonly memo: string;
  readonly undoesEntryId: JournalEntryId | null;
};

/**
 * What a settlement came to beyond the carrying amount (IAS 21.28): it leaves what is owed, and is a gain or a loss. Undone, it is
 * answered by its exact opposite. Null where both were the same.
 */
export async function postGain(ctx: CommandCtx, gain: Gain): Promise<JournalEntryId | null> {
  const { id, side, gainMinor, by, on, memo, undoesEntryId } = gain;
  if (gainMinor === 0) return null;
  const accountOf = await requireParts(ctx.db, [side, "exchange"]);
  const entryId = newId<"journal_entry">();
  await postJournal(ctx, {
    ...{ id: entryId, postedOn: on, aboutOn: on, memo: memo.slice(0, 500), series: "papers" },
    ...{ sourceType: "exchange", sourceId: id, sourceKey: `exchange:${id}` },
    reversesId: undoesEntryId,
    lines: [
      pricedLine(accountOf(side), 0, gainMinor, by),
      pricedLine(accountOf("exchange"), -gainMinor, -gainMinor, ownPricing(by.to)),
    ],
  });
  return entryId;
}
