import { type Decimal, decimalText, ONE, roundedQuotient } from "#kernel/decimal.ts";
import { decimalOf, digitsOf, type Minor } from "#kernel/money.ts";
import type {
  Breakdown,
  EAdjustment,
  EInvoice,
  ELine,
  Party,
  Payment,
  Vat,
} from "#platform/einvoice/invoice.rules.ts";
import type {
  Adjustment,
  Paper,
  PaperLine,
  Reckoned,
  ReckonedLine,
  Tax,
  TaxCategory,
} from "../taxes/reckoning.rules.ts";

/** A paper as EN 16931 tells it: its figures are the reckoned ones, so what is sent says what was posted. */
export type PaperToTell = {
  readonly isCreditNote: boolean;
  readonly number: string | undefined;
  readonly issuedOn: string | undefined;
  readonly dueOn: string | undefined;
  readonly terms: string | undefined;
  readonly note: string | undefined;
  readonly buyerReference: string | undefined;
  readonly preceding: readonly { readonly id: string; readonly issuedOn?: string | undefined }[];
  readonly seller: Party;
  readonly buyer: Party;
  readonly delivery: EInvoice["delivery"];
  readonly payment: Payment | undefined;
  readonly prepaidMinor: Minor;
  /** Its tax in the currency that it is accounted for in (BT-6, BT-111), where that is another and the rate is known. */
  readonly accounted: { readonly currency: string; readonly taxMinor: Minor } | undefined;
  readonly paper: Paper;
  readonly reckoned: Reckoned;
  readonly names: readonly LineName[];
  /** Why the paper's own adjustments are made, one to each. */
  readonly reasons: readonly string[];
  /** What a tax code says of why it levies nothing. */
  readonly exemptionOf: (code: string) => string | null;
};

export type LineName = {
  readonly name: string;
  readonly description?: string | undefined;
  readonly sku?: string | undefined;
  /** UN/ECE recommendation 20. */
  readonly unit: string;
};

const INVOICE = "380";
const CREDIT_NOTE = "381";

export function eInvoiceOf(told: PaperToTell): EInvoice {
  const { paper, reckoned } = told;
  const amount = (minor: Minor) => decimalOf(minor, paper.currency);
  return {
    isCreditNote: told.isCreditNote,
    specification: "urn:cen.eu:en16931:2017",
    number: told.number,
    issuedOn: told.issuedOn,
    typeCode: told.isCreditNote ? CREDIT_NOTE : INVOICE,
    currency: paper.currency,
    taxCurrency: told.accounted?.currency,
    dueOn: told.dueOn,
    buyerReference: told.buyerReference,
    terms: told.terms,
    notes: told.note === undefined ? [] : [told.note],
    preceding: told.preceding,
    seller: told.seller,
    buyer: told.buyer,
    delivery: told.delivery,
    payments: told.payment === undefined ? [] : [told.payment],
    adjustments: reckoned.adjustments.map((one) => ({
      isCharge: one.isCharge,
      amount: amount(one.isCharge ? one.netMinor : -one.netMinor),
      reason: told.reasons[one.at],
      vat: vatOf(one.levied),
    })),
    totals: {
      lines: amount(reckoned.linesMinor),
      allowances: amount(reckoned.discountMinor),
      charges: amount(reckoned.chargeMinor),
      net: amount(reckoned.netMinor),
      tax: amount(reckoned.taxMinor),
      taxInTaxCurrency:
        told.accounted && decimalOf(told.accounted.taxMinor, told.accounted.currency),
      total: amount(reckoned.totalMinor),
      prepaid: told.prepaidMinor === 0 ? undefined : amount(told.prepaidMinor),
      rounding: reckoned.roundingMinor === 0 ? undefined : amount(reckoned.roundingMinor),
      payable: amount(reckoned.payableMinor - told.prepaidMinor),
    },
    breakdown: reckoned.groups
      .filter((group) => !group.isWithheld)
      .map((group) => ({
        taxable: amount(group.taxableMinor),
        tax: amount(group.taxMinor),
        vat: { category: group.category, rate: rateOf(group) },
        ...exemptionFor(
          group.category,
          group.codes.map(({ code }) => told.exemptionOf(code)),
        ),
      })),
    documents: [],
    lines: paper.lines.map((line, at) =>
      lineOf(line, reckoned.lines[at] as ReckonedLine, told, at),
    ),
  };
}

