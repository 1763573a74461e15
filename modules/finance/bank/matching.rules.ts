import { type Day, daysBetween } from "#kernel/day.ts";
import type { Reason } from "#kernel/errors.ts";
import { type Minor, sumMinor } from "#kernel/money.ts";
import type { Suggestion, Why } from "./bank.contract.ts";

export type OpenLine = {
  readonly bookedOn: Day;
  readonly amountMinor: Minor;
  readonly counterparty: string;
  readonly reference: string;
  readonly text: string;
};
type Of<Kind extends Suggestion["kind"]> = Extract<Suggestion, { kind: Kind }>;
type Entry = Of<"entries">["entries"][number];
type Account = Of<"account">["account"];

export type OpenInvoice = {
  readonly id: Of<"invoices">["invoices"][number]["id"];
  readonly number: string;
  readonly buyerName: string;
  readonly issuedOn: Day;
  readonly dueMinor: Minor;
};

export type OpenBill = {
  readonly id: Of<"bills">["bills"][number]["id"];
  readonly number: string;
  readonly supplierId: string;
  readonly supplierName: string;
  readonly dueMinor: Minor;
};

/** Money on its way at the end of a day: what came since the last payout, what was given back, what waits in all. */
export type Waiting = {
  readonly account: Account;
  readonly store: string;
  readonly method: string;
  readonly grossMinor: Minor;
  readonly refundsMinor: Minor;
};

export type Candidates = {
  readonly invoices: readonly OpenInvoice[];
  readonly bills: readonly OpenBill[];
  readonly entries: readonly Entry[];
  readonly waiting: readonly Waiting[];
  /** Where lines of this counterparty went before. */
  readonly habit: Account | null;
};

/** What each reason is worth. No single one is enough to match without being asked. */
const WORTH: Readonly<Record<Why, number>> = {
  amount: 50,
  sum: 45,
  number: 40,
  name: 20,
  same_day: 30,
  near_day: 20,
  memo: 20,
  provider: 45,
  clears: 45,
  fee: 25,
  habit: 70,
};
const SHOWN_MAX = 6;
/** A provider keeps less than this of what it pays out. */
const FEE_MAX_PERCENT = 12;
const NEAR_DAYS = 5;

const scoreOf = (why: readonly Why[]): number =>
  Math.min(
    100,
    why.reduce((sum, one) => sum + WORTH[one], 0),
  );

/** What an open line may be, surest first, each with why. */
export function suggestionsFor(line: OpenLine, of: Candidates): Suggestion[] {
  const found: Suggestion[] = [
    ...invoicesFor(line, of.invoices),
    ...billsFor(line, of.bills),
    ...entriesFor(line, of.entries),
    ...payoutsFor(line, of.waiting),
    ...(of.habit === null
      ? []
      : [
          {
            kind: "account" as const,
            account: of.habit,
            why: ["habit" as const],
            score: scoreOf(["habit"]),
          },
        ]),
  ];
  return found.sort((a, b) => b.score - a.score).slice(0, SHOWN_MAX);
}

/** The best one, where it is that sure and nothing else is. */
export function sureOne(suggestions: readonly Suggestion[], scoreMin: number): Suggestion | null {
  const [best, next] = suggestions;
  if (best === undefined || best.score < scoreMin) return null;
  return next !== undefined && next.score >= scoreMin ? null : best;
}

function invoicesFor(line: OpenLine, invoices: readonly OpenInvoice[]): Of<"invoices">[] {
  if (line.amountMinor <= 0) return [];
  const papers = invoices.map((of) => ({ of, whose: of.buyerName, from: of.buyerName }));
  return papersFor(line, papers).map(({ taken, why }) => {
    const shown = taken.map(({ of: { id, number, buyerName }, amountMinor }) => ({
      ...{ id, number, buyerName, amountMinor },
    }));
    return { kind: "invoices", invoices: shown, why, score: scoreOf(why) };
  });
}

