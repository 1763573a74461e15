import { isCountry } from "#kernel/countries.ts";
import type { EAdjustment, EInvoice, ELine, Party, Violation } from "./invoice.rules.ts";

/** A rule over one thing of a document; null where it is kept. */
type Check<Of> = readonly [rule: string, says: string, isKept: (of: Of) => boolean];

/** What a document must hold: BR-01 to BR-65, and the BR-CO rules that are no sums. */
export const businessViolations = (invoice: EInvoice): readonly Violation[] => [
  ...brokenBy(DOCUMENT, invoice),
  ...brokenBy(SELLER, invoice.seller, "seller"),
  ...brokenBy(BUYER, invoice.buyer, "buyer"),
  ...(invoice.taxRepresentative === undefined
    ? []
    : brokenBy(REPRESENTATIVE, invoice.taxRepresentative, "tax representative")),
  ...invoice.adjustments.flatMap((one, at) =>
    brokenBy(
      one.isCharge ? CHARGE : ALLOWANCE,
      one,
      `${one.isCharge ? "charge" : "allowance"} ${at + 1}`,
    ),
  ),
  ...invoice.breakdown.flatMap((one, at) => brokenBy(BREAKDOWN, one, `VAT breakdown ${at + 1}`)),
  ...invoice.payments.flatMap((one, at) => brokenBy(PAYMENT, one, `payment ${at + 1}`)),
  ...invoice.payments
    .filter(({ cardNumber = "" }) => cardNumber.length > 10)
    .map(() => ({
      rule: "BR-51",
      says: "Of a card number only the last four to six digits should be told (BT-87).",
      isWarning: true,
    })),
  ...invoice.lines.flatMap((line, at) => lineViolations(line, `line ${line.id ?? at + 1}`)),
];

function brokenBy<Of>(checks: readonly Check<Of>[], of: Of, at?: string): readonly Violation[] {
  return checks
    .filter(([, , isKept]) => !isKept(of))
    .map(([rule, says]) => ({ rule, says, ...(at !== undefined && { at }) }));
}

const isTold = (value: unknown): boolean => value !== undefined;
/** A day is told as YYYY-MM-DD, so days compare as texts. */
const isInOrder = (period: EInvoice["period"]): boolean =>
  period?.from === undefined || period.to === undefined || period.from <= period.to;
const isFilled = (period: EInvoice["period"]): boolean =>
  period === undefined || isTold(period.from) || isTold(period.to);
const isNegative = (amount: string | undefined): boolean =>
  amount?.startsWith("-") === true && /[1-9]/.test(amount);
const isPositive = (amount: string | undefined): boolean =>
  amount !== undefined && !amount.startsWith("-") && /[1-9]/.test(amount);

const DOCUMENT: readonly Check<EInvoice>[] = [
  [
    "BR-01",
    "The document names the specification it follows (BT-24).",
    (i) => isTold(i.specification),
  ],
  ["BR-02", "The document has a number (BT-1).", (i) => isTold(i.number)],
  ["BR-03", "The document has a day of issue (BT-2).", (i) => isTold(i.issuedOn)],
  ["BR-04", "The document has a type (BT-3).", (i) => isTold(i.typeCode)],
  ["BR-05", "The document has a currency (BT-5).", (i) => isTold(i.currency)],
  ["BR-06", "The seller has a name (BT-27).", (i) => isTold(i.seller.name)],
  ["BR-07", "The buyer has a name (BT-44).", (i) => isTold(i.buyer.name)],
  ["BR-08", "The seller has a postal address (BG-5).", (i) => isTold(i.seller.address)],
  ["BR-10", "The buyer has a postal address (BG-8).", (i) => isTold(i.buyer.address)],
  ["BR-12", "The sum of the lines' net amounts is told (BT-106).", (i) => isTold(i.totals.lines)],
  ["BR-13", "The total without VAT is told (BT-109).", (i) => isTold(i.totals.net)],
  ["BR-14", "The total with VAT is told (BT-112).", (i) => isTold(i.totals.total)],
  ["BR-15", "The amount due is told (BT-115).", (i) => isTold(i.totals.payable)],
  ["BR-16", "The document has at least one line (BG-25).", (i) => i.lines.length > 0],
  [
    "BR-17",
    "A payee who is not the seller has a name (BT-59).",
    (i) => i.payee === undefined || isTold(i.payee.name),
  ],
  ["BR-29", "A period ends on the day it starts or later (BT-74).", (i) => isInOrder(i.period)],
  [
    "BR-52",
    "Each supporting document has a reference (BT-122).",
    (i) => i.documents.every(({ id }) => isTold(id)),
  ],
  [
    "BR-53",
    "Where VAT is accounted for in another currency, its total is told in that (BT-111).",
    (i) => i.taxCurrency === undefined || isTold(i.totals.taxInTaxCurrency),
  ],
  [
    "BR-55",
    "Each preceding invoice has its number (BT-25).",
    (i) => i.preceding.every(({ id }) => isTold(id)),
  ],
  [
    "BR-57",
    "An address delivered to has a country (BT-80).",
    (i) => i.delivery?.address === undefined || isTold(i.delivery.address.country),
  ],
  [
    "BR-CO-03",
    "The day VAT is due on (BT-7) and a code for it (BT-8) exclude each other.",
    (i) => i.taxPointOn === undefined || i.taxPointCode === undefined,
  ],
  [
    "BR-CO-18",
    "The document has at least one VAT breakdown (BG-23).",
    (i) => i.breakdown.length > 0,
  ],
  [
    "BR-CO-19",
    "An invoicing period has a first day, a last day, or both.",
    (i) => isTold(i.taxPointCode) || isFilled(i.period),
  ],
  [
    "BR-CO-25",
    "Where something is due, the due day (BT-9) or the terms (BT-20) are told.",
    (i) => i.isCreditNote || !isPositive(i.totals.payable) || isTold(i.dueOn) || isTold(i.terms),
  ],
];

