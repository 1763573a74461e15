import { addDays, type Day } from "#kernel/day.ts";
import { decimalText, readDecimal } from "#kernel/decimal.ts";
import type { Reason } from "#kernel/errors.ts";
import type { Minor } from "#kernel/money.ts";
import type { Part } from "../chart/charts.rules.ts";
import {
  type Adjustment,
  type Paper,
  type Reckoned,
  reckon,
  type Tax,
} from "../taxes/reckoning.rules.ts";
import type { TaxCodeId, TaxScheme } from "../taxes/taxes.contract.ts";
import type {
  Figures,
  InvoiceAdjustment,
  InvoiceKind,
  InvoiceLine,
  InvoiceStanding,
} from "./invoices.contract.ts";

export type InvoiceContent = {
  readonly currency: string;
  readonly pricesContainTax: boolean;
  readonly lines: readonly InvoiceLine[];
  readonly adjustments: readonly InvoiceAdjustment[];
};

/** What a tax code said on the day a paper was reckoned: kept with it. */
export type TaxKept = {
  readonly id: TaxCodeId;
  readonly code: string;
  readonly name: string;
  readonly scheme: string;
  readonly category: string;
  readonly rate: string;
  readonly isCompound: boolean;
  readonly isWithheld: boolean;
  readonly exemptionReason: string | null;
};

/** Lines and adjustments as they were typed, with the taxes of the day they were reckoned by. */
export type ContentKept = {
  readonly lines: readonly InvoiceLine[];
  readonly adjustments: readonly InvoiceAdjustment[];
  readonly taxes: readonly TaxKept[];
};

export type InvoiceState = {
  readonly kind: InvoiceKind;
  readonly status: "draft" | "discarded" | "issued";
  readonly currency: string;
  readonly dueOn: Day | null;
  readonly netMinor: Minor;
  readonly payableMinor: Minor;
  readonly paidMinor: Minor;
  readonly creditedMinor: Minor;
  readonly writtenOffMinor: Minor;
  readonly dueMinor: Minor;
  readonly linesCount: number;
};

type TaxOf = (id: TaxCodeId) => Tax;

/** A paper as it is reckoned. */
export const paperOf = (content: InvoiceContent, taxOf: TaxOf): Paper => ({
  currency: content.currency,
  pricesContainTax: content.pricesContainTax,
  lines: content.lines.map((line) => ({
    quantity: readDecimal(line.quantity) ?? 0n,
    price: readDecimal(line.price) ?? 0n,
    adjustments: line.discount === null ? [] : [{ isCharge: false, of: shareOf(line.discount) }],
    taxes: line.taxCodeIds.map(taxOf),
  })),
  adjustments: content.adjustments.map(({ isCharge, of, taxCodeIds }) => ({
    ...{ isCharge, of: shareOf(of) },
    ...(taxCodeIds !== null && { taxes: taxCodeIds.map(taxOf) }),
  })),
});

const shareOf = (share: NonNullable<InvoiceLine["discount"]>): Adjustment["of"] =>
  "minor" in share ? share : { percent: readDecimal(share.percent) ?? 0n };

/** More than any of it can be told exactly is refused before it is reckoned. */
export function whyNotReckon(paper: Paper): Reason | null {
  try {
    reckon(paper);
    return null;
  } catch (error) {
    if (error instanceof RangeError) return "finance.invoice.too_large";
    throw error;
  }
}

export const figuresOf = (r: Reckoned): Figures => ({
  lines: r.lines.map(({ grossMinor, adjustmentsMinor, netMinor, taxMinor, taxes }) => ({
    ...{ grossMinor, netMinor, taxMinor },
    discountMinor: -adjustmentsMinor.reduce((all, one) => all + one, 0) || 0,
    taxes: [...taxes],
  })),
  groups: r.groups.map((group) => ({
    ...{ category: group.category, isWithheld: group.isWithheld },
    scheme: group.scheme as TaxScheme,
    rate: decimalText(group.rate),
    ...{ taxableMinor: group.taxableMinor, taxMinor: group.taxMinor },
    codes: group.codes.map((one) => ({ ...one })),
  })),
  linesMinor: r.linesMinor,
  discountMinor: r.discountMinor,
  chargeMinor: r.chargeMinor,
  netMinor: r.netMinor,
  taxMinor: r.taxMinor,
  roundingMinor: r.roundingMinor,
  payableMinor: r.payableMinor,
  withheldMinor: r.withheldMinor,
});