/** What went out to one supplier. */
function billsFor(line: OpenLine, bills: readonly OpenBill[]): Of<"bills">[] {
  if (line.amountMinor >= 0) return [];
  const papers = bills.map((of) => ({ of, whose: of.supplierName, from: of.supplierId }));
  const isOfOne = (taken: readonly { readonly of: OpenBill }[]): boolean =>
    new Set(taken.map(({ of }) => of.supplierId)).size === 1;
  return papersFor(line, papers)
    .filter(({ taken }) => isOfOne(taken))
    .map(({ taken, why }) => {
      const shown = taken.map(({ of: { id, number, supplierName }, amountMinor }) => ({
        ...{ id, number, supplierName, amountMinor },
      }));
      return { kind: "bills", bills: shown, why, score: scoreOf(why) };
    });
}

type Due = { readonly number: string; readonly dueMinor: Minor };
type PaperOf<P extends Due> = {
  readonly of: P;
  readonly whose: string;
  /** Those of one go together. */
  readonly from: string;
};
type Taken<P extends Due> = {
  readonly taken: readonly { readonly of: P; readonly amountMinor: Minor }[];
  readonly why: Why[];
};

/** Papers that a line may settle: one of its sum or named by it, those it names together, or all of somebody it names. */
function papersFor<P extends Due>(line: OpenLine, papers: readonly PaperOf<P>[]): Taken<P>[] {
  const amount = Math.abs(line.amountMinor);
  const said = saidBy(line);
  const told = papers.map((paper) => ({
    ...paper,
    isNamed: isNumberIn(paper.of.number, said),
    isKnown: isNameIn(paper.whose, said),
  }));
  const single = told.flatMap(({ of, isNamed, isKnown }): Taken<P>[] => {
    const why: Why[] = [];
    if (of.dueMinor === amount) why.push("amount");
    if (isNamed) why.push("number");
    if (isKnown) why.push("name");
    // Part of a paper is taken where its number is told; more than is due never.
    const isPart = isNamed && of.dueMinor > amount;
    if (!why.includes("amount") && !isPart) return [];
    return [{ taken: [{ of, amountMinor: Math.min(of.dueMinor, amount) }], why }];
  });
  const together = (some: readonly PaperOf<P>[], why: Why[]): Taken<P>[] =>
    some.length > 1 && sumMinor(some.map(({ of }) => of.dueMinor)) === amount
      ? [{ taken: some.map(({ of }) => ({ of, amountMinor: of.dueMinor })), why: ["sum", ...why] }]
      : [];
  const named = told.filter(({ isNamed }) => isNamed);
  const ofKnown = [...Map.groupBy(told, ({ from }) => from)].flatMap(([, all]) =>
    all.some(({ isKnown }) => isKnown) && all.length !== named.length
      ? together(all, ["name"])
      : [],
  );
  return [...single, ...together(named, ["number"]), ...ofKnown];
}

/** One entry, or all of a day that make up the line together. */
function entriesFor(line: OpenLine, entries: readonly Entry[]): Of<"entries">[] {
  const said = saidBy(line);
  const near = entries.filter(
    ({ postedOn }) => Math.abs(daysBetween(postedOn, line.bookedOn)) <= 31,
  );
  const dayOf = (postedOn: Day): Why[] => {
    const days = Math.abs(daysBetween(postedOn, line.bookedOn));
    return days === 0 ? ["same_day"] : days <= NEAR_DAYS ? ["near_day"] : [];
  };
  const single = near
    .filter(({ amountMinor }) => amountMinor === line.amountMinor)
    .map((entry): Of<"entries"> => {
      const isTold = isNumberIn(entry.number, said) || isNameIn(entry.memo, said);
      const why: Why[] = ["amount", ...dayOf(entry.postedOn), ...(isTold ? ["memo" as const] : [])];
      return { kind: "entries", entries: [entry], why, score: scoreOf(why) };
    });
  const ofDays = [...Map.groupBy(near, ({ postedOn }) => postedOn)].flatMap(
    ([postedOn, all]): Of<"entries">[] => {
      if (all.length < 2 || all.length > 100) return [];
      if (sumMinor(all.map(({ amountMinor }) => amountMinor)) !== line.amountMinor) return [];
      const why: Why[] = ["sum", ...dayOf(postedOn)];
      return [{ kind: "entries", entries: all, why, score: scoreOf(why) }];
    },
  );
  return [...single, ...ofDays];
}

