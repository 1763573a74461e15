import { addDays, type Day, daysBetween } from "#kernel/day.ts";
import { readDecimal } from "#kernel/decimal.ts";
import type { Reason } from "#kernel/errors.ts";
import { type Minor, sumMinor } from "#kernel/money.ts";
import type { LedgerAccountId } from "../chart/chart.contract.ts";
import type { Part } from "../chart/charts.rules.ts";
import type { Figures } from "../invoices/invoices.contract.ts";
import type { Dimensions } from "../journals/journals.contract.ts";
import { type Adjustment, type Paper, reckon, type Tax } from "../taxes/reckoning.rules.ts";
import type { TaxCodeId } from "../taxes/taxes.contract.ts";
import type { BillKind, BillLine, BillStanding, Twin } from "./bills.contract.ts";

export type BillContent = {
  readonly currency: string;
  readonly pricesContainTax: boolean;
  readonly lines: readonly Pick<BillLine, "quantity" | "price" | "discount" | "taxCodeIds">[];
};

export type BillState = {
  readonly kind: BillKind;
  readonly status: "draft" | "approved" | "undone";
  readonly isInTrash: boolean;
  readonly supplierId: string | null;
  readonly number: string;
  readonly currency: string;
  readonly dueOn: Day;
  readonly netMinor: Minor;
  readonly payableMinor: Minor;
  readonly paidMinor: Minor;
  readonly creditedMinor: Minor;
  readonly usedMinor: Minor;
  readonly dueMinor: Minor;
  readonly accountId: LedgerAccountId | null;
  readonly linesCount: number;
};

/** A supplier's paper as it is reckoned: by the one engine that reckons ours. */
export const paperOf = (content: BillContent, taxOf: (id: TaxCodeId) => Tax): Paper => ({
  currency: content.currency,
  pricesContainTax: content.pricesContainTax,
  lines: content.lines.map((line) => ({
    quantity: readDecimal(line.quantity) ?? 0n,
    price: readDecimal(line.price) ?? 0n,
    adjustments: line.discount === null ? [] : [{ isCharge: false, of: shareOf(line.discount) }],
    taxes: line.taxCodeIds.map(taxOf),
  })),
  adjustments: [],
});

const shareOf = (share: NonNullable<BillLine["discount"]>): Adjustment["of"] =>
  "minor" in share ? share : { percent: readDecimal(share.percent) ?? 0n };

/** More than any of it can be told exactly is refused before it is reckoned. */
export function whyNotReckon(paper: Paper): Reason | null {
  try {
    reckon(paper);
    return null;
  } catch (error) {
    if (error instanceof RangeError) return "finance.bill.too_large";
    throw error;
  }
}

type Aside = {
  readonly scheme: string;
  readonly isWithheld: boolean;
  readonly taxMinor: Minor;
};
/** What stands beside a paper's sum is withheld from the supplier, or else reckoned and owed by us. */
export const isSelfAssessed = ({ scheme, isWithheld }: Omit<Aside, "taxMinor">): boolean =>
  isWithheld && scheme !== "WITHHOLDING";
const sumOf = (groups: readonly Aside[]): Minor => sumMinor(groups.map((one) => one.taxMinor));
export const withheldOf = ({ groups }: { readonly groups: readonly Aside[] }): Minor =>
  sumOf(groups.filter((one) => one.isWithheld && !isSelfAssessed(one)));
export const selfAssessedOf = ({ groups }: { readonly groups: readonly Aside[] }): Minor =>
  sumOf(groups.filter(isSelfAssessed));

/** With the supplier's own rounding, so that it comes to what stands on the paper; less what is kept back for the tax office. */
export function roundedBy<
  F extends Pick<Figures, "roundingMinor" | "payableMinor"> & { readonly groups: readonly Aside[] },
>(figures: F, roundingMinor: Minor): F {
  const withheldMinor = withheldOf(figures);
  return {
    ...figures,
    withheldMinor,
    roundingMinor: figures.roundingMinor + roundingMinor,
    payableMinor: figures.payableMinor + roundingMinor - withheldMinor,
  };
}

