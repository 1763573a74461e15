import { hash } from "node:crypto";
import type { Day } from "#kernel/day.ts";
import type { BankStatement, BankLine as ToldLine } from "#platform/bankfile/statement.rules.ts";
import { joined } from "#platform/bankfile/statement.rules.ts";
import type { Mapping } from "./bank.contract.ts";

export type NewBankLine = {
  readonly bankKey: string;
  readonly bookedOn: Day;
  readonly valueOn: Day | null;
  readonly amountMinor: number;
  readonly counterparty: string;
  readonly reference: string;
  readonly text: string;
};

/** The lines of a file that are booked, each with what it is known by. */
export function linesOf(statements: readonly BankStatement[]): NewBankLine[] {
  const seen = new Map<string, number>();
  return statements
    .flatMap(({ lines }) => lines)
    .filter(({ isPending, minor }) => !isPending && minor !== 0)
    .map((line) => {
      const said = line.bankId === null ? contentOf(line) : `id ${line.bankId}`;
      const nth = (seen.get(said) ?? 0) + 1;
      seen.set(said, nth);
      return {
        bankKey: line.bankId === null ? `${hash("sha256", said, "hex")} ${nth}` : said,
        ...{ bookedOn: line.on, valueOn: line.valueOn, amountMinor: line.minor },
        counterparty: (line.counterparty?.name ?? "").slice(0, 300),
        reference: (line.reference ?? "").slice(0, 300),
        text: line.text.slice(0, 1000),
      };
    });
}

const contentOf = ({ on, minor, counterparty, reference, text }: ToldLine): string =>
  JSON.stringify([on, minor, counterparty?.name ?? "", reference ?? "", joined([text])]);

const WORDS = {
  on: /^(transaction|posting|booking|value|txn|trans)? ?date$|^date|^tarikh|^datum|buchung(stag)?$/i,
  amount: /^(transaction )?amount|^amaun|^jumlah|^betrag|^sum$/i,
  in: /credit|deposit|money in|paid in|kredit|masuk|^in$/i,
  out: /debit|withdraw|money out|paid out|keluar|^out$/i,
  counterparty: /payee|payer|counterparty|beneficiary|^name$|recipient|sender|nama|empf|auftragg/i,
  reference: /^(customer |your |payment )?ref|cheque|rujukan/i,
  text: /descr|detail|narrat|memo|particular|remark|keterangan|butiran|verwendung|purpose/i,
  bankId: /transaction (id|no|number)|^id$|unique/i,
  balance: /balance|baki|saldo/i,
} as const;

/** What the columns of a bank's table seem to be, by what their heads say. */
export function guessOf(
  header: readonly string[],
  sample: readonly (readonly string[])[] = [],
): Mapping {
  const find = (words: RegExp) => header.find((name) => words.test(name.trim())) ?? null;
  const balance = find(WORDS.balance);
  const amount = header.find((name) => WORDS.amount.test(name.trim()) && name !== balance);
  const [credit, debit] = [find(WORDS.in), find(WORDS.out)];
  const on = find(WORDS.on) ?? header[0] ?? "";
  const days = sample.map((cells) => cells[header.indexOf(on)] ?? "");
  return {
    on,
    amount:
      amount === undefined && credit !== null && debit !== null
        ? { in: credit, out: debit }
        : { signed: amount ?? header[1] ?? "" },
    isTurned: false,
    counterparty: find(WORDS.counterparty),
    reference: find(WORDS.reference),
    text: header.filter((name) => WORDS.text.test(name.trim())),
    ...{ bankId: find(WORDS.bankId), balance, dayOrder: dayOrderOf(days) },
  };
}

/** How days of figures are written; where nothing tells, the day first, as most of the world does. Null: with words. */
function dayOrderOf(days: readonly string[]): Mapping["dayOrder"] {
  const read = days.map((day) => /^\s*(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})/.exec(day));
  if (read.length === 0 || read.some((one) => one === null)) return null;
  const parts = read.map((one) => (one ?? []).slice(1).map(Number));
  if (parts.some(([first = 0]) => first > 31)) return "ymd";
  return parts.some(([, second = 0]) => second > 12) ? "mdy" : "dmy";
}

/** Columns that the table does not have. */
export function columnsMissing(mapping: Mapping, header: readonly string[]): string[] {
  const { on, amount, counterparty, reference, text, bankId, balance } = mapping;
  const named = [
    on,
    ...("signed" in amount ? [amount.signed] : [amount.in, amount.out]),
    ...[counterparty, reference, bankId, balance, ...text],
  ];
  return named.filter((name): name is string => name !== null && !header.includes(name));
}