/** Money of a store that waited: less what its provider keeps it is the line. */
function payoutsFor(line: OpenLine, waiting: readonly Waiting[]): Of<"payout">[] {
  if (line.amountMinor <= 0) return [];
  const said = saidBy(line);
  return waiting.flatMap(({ account, store, method, grossMinor, refundsMinor }): Of<"payout">[] => {
    const waits = grossMinor - refundsMinor;
    const fee = waits - line.amountMinor;
    const isProvider = isNameIn(method, said) || isNameIn(store, said);
    const isFee = fee > 0 && fee * 100 <= waits * FEE_MAX_PERCENT;
    const why: Why[] = [
      ...(isProvider ? ["provider" as const] : []),
      ...(fee === 0 ? ["clears" as const] : isFee ? ["fee" as const] : []),
    ];
    if (fee < 0 || why.length === 0) return [];
    const feeMinor = isFee ? fee : 0;
    const payout = {
      ...{ clearing: account, grossMinor, refundsMinor, feeMinor, reserveMinor: 0 },
      leftMinor: fee - feeMinor,
    };
    return [{ kind: "payout", payout, why, score: scoreOf(why) }];
  });
}

/** What the bank tells, in small letters and figures alone. */
const saidBy = ({ counterparty, reference, text }: OpenLine): string =>
  ` ${plainOf(`${counterparty} ${reference} ${text}`)} `;

const plainOf = (text: string): string =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/** `INV-2026-00012`, whichever way a payer writes it: with its year, or by its last figures behind "inv". */
function isNumberIn(number: string, said: string): boolean {
  const plain = plainOf(number);
  // Short ones stand in any text.
  if (plain.length < 3) return false;
  if (said.includes(` ${plain} `)) return true;
  const squeezed = said.replaceAll(" ", "");
  if (plain.length >= 8 && squeezed.includes(plain.replaceAll(" ", ""))) return true;
  const [series = "", ...rest] = plain.split(" ");
  const last = String(Number(rest.at(-1)));
  const isLast = (digits: string) => digits.replace(/^0+(?=.)/, "") === last;
  const words = said.split(" ");
  return words.some((word, at) =>
    word === series
      ? isLast(words[at + 1] ?? "")
      : word.startsWith(series) && isLast(word.slice(series.length)),
  );
}

/** Words that companies share say nothing of which it is. */
const COMMON = new Set(
  "sdn bhd berhad ltd limited llc inc plc pte pty gmbh the and dan enterprise enterprises trading perniagaan kedai shop store cash web".split(
    " ",
  ),
);

/** All words of a name that mean something stand in it. */
function isNameIn(name: string, said: string): boolean {
  const words = plainOf(name)
    .split(" ")
    .filter((word) => word.length > 2 && !COMMON.has(word));
  return words.length > 0 && words.every((word) => said.includes(` ${word} `));
}

/** What clears a payout: what arrived, what was kept for the service, what is held back. */
export const clearedBy = (amountMinor: Minor, feeMinor: Minor, reserveMinor: Minor): Minor =>
  amountMinor + feeMinor + reserveMinor;

export function whyNotMatch(
  line: { readonly isMatched: boolean; readonly bookedOn: Day },
  reconciledOn: Day | null,
): Reason | null {
  if (line.isMatched) return "finance.bank.is_matched";
  return isBehind(line, reconciledOn);
}

export function whyNotUndo(
  line: { readonly isMatched: boolean; readonly bookedOn: Day },
  reconciledOn: Day | null,
): Reason | null {
  if (!line.isMatched) return "finance.bank.is_open";
  return isBehind(line, reconciledOn);
}

const isBehind = ({ bookedOn }: { readonly bookedOn: Day }, reconciledOn: Day | null) =>
  reconciledOn !== null && bookedOn <= reconciledOn ? "finance.bank.is_reconciled" : null;

export function whyNotReconcile(of: {
  readonly openCount: number;
  readonly expectedMinor: Minor;
  readonly closingMinor: Minor | null;
}): Reason | null {
  if (of.openCount > 0) return "finance.bank.lines_are_open";
  if (of.closingMinor !== null && of.closingMinor !== of.expectedMinor)
    return "finance.bank.differs";
  return null;
}