/**
 * EN 16931 knows one tax: one to a line, and no two of a rate. What is withheld beside it is no matter of the invoice.
 */
export function whyNotTold(paper: Paper): "finance.einvoice.several_taxes" | null {
  const sets = [
    ...paper.lines.map(({ taxes }) => taxes),
    ...paper.adjustments.flatMap(({ taxes = [] }) => (taxes.length === 0 ? [] : [taxes])),
  ].map((taxes) => taxes.filter((tax) => !tax.isWithheld));
  const schemes = new Map(
    sets.flat().map(({ category, rate, scheme }) => [`${category} ${rate}`, scheme]),
  );
  const isOneEach = sets
    .flat()
    .every(({ category, rate, scheme }) => schemes.get(`${category} ${rate}`) === scheme);
  return isOneEach && sets.every((taxes) => taxes.length <= 1)
    ? null
    : "finance.einvoice.several_taxes";
}

function vatOf(taxes: readonly Tax[]): Vat {
  const tax = taxes.find(({ isWithheld }) => !isWithheld);
  return tax === undefined ? {} : { category: tax.category, rate: rateOf(tax) };
}

/** What is out of scope has no rate, not even 0. */
const rateOf = ({ category, rate }: { category: TaxCategory; rate: Decimal }) =>
  category === "O" ? undefined : decimalText(rate);

/** The reason where a category asks for one, with the code that the EU has for it. */
const EXEMPTIONS: Partial<Record<TaxCategory, { text: string; code?: string }>> = {
  E: { text: "Exempt from tax" },
  AE: { text: "Reverse charge", code: "VATEX-EU-AE" },
  K: { text: "Intra-Community supply", code: "VATEX-EU-IC" },
  G: { text: "Export outside the EU", code: "VATEX-EU-G" },
  O: { text: "Not subject to VAT", code: "VATEX-EU-O" },
};

function exemptionFor(
  category: TaxCategory,
  reasons: readonly (string | null)[],
): Pick<Breakdown, "exemptionReason" | "exemptionCode"> {
  const usual = EXEMPTIONS[category];
  if (usual === undefined) return {};
  const own = [...new Set(reasons.filter((reason) => reason !== null))].join("; ");
  return { exemptionReason: own === "" ? usual.text : own, exemptionCode: usual.code };
}

function lineOf(
  line: PaperLine,
  reckoned: ReckonedLine,
  { paper, names }: PaperToTell,
  at: number,
): ELine {
  const { name = "", description, sku, unit = "C62" } = names[at] ?? {};
  return {
    id: String(at + 1),
    quantity: decimalText(line.quantity),
    unit,
    net: decimalOf(reckoned.netMinor, paper.currency),
    adjustments: line.adjustments.map((adjustment, i) =>
      adjustmentOf(adjustment, reckoned.adjustmentsNetMinor[i] ?? 0, paper.currency),
    ),
    price: priceOf(line, reckoned, paper),
    vat: vatOf(line.taxes),
    name,
    description,
    sellerItemId: sku,
    classifications: [],
    attributes: [],
  };
}

const adjustmentOf = (
  { isCharge }: Adjustment,
  netMinor: Minor,
  currency: string,
): EAdjustment => ({
  isCharge,
  amount: decimalOf(isCharge ? netMinor : -netMinor, currency),
  ...(isCharge
    ? { reason: "Charge", reasonCode: "ZZZ" }
    : { reason: "Discount", reasonCode: "95" }),
});

/** As it was typed; where it contains tax, what is left of it without, finely enough to come to the line's amount again. */
const PRICE_PLACES = 10;
function priceOf(
  line: PaperLine,
  { grossNetMinor, grossMinor }: ReckonedLine,
  paper: Paper,
): string {
  if (!paper.pricesContainTax || grossNetMinor === grossMinor || line.quantity === 0n)
    return decimalText(line.price);
  const net = BigInt(grossNetMinor) * ONE * 10n ** BigInt(PRICE_PLACES - digitsOf(paper.currency));
  const price = roundedQuotient(net, line.quantity);
  return decimalText(price < 0n ? 0n : price, PRICE_PLACES);
}