/** Malaysian sales and service tax know no input credit: what was paid is part of the cost, unless somebody says otherwise. */
const NEVER_CLAIMED: ReadonlySet<string> = new Set(["SERVICE_TAX", "SALES_TAX"]);
export const claimsBy = (schemes: readonly string[]): boolean =>
  schemes.every((scheme) => !NEVER_CLAIMED.has(scheme));

type Claiming = Pick<BillLine, "taxCodeIds" | "claimsTax">;

/** Of the tax: what is claimed back. */
export const claimedOf = (lines: readonly Claiming[], figures: Pick<Figures, "lines">): Minor =>
  sumMinor(lines.map(({ claimsTax }, at) => (claimsTax ? (figures.lines[at]?.taxMinor ?? 0) : 0)));

export function standingOf(bill: BillState, today: Day): BillStanding {
  if (bill.status === "undone") return "undone";
  if (bill.status === "draft") return bill.isInTrash ? "discarded" : "draft";
  if (bill.kind === "expense") return "paid";
  if (bill.kind === "vendor_credit") return bill.dueMinor === 0 ? "used" : "unused";
  if (bill.dueMinor === 0)
    return bill.paidMinor === 0 && bill.creditedMinor > 0 ? "credited" : "paid";
  if (bill.dueOn < today) return "overdue";
  return bill.paidMinor + bill.creditedMinor > 0 ? "part_paid" : "open";
}

type Standing = Pick<BillState, "status" | "isInTrash">;
export function whyNotChange({ status, isInTrash }: Standing): Reason | null {
  if (status !== "draft") return "finance.bill.is_approved";
  return isInTrash ? "finance.bill.is_discarded" : null;
}
export const whyNotRestore = ({ status, isInTrash }: Standing): Reason | null =>
  status === "draft" && isInTrash ? null : "finance.bill.not_discarded";

/** What keeps a draft from being approved, whatever day it is. */
export function whyNotApprove(
  bill: BillState,
  lines: readonly Pick<BillLine, "accountId">[],
  booksCurrency: string | null,
): Reason | null {
  const closed = whyNotChange(bill);
  if (closed !== null) return closed;
  if (bill.kind !== "expense" && bill.supplierId === null) return "finance.bill.no_supplier";
  if (bill.kind === "bill" && bill.number === "") return "finance.bill.no_number";
  if (bill.linesCount === 0) return "finance.bill.has_no_lines";
  if (lines.some(({ accountId }) => accountId === null)) return "finance.bill.no_account";
  if (bill.kind === "expense" && bill.accountId === null) return "finance.bill.not_paid_from";
  if (bill.payableMinor < 0 || bill.netMinor < 0) return "finance.bill.is_negative";
  if (bill.payableMinor === 0) return "finance.bill.is_nothing";
  return booksCurrency === null ? "finance.books.off" : null;
}

export const whyNotPostOn = (postedOn: Day, billedOn: Day, today: Day): Reason | null => {
  if (postedOn > today) return "finance.bill.in_the_future";
  return postedOn < billedOn ? "finance.bill.before_its_day" : null;
};

export function whyNotCredit(bill: BillState): Reason | null {
  if (bill.kind !== "bill") return "finance.bill.not_a_bill";
  if (bill.status !== "approved") return "finance.bill.not_approved";
  return bill.dueMinor === 0 ? "finance.bill.nothing_due" : null;
}

export function whyNotUse(bill: BillState): Reason | null {
  if (bill.kind !== "vendor_credit") return "finance.bill.not_a_credit";
  if (bill.status !== "approved") return "finance.bill.not_approved";
  return bill.dueMinor === 0 ? "finance.bill.nothing_left" : null;
}

export function whyNotUndo(
  bill: Pick<BillState, "kind" | "status"> & { readonly isAtBank: boolean },
): Reason | null {
  if (bill.kind !== "expense") return "finance.bill.not_an_expense";
  if (bill.status === "undone") return "finance.bill.is_undone";
  if (bill.status === "draft") return "finance.bill.not_approved";
  return bill.isAtBank ? "finance.bill.is_at_the_bank" : null;
}

