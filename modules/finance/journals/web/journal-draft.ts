import { type Minor, readMinor } from "#kernel/money.ts";

export type DraftLine = {
  readonly key: number;
  /** An account's id, or what was typed and is none. */
  readonly account: string;
  readonly debit: string;
  readonly credit: string;
  readonly memo: string;
};

let lastKey = 0;
export const lineWith = (some: Partial<Omit<DraftLine, "key">> = {}): DraftLine => {
  lastKey += 1;
  return { key: lastKey, account: "", debit: "", credit: "", memo: "", ...some };
};

export const isEmpty = ({ account, debit, credit, memo }: DraftLine): boolean =>
  [account, debit, credit, memo].every((one) => one.trim() === "");

/** Debits positive, credits negative; null where what is typed is no amount. Nothing typed is nothing. */
export function amountOf({ debit, credit }: DraftLine, currency: string): Minor | null {
  const sides = [debit, credit].map((text) => (text.trim() === "" ? 0 : readMinor(text, currency)));
  const [up, down] = sides;
  return typeof up !== "number" || typeof down !== "number" ? null : up - down;
}

/** What is missing for debits to equal credits: positive where debits lead. Null: something cannot be read. */
export function differenceOf(lines: readonly DraftLine[], currency: string): Minor | null {
  let sum = 0;
  for (const line of lines) {
    const amount = amountOf(line, currency);
    if (amount === null) return null;
    sum += amount;
  }
  return sum;
}

type Account = { readonly id: string; readonly code: string; readonly name: string };

/** An account by its code, its name or both, as people write them in a sheet. */
export function accountFor(text: string, accounts: readonly Account[]): Account | undefined {
  const typed = text.trim().toLowerCase();
  if (typed === "") return undefined;
  return accounts.find(
    ({ code, name }) =>
      code.toLowerCase() === typed ||
      name.toLowerCase() === typed ||
      typed.startsWith(`${code.toLowerCase()} `),
  );
}

/** Rows of a spreadsheet: account, debit, credit, what for. A head line, or one without an amount, is left out. */
export function pastedLines(text: string, accounts: readonly Account[]): DraftLine[] {
  return text
    .split(/\r?\n/)
    .map((row) => row.split("\t").map((cell) => cell.trim()))
    .filter((cells) => cells.length > 1 && cells.slice(1, 3).some((cell) => /\d/.test(cell)))
    .map(([account = "", debit = "", credit = "", memo = ""]) =>
      lineWith({ account: accountFor(account, accounts)?.id ?? account, debit, credit, memo }),
    );
}
