import type { Day } from "#kernel/day.ts";
import { readDecimal } from "#kernel/decimal.ts";
import type { Reason } from "#kernel/errors.ts";
import type { Tax, TaxCategory } from "./reckoning.rules.ts";
import type { TaxRate, TaxScheme } from "./taxes.contract.ts";

export type TaxState = {
  readonly code: string;
  readonly scheme: TaxScheme;
  readonly category: TaxCategory;
  readonly isCompound: boolean;
  readonly isWithheld: boolean;
  readonly isSelfAssessed: boolean;
  /** The newest first. */
  readonly rates: readonly TaxRate[];
  readonly archivedAt: Date | null;
};

/** The rate of a day: the last that had begun. */
export const rateOn = (rates: readonly TaxRate[], day: Day): string | null =>
  rates
    .filter(({ startsOn }) => startsOn <= day)
    .reduce<TaxRate | null>(
      (last, one) => (last === null || one.startsOn > last.startsOn ? one : last),
      null,
    )?.rate ?? null;

/** What a category is levied at: a standard rate is above 0, what bears no tax has none. */
export function whyNotRate(category: TaxCategory, rate: string): Reason | null {
  const percent = readDecimal(rate);
  if (percent === null || percent > 100_000_000n) return "finance.tax.no_percent";
  if (category === "S") return percent > 0n ? null : "finance.tax.standard_is_above_zero";
  if (category === "L" || category === "M") return null;
  return percent === 0n ? null : "finance.tax.category_bears_none";
}

/** What stands on others is levied beside them; what is withheld is a share of the net alone. */
export const whyNotCompound = (scheme: TaxScheme, isCompound: boolean): Reason | null =>
  isCompound && scheme === "WITHHOLDING" ? "finance.tax.withheld_not_compound" : null;

/** What the buyer owes is a tax with a rate, of the net alone. */
export const whyNotSelfAssessed = (of: {
  readonly isSelfAssessed: boolean;
  readonly scheme: TaxScheme;
  readonly isCompound: boolean;
  readonly category: TaxCategory;
}): Reason | null =>
  of.isSelfAssessed && (of.scheme === "WITHHOLDING" || of.isCompound || of.category !== "S")
    ? "finance.tax.self_assessed_is_standard"
    : null;

export const whyNotChange = ({ archivedAt }: Pick<TaxState, "archivedAt">): Reason | null =>
  archivedAt === null ? null : "finance.tax.is_archived";
export const whyNotRestore = ({ archivedAt }: Pick<TaxState, "archivedAt">): Reason | null =>
  archivedAt === null ? "finance.tax.not_archived" : null;
export const whyNotDropRate = (rates: readonly TaxRate[], startsOn: Day): Reason | null => {
  if (!rates.some((one) => one.startsOn === startsOn)) return "finance.tax.no_such_rate";
  return rates.length === 1 ? "finance.tax.last_rate" : null;
};

/** As papers are reckoned with it on a day; null where no rate had begun. */
export function taxOn(state: TaxState, day: Day): Tax | null {
  const rate = rateOn(state.rates, day);
  if (rate === null) return null;
  return {
    code: state.code,
    scheme: state.scheme,
    category: state.category,
    rate: readDecimal(rate) ?? 0n,
    isCompound: state.isCompound,
    // Both stand beside what a paper comes to; the scheme tells them apart.
    isWithheld: state.isWithheld || state.isSelfAssessed,
  };
}