export const whyNotUndoOn = (undoneOn: Day, postedOn: Day, today: Day): Reason | null => {
  if (undoneOn > today) return "finance.bill.in_the_future";
  return undoneOn < postedOn ? "finance.bill.before_its_day" : null;
};

/** Bills of one sum this near each other may be one that came twice. */
export const NEAR_DAYS = 10;

type Known = Omit<Twin, "why"> & { readonly numberKey: string };
/** Which of a supplier's other papers this may be, the surest first. */
export function twinsOf(
  bill: { readonly numberKey: string; readonly payableMinor: Minor; readonly billedOn: Day },
  others: readonly Known[],
): Twin[] {
  return others
    .flatMap(({ numberKey, ...other }): Twin[] => {
      if (numberKey !== "" && numberKey === bill.numberKey)
        return [{ ...other, why: "same_number" }];
      const isNear = Math.abs(daysBetween(other.billedOn, bill.billedOn)) <= NEAR_DAYS;
      const isSameSum = other.payableMinor === bill.payableMinor && bill.payableMinor !== 0;
      return isNear && isSameSum ? [{ ...other, why: "same_amount" }] : [];
    })
    .sort((a, b) => Number(b.why === "same_number") - Number(a.why === "same_number"));
}

/** What is posted already is asked about; two drafts of one paper are only told of each other. */
export const whyNotTwice = (twins: readonly Twin[]): Reason | null =>
  twins.some(({ why, isApproved }) => isApproved && why === "same_number")
    ? "finance.bill.same_number"
    : null;

export const dueOnFor = (billedOn: Day, termsDays: number): Day => addDays(billedOn, termsDays);

/** What an approved paper posts: debits above 0. Sums to nothing by construction. */
export type Posting = {
  readonly to: { readonly part: Part } | { readonly accountId: LedgerAccountId };
  readonly minor: Minor;
  readonly dimensions: Dimensions | null;
};

export type Content = {
  readonly lines: readonly (Claiming & Pick<BillLine, "accountId" | "dimensions">)[];
  readonly taxes: readonly {
    readonly id: TaxCodeId;
    readonly code: string;
    readonly scheme: string;
    readonly isWithheld: boolean;
  }[];
  /** Of each line: what stands beside it, tax by tax. */
  readonly aside?:
    | readonly (readonly { readonly code: string; readonly minor: Minor }[])[]
    | undefined;
};

/** Of a line: the tax on it that we reckon and owe ourselves. */
export const ownTaxOf = ({ taxes, aside = [] }: Content, at: number): Minor =>
  sumMinor(
    (aside[at] ?? []).map(({ code, minor }) => {
      const tax = taxes.find((one) => one.code === code);
      return tax !== undefined && isSelfAssessed(tax) ? minor : 0;
    }),
  );

/** Of that: what is claimed back. */
export const ownClaimedOf = (content: Content): Minor =>
  sumMinor(content.lines.map(({ claimsTax }, at) => (claimsTax ? ownTaxOf(content, at) : 0)));

/**
 * What was bought goes to each line's account, with the tax that is not claimed back; the tax that is stands apart; what we reckon or
 * keep back ourselves is owed to the tax office; and what is payable is owed to the supplier, or gone from the account it was paid
 * from. A vendor credit is all of it the other way round.
 */
