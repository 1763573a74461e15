import type { Day } from "#kernel/day.ts";
import type { Reason } from "#kernel/errors.ts";
import type { Minor } from "#kernel/money.ts";
import type { Language } from "#kernel/said.ts";
import type { Sheet } from "../reports/reports.contract.ts";
import type { CustomerStatement } from "./customer-statements.contract.ts";

/** With what is owed after each. */
export function withBalance<R extends { readonly amountMinor: Minor }>(
  openingMinor: Minor,
  rows: readonly R[],
): (R & { readonly balanceMinor: Minor })[] {
  let balanceMinor = openingMinor;
  return rows.map((row) => {
    balanceMinor += row.amountMinor;
    return { ...row, balanceMinor };
  });
}

export const whyNotAsk = (from: Day, to: Day): Reason | null =>
  to < from ? "finance.customer_statement.ends_before" : null;

type Said = Pick<
  CustomerStatement,
  "name" | "currency" | "openingMinor" | "rows" | "closingMinor" | "open"
>;

/** The statement as a table: what is shown is what is printed. */
export function sheetOf(
  of: Said,
  { from, to, dayText }: { from: Day; to: Day; dayText: (day: Day) => string },
  language: Language,
): Sheet {
  const words = language === "ms" ? MS : EN;
  const line = (as: Sheet["rows"][number]["as"], ...cells: Sheet["rows"][number]["cells"]) => ({
    ...{ as, cells, to: null },
  });
  return {
    title: `${words.title}: ${of.name}`,
    period: `${dayText(from)} – ${dayText(to)}`,
    currency: of.currency,
    heads: [
      { label: words.day, as: "day" },
      { label: words.what, as: "text" },
      { label: words.amount, as: "money" },
      { label: words.balance, as: "money" },
    ],
    rows: [
      line("line", from, words.opening, null, of.openingMinor),
      ...of.rows.map((row) =>
        line(
          "line",
          row.on,
          [words[row.kind], row.called].filter(Boolean).join(" "),
          row.amountMinor,
          row.balanceMinor,
        ),
      ),
      line("last", to, words.closing, null, of.closingMinor),
      ...(of.open.length === 0 ? [] : [line("head", null, words.open, null, null)]),
      ...of.open.map((item) =>
        line("line", item.dueOn, words.due(item.number), item.payableMinor, item.dueMinor),
      ),
    ],
  };
}

const EN = {
  title: "Statement of account",
  day: "Day",
  what: "What",
  amount: "Amount",
  balance: "Balance",
  opening: "Carried forward",
  closing: "Balance",
  open: "Open now",
  invoice: "Invoice",
  credit_note: "Credit note",
  payment: "Payment",
  payment_undone: "Payment taken back",
  written_off: "Closed unpaid",
  due: (number: string) => `${number}, to be paid by then`,
};
const MS: typeof EN = {
  title: "Penyata akaun",
  day: "Hari",
  what: "Perkara",
  amount: "Amaun",
  balance: "Baki",
  opening: "Baki dibawa ke hadapan",
  closing: "Baki",
  open: "Belum dijelaskan",
  invoice: "Invois",
  credit_note: "Nota kredit",
  payment: "Bayaran",
  payment_undone: "Bayaran dibatalkan",
  written_off: "Ditutup tanpa bayaran",
  due: (number) => `${number}, perlu dibayar sebelum itu`,
};