const ISO_VAT = /^[A-Z]{2}/;
const hasCountryPrefix = (id: string | undefined): boolean =>
  id === undefined || (ISO_VAT.test(id) && isVatCountry(id.slice(0, 2)));
/** Greece has its own letters, and Northern Ireland too. */
const isVatCountry = (prefix: string): boolean =>
  ["EL", "XI", "1A"].includes(prefix) || isCountry(prefix);
const VAT_PREFIX = "A VAT identifier begins with its country's two letters.";

const SELLER: readonly Check<Party>[] = [
  ["BR-09", "The seller's address has a country (BT-40).", (p) => isTold(p.address?.country)],
  [
    "BR-62",
    "The seller's electronic address has a scheme (BT-34).",
    (p) => p.endpoint === undefined || isTold(p.endpoint.scheme),
  ],
  ["BR-CO-09", VAT_PREFIX, (p) => hasCountryPrefix(p.vatId)],
  [
    "BR-CO-26",
    "The seller is told by an identifier (BT-29), a registration (BT-30) or a VAT number (BT-31).",
    (p) => p.ids.length > 0 || isTold(p.legalId) || isTold(p.vatId),
  ],
];

const BUYER: readonly Check<Party>[] = [
  ["BR-11", "The buyer's address has a country (BT-55).", (p) => isTold(p.address?.country)],
  [
    "BR-63",
    "The buyer's electronic address has a scheme (BT-49).",
    (p) => p.endpoint === undefined || isTold(p.endpoint.scheme),
  ],
  ["BR-CO-09", VAT_PREFIX, (p) => hasCountryPrefix(p.vatId)],
];

const REPRESENTATIVE: readonly Check<Party>[] = [
  ["BR-18", "The tax representative has a name (BT-62).", (p) => isTold(p.name)],
  ["BR-19", "The tax representative has a postal address (BG-12).", (p) => isTold(p.address)],
  [
    "BR-20",
    "The tax representative's address has a country (BT-69).",
    (p) => isTold(p.address?.country),
  ],
  ["BR-56", "The tax representative has a VAT identifier (BT-63).", (p) => isTold(p.vatId)],
  ["BR-CO-09", VAT_PREFIX, (p) => hasCountryPrefix(p.vatId)],
];

const hasReason = (one: EAdjustment): boolean => isTold(one.reason) || isTold(one.reasonCode);

