import type { Day } from "#kernel/day.ts";
import { decimalOf, type Minor } from "#kernel/money.ts";
import type { AccountType } from "../chart/chart.contract.ts";

/** The plain-text ledgers that others read: what stands here can be checked by a program we did not write. */
export const PLAIN_FORMATS = ["hledger", "ledger", "beancount"] as const;
export type PlainFormat = (typeof PLAIN_FORMATS)[number];

export type PlainAccount = {
  readonly code: string;
  readonly name: string;
  readonly type: AccountType;
};
export type PlainEntry = {
  readonly number: string;
  readonly postedOn: Day;
  readonly memo: string;
  readonly lines: readonly (Pick<PlainAccount, "code" | "type"> & {
    readonly amountMinor: Minor;
    readonly currency: string;
    readonly documentMinor: Minor;
  })[];
};

/** Stands once, before the entries: beancount wants accounts opened, the others take them as they come. */
export function plainHead(
  format: PlainFormat,
  accounts: readonly PlainAccount[],
  currency: string,
  opensOn: Day,
): string {
  const lines =
    format === "beancount"
      ? accounts.map(
          (account) => `${opensOn} open ${plainAccount(account)}\n  name: ${quoted(account.name)}`,
        )
      : accounts.map((account) => `account ${plainAccount(account)}\n  ; ${oneLine(account.name)}`);
  const option = format === "beancount" ? [`option "operating_currency" "${currency}"`] : [];
  return `${[...option, ...lines].join("\n")}\n\n`;
}

export function plainEntry(format: PlainFormat, entry: PlainEntry, currency: string): string {
  const { number, postedOn, memo } = entry;
  const head =
    format === "beancount"
      ? `${postedOn} * ${quoted(memo)}\n  number: ${quoted(number)}`
      : `${postedOn} * (${number}) ${oneLine(memo)}`.trimEnd();
  const lines = entry.lines.map(
    (line) => `    ${plainAccount(line)}  ${plainAmount(line, currency)}`,
  );
  return `${[head, ...lines].join("\n")}\n\n`;
}

/**
 * Of a foreign document how much it was, at what it cost in all: `100.00 USD @@ 445.00 MYR`. What only the rates made of it, and what
 * rounding turned round, is in the currency of the books alone.
 */
function plainAmount(
  { amountMinor, currency: of, documentMinor }: PlainEntry["lines"][number],
  currency: string,
): string {
  const own = `${decimalOf(amountMinor, currency)} ${currency}`;
  if (of === currency || Math.sign(documentMinor) !== Math.sign(amountMinor)) return own;
  const cost = `${decimalOf(Math.abs(amountMinor), currency)} ${currency}`;
  return `${decimalOf(documentMinor, of)} ${of} @@ ${cost}`;
}

const ROOTS: Readonly<Record<AccountType, string>> = {
  asset: "Assets",
  liability: "Liabilities",
  equity: "Equity",
  income: "Income",
  expense: "Expenses",
};

/** By its code alone, which is one of a kind: `Assets:A1200-p01`. Beancount knows letters, figures and dashes. */
export const plainAccount = ({ code, type }: Pick<PlainAccount, "code" | "type">): string =>
  `${ROOTS[type]}:A${code.replaceAll("-", "--").replaceAll(".", "-p")}`;

const quoted = (text: string): string =>
  `"${oneLine(text).replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;

/** What begins a comment or a line would be read as one. */
const oneLine = (text: string): string =>
  text
    .replace(/[\p{Cc}\u2028\u2029;|]+/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