export function postingsFor(
  bill: { readonly kind: BillKind; readonly accountId: LedgerAccountId | null },
  content: Content,
  figures: Pick<Figures, "lines" | "groups" | "roundingMinor" | "payableMinor">,
): readonly Posting[] {
  const way = bill.kind === "vendor_credit" ? -1 : 1;
  const bought = new Map<string, Posting>();
  for (const [at, { accountId, claimsTax, dimensions }] of content.lines.entries()) {
    if (accountId === null) throw new Error("a line that is posted nowhere");
    const { netMinor = 0, taxMinor = 0 } = figures.lines[at] ?? {};
    const key = `${accountId} ${JSON.stringify(dimensions)}`;
    const cost = netMinor + (claimsTax ? 0 : taxMinor + ownTaxOf(content, at));
    const minor = (bought.get(key)?.minor ?? 0) + cost;
    bought.set(key, { to: { accountId }, minor, dimensions });
  }
  const paid: Posting["to"] =
    bill.kind === "expense" && bill.accountId !== null
      ? { accountId: bill.accountId }
      : { part: "payable" };
  const plain = (to: Posting["to"], minor: Minor): Posting => ({ to, minor, dimensions: null });
  return [
    ...bought.values(),
    plain({ part: "purchase_tax" }, claimedOf(content.lines, figures) + ownClaimedOf(content)),
    plain({ part: "sales_tax" }, -selfAssessedOf(figures)),
    plain({ part: "withheld_tax" }, -withheldOf(figures)),
    plain({ part: "rounding" }, figures.roundingMinor),
    plain(paid, -figures.payableMinor),
  ]
    .filter(({ minor }) => minor !== 0)
    .map((posting) => ({ ...posting, minor: posting.minor * way }));
}

export type TaxShare = {
  readonly taxCodeId: TaxCodeId;
  readonly kind: "charged" | "self_assessed" | "withheld";
  readonly isClaimed: boolean;
  readonly taxableMinor: Minor;
  readonly taxMinor: Minor;
};

/** What it bears of each tax, claimed back or not: the report adds these up, and they add up to the paper. */
export function taxSharesOf(
  kind: BillKind,
  { lines, taxes, aside = [] }: Content,
  figures: Pick<Figures, "lines" | "groups">,
): TaxShare[] {
  const way = kind === "vendor_credit" ? -1 : 1;
  return taxes.flatMap((tax) => {
    const { id, code, isWithheld } = tax;
    const as = !isWithheld ? "charged" : isSelfAssessed(tax) ? "self_assessed" : "withheld";
    const bearing = lines
      .map((line, at) => ({
        ...line,
        netMinor: figures.lines[at]?.netMinor ?? 0,
        borne: (isWithheld ? aside[at] : figures.lines[at]?.taxes) ?? [],
      }))
      .filter(({ taxCodeIds }) => taxCodeIds.includes(id))
      .map((line) => ({ ...line, isClaimed: as !== "withheld" && line.claimsTax }));
    const of = (is: boolean) => bearing.filter(({ isClaimed }) => isClaimed === is);
    const shares = figures.groups.flatMap(({ codes }) => codes.filter((one) => one.code === code));
    const all = {
      taxableMinor: sumMinor(shares.map(({ taxableMinor }) => taxableMinor)),
      taxMinor: sumMinor(shares.map(({ taxMinor }) => taxMinor)),
    };
    const claimed = {
      taxableMinor: sumMinor(of(true).map(({ netMinor }) => netMinor)),
      taxMinor: sumMinor(
        of(true).flatMap(({ borne }) =>
          borne.filter((one) => one.code === code).map(({ minor }) => minor),
        ),
      ),
    };
    // Where all of it is one or the other, it is the paper's own figure, also of a tax on a tax.
    const isMixed = of(true).length > 0 && of(false).length > 0;
    const nothing = { taxableMinor: 0, taxMinor: 0 };
    const part = isMixed ? claimed : of(true).length > 0 ? all : nothing;
    const rest = {
      taxableMinor: all.taxableMinor - part.taxableMinor,
      taxMinor: all.taxMinor - part.taxMinor,
    };
    return [
      ...(of(true).length > 0 ? [{ isClaimed: true, ...part }] : []),
      ...(of(false).length > 0 ? [{ isClaimed: false, ...rest }] : []),
    ].map(({ isClaimed, taxableMinor, taxMinor }) => ({
      ...({ taxCodeId: id, kind: as, isClaimed } as const),
      ...{ taxableMinor: taxableMinor * way || 0, taxMinor: taxMinor * way || 0 },
    }));
  });
}
