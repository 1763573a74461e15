import { addDays, type Day } from "#kernel/day.ts";
import type { Reason } from "#kernel/errors.ts";
import type { Minor } from "#kernel/money.ts";
import type { LedgerAccountId } from "../chart/chart.contract.ts";
import type { AccountState } from "../chart/chart.rules.ts";
import type { Dimensions, JournalEntryId, SourceType } from "./journals.contract.ts";
import { convertedMinor } from "./rates.rules.ts";

export type NewLine = {
  readonly accountId: LedgerAccountId;
  readonly amountMinor: Minor;
  readonly currency: string;
  readonly documentMinor: Minor;
  readonly rate: string;
  readonly rateSource: string;
  readonly rateOn: Day | null;
  readonly dimensions: Dimensions;
  readonly memo: string;
};

export type NewEntry = {
  readonly id: JournalEntryId;
  readonly postedOn: Day;
  readonly aboutOn: Day;
  readonly memo: string;
  readonly series: Series;
  readonly sourceType: SourceType;
  readonly sourceId: string | null;
  readonly sourceKey: string;
  readonly reversesId: JournalEntryId | null;
  readonly lines: readonly NewLine[];
};

/** By hand each in one row of numbers; sales in as many as there are who post at once. */
export const SERIES = {
  manual: { series: "J", hasLanes: false },
  opening: { series: "OB", hasLanes: false },
  sales: { series: "S", hasLanes: true },
  bank: { series: "B", hasLanes: false },
  papers: { series: "P", hasLanes: false },
} as const;
export type Series = keyof typeof SERIES;

export const NO_DIMENSIONS: Dimensions = { channel: "", storeId: null, own: {} };

/** `J-2026-000123`: as people say it. */
export const numberOf = (entry: {
  readonly series: string;
  readonly year: number;
  readonly ordinal: number;
}): string => `${entry.series}-${entry.year}-${String(entry.ordinal).padStart(6, "0")}`;

/** What is wrong with an entry before anybody looks at accounts and periods. */
export function whyNotPost(lines: readonly Pick<NewLine, "amountMinor">[]): Reason | null {
  if (lines.length < 2) return "finance.journal.too_few_lines";
  if (lines.some(({ amountMinor }) => amountMinor === 0)) return "finance.journal.zero_line";
  const sum = lines.reduce((total, { amountMinor }) => total + BigInt(amountMinor), 0n);
  return sum === 0n ? null : "finance.journal.not_balanced";
}

export function whyNotAccount(
  account: AccountState | undefined,
  line: Pick<NewLine, "currency">,
): Reason | null {
  if (account === undefined) return "finance.account.closed";
  if (account.isGroup) return "finance.account.is_a_group";
  if (account.currency !== null && account.currency !== line.currency)
    return "finance.account.other_currency";
  return null;
}

/** A line in another currency says how it came to its amount; one unit is left to rounding. */
export function whyNotRate(line: NewLine, currency: string): Reason | null {
  if (line.currency === currency)
    return line.documentMinor === line.amountMinor ? null : "finance.journal.rate_differs";
  const exact = convertedMinor(line.documentMinor, line.rate, line.currency, currency);
  return Math.abs(exact - line.amountMinor) <= 1 ? null : "finance.journal.rate_differs";
}

/** Somebody who slips on a year would find it nowhere. */
export const whyNotDay = (postedOn: Day, today: Day): Reason | null =>
  postedOn > addDays(today, 366) ? "finance.journal.too_far_ahead" : null;

export function whyNotReverse(entry: {
  readonly sourceType: string;
  readonly isReversed: boolean;
  readonly isAtBank: boolean;
}): Reason | null {
  if (entry.isReversed) return "finance.journal.reversed";
  if (entry.sourceType === "order") return "finance.journal.follows_its_order";
  if (PAPERS.has(entry.sourceType)) return "finance.journal.follows_its_paper";
  if (entry.sourceType === "bank") return "finance.journal.follows_its_bank_line";
  if (entry.isAtBank) return "finance.journal.is_at_the_bank";
  return null;
}

/** What these post is answered where they are: by a credit, or by undoing them. */
const PAPERS: ReadonlySet<string> = new Set([
  ...["invoice", "credit_note", "receipt", "bill", "vendor_credit", "expense", "disbursement"],
  ...["exchange", "revaluation", "write_off", "supplier_refund"],
]);

export const reversedLines = (lines: readonly NewLine[]): NewLine[] =>
  lines.map((line) => ({
    ...line,
    amountMinor: -line.amountMinor,
    documentMinor: -line.documentMinor,
  }));