export function standingOf(invoice: InvoiceState, today: Day): InvoiceStanding {
  if (invoice.status !== "issued") return invoice.status;
  if (invoice.kind === "credit_note") return "issued";
  if (invoice.dueMinor === 0 && invoice.paidMinor === 0 && invoice.creditedMinor > 0)
    return "credited";
  if (invoice.dueMinor === 0) return invoice.writtenOffMinor > 0 ? "written_off" : "paid";
  if (invoice.dueOn !== null && invoice.dueOn < today) return "overdue";
  return invoice.paidMinor > 0 ? "part_paid" : "open";
}

export const whyNotChange = ({ status }: Pick<InvoiceState, "status">): Reason | null => {
  if (status === "issued") return "finance.invoice.is_issued";
  return status === "discarded" ? "finance.invoice.is_discarded" : null;
};
export const whyNotRestore = ({ status }: Pick<InvoiceState, "status">): Reason | null =>
  status === "discarded" ? null : "finance.invoice.not_discarded";

/** What keeps a draft from being issued, whatever day it is. */
export function whyNotIssue(invoice: InvoiceState, booksCurrency: string | null): Reason | null {
  const closed = whyNotChange(invoice);
  if (closed !== null) return closed;
  if (invoice.linesCount === 0) return "finance.invoice.has_no_lines";
  if (invoice.payableMinor < 0 || invoice.netMinor < 0) return "finance.invoice.is_negative";
  if (invoice.payableMinor === 0) return "finance.invoice.is_nothing";
  return booksCurrency === null ? "finance.books.off" : null;
}

/** A credit note takes off no more than is still asked for. */
export const whyNotCreditSoMuch = (
  invoice: Pick<InvoiceState, "dueMinor">,
  payableMinor: Minor,
): Reason | null =>
  payableMinor > invoice.dueMinor ? "finance.invoice.credits_more_than_due" : null;

export function whyNotCredit(invoice: InvoiceState): Reason | null {
  if (invoice.kind === "credit_note") return "finance.invoice.is_a_credit_note";
  if (invoice.status !== "issued") return "finance.invoice.not_issued";
  return invoice.dueMinor === 0 ? "finance.invoice.nothing_due" : null;
}

/** A draft goes to nobody. */
export const whyNotSend = ({ status }: Pick<InvoiceState, "status">): Reason | null =>
  status === "issued" ? null : "finance.invoice.not_issued";

export const whyNotRemind = (invoice: InvoiceState): Reason | null =>
  whyNotSend(invoice) ?? whyNotCredit(invoice);

/** Who was told when: a paper of the past may be issued, but not before the one that has the number before it. */
export const whyNotIssuedOn = (issuedOn: Day, today: Day, lastOn: Day | null): Reason | null => {
  if (issuedOn > today) return "finance.invoice.in_the_future";
  return lastOn !== null && issuedOn < lastOn ? "finance.invoice.before_the_last" : null;
};

export const dueOnFor = (issuedOn: Day, termsDays: number): Day => addDays(issuedOn, termsDays);

/** `INV-2026-00042`: as people say it. */
export const invoiceNumberOf = (series: string, year: number, ordinal: number): string =>
  `${series}-${year}-${String(ordinal).padStart(5, "0")}`;
export const SERIES_OF = { invoice: "INV", credit_note: "CN" } as const;

/** What an issued paper posts, by the parts that accounts play: debits above 0. Sums to nothing by construction. */
export type Posting = { readonly part: Part; readonly minor: Minor; readonly memo: string };

/**
 * Customers owe what is payable; sales are the lines, discounts and charges stand beside them, and tax is the tax office's. A
 * credit note is all of it the other way round.
 */
export function postingsFor(
  kind: InvoiceKind,
  r: Pick<
    Figures,
    "payableMinor" | "linesMinor" | "discountMinor" | "chargeMinor" | "taxMinor" | "roundingMinor"
  >,
): readonly Posting[] {
  const way = kind === "invoice" ? 1 : -1;
  const postings: [Part, Minor][] = [
    ["receivable", r.payableMinor],
    ["sales", -r.linesMinor],
    ["discounts", r.discountMinor],
    ["charges", -r.chargeMinor],
    ["sales_tax", -r.taxMinor],
    ["rounding", -r.roundingMinor],
  ];
  return postings
    .filter(([, minor]) => minor !== 0)
    .map(([part, minor]) => ({ part, minor: minor * way, memo: "" }));
}