const ALLOWANCE: readonly Check<EAdjustment>[] = [
  ["BR-31", "An allowance has an amount (BT-92).", (a) => isTold(a.amount)],
  ["BR-32", "An allowance has a VAT category (BT-95).", (a) => isTold(a.vat?.category)],
  ["BR-33", "An allowance has a reason or its code (BT-97, BT-98).", hasReason],
  ["BR-CO-21", "An allowance has a reason or its code (BT-97, BT-98).", hasReason],
];
const CHARGE: readonly Check<EAdjustment>[] = [
  ["BR-36", "A charge has an amount (BT-99).", (a) => isTold(a.amount)],
  ["BR-37", "A charge has a VAT category (BT-102).", (a) => isTold(a.vat?.category)],
  ["BR-38", "A charge has a reason or its code (BT-104, BT-105).", hasReason],
  ["BR-CO-22", "A charge has a reason or its code (BT-104, BT-105).", hasReason],
];
const LINE_ALLOWANCE: readonly Check<EAdjustment>[] = [
  ["BR-41", "A line's allowance has an amount (BT-136).", (a) => isTold(a.amount)],
  ["BR-42", "A line's allowance has a reason or its code (BT-139, BT-140).", hasReason],
  ["BR-CO-23", "A line's allowance has a reason or its code (BT-139, BT-140).", hasReason],
];
const LINE_CHARGE: readonly Check<EAdjustment>[] = [
  ["BR-43", "A line's charge has an amount (BT-141).", (a) => isTold(a.amount)],
  ["BR-44", "A line's charge has a reason or its code (BT-144, BT-145).", hasReason],
  ["BR-CO-24", "A line's charge has a reason or its code (BT-144, BT-145).", hasReason],
];

const BREAKDOWN: readonly Check<EInvoice["breakdown"][number]>[] = [
  ["BR-45", "A VAT breakdown has a taxable amount (BT-116).", (b) => isTold(b.taxable)],
  ["BR-46", "A VAT breakdown has a tax amount (BT-117).", (b) => isTold(b.tax)],
  ["BR-47", "A VAT breakdown has a category (BT-118).", (b) => isTold(b.vat.category)],
  [
    "BR-48",
    "A VAT breakdown has a rate, unless it is not subject to VAT (BT-119).",
    (b) => isTold(b.vat.rate) || b.vat.category === "O",
  ],
];

const TRANSFERS = ["30", "58"];
const PAYMENT: readonly Check<EInvoice["payments"][number]>[] = [
  ["BR-49", "A way to pay has a code (BT-81).", (p) => isTold(p.code)],
  [
    "BR-50",
    "An account to pay to has its number (BT-84).",
    (p) => !TRANSFERS.includes(p.code ?? "") || p.account === undefined || isTold(p.account.id),
  ],
  [
    "BR-61",
    "A credit transfer tells the account to pay to (BT-84).",
    (p) => !TRANSFERS.includes(p.code ?? "") || isTold(p.account?.id),
  ],
];

const LINE: readonly Check<ELine>[] = [
  ["BR-21", "A line has an identifier (BT-126).", (l) => isTold(l.id)],
  ["BR-22", "A line has a quantity (BT-129).", (l) => isTold(l.quantity)],
  ["BR-23", "A line's quantity has a unit (BT-130).", (l) => isTold(l.unit)],
  ["BR-24", "A line has a net amount (BT-131).", (l) => isTold(l.net)],
  ["BR-25", "A line's item has a name (BT-153).", (l) => isTold(l.name)],
  ["BR-26", "A line has a net price (BT-146).", (l) => isTold(l.price)],
  ["BR-27", "A net price is not negative (BT-146).", (l) => !isNegative(l.price)],
  ["BR-28", "A gross price is not negative (BT-148).", (l) => !isNegative(l.grossPrice)],
  [
    "BR-30",
    "A line's period ends on the day it starts or later (BT-135).",
    (l) => isInOrder(l.period),
  ],
  [
    "BR-54",
    "An item's attribute has a name and a value.",
    (l) => l.attributes.every((a) => isTold(a.name) && isTold(a.value)),
  ],
  [
    "BR-64",
    "An item's standard identifier has a scheme (BT-157).",
    (l) => l.standardId === undefined || isTold(l.standardId.scheme),
  ],
  [
    "BR-65",
    "An item's classification names its list (BT-158).",
    (l) => l.classifications.every(({ list }) => isTold(list)),
  ],
  ["BR-CO-04", "A line has a VAT category (BT-151).", (l) => isTold(l.vat.category)],
  ["BR-CO-20", "A line's period has a first day, a last day, or both.", (l) => isFilled(l.period)],
];

const lineViolations = (line: ELine, at: string): readonly Violation[] => [
  ...brokenBy(LINE, line, at),
  ...line.adjustments.flatMap((one) =>
    brokenBy(one.isCharge ? LINE_CHARGE : LINE_ALLOWANCE, one, at),
  ),
];
