import { readDecimal } from "#kernel/decimal.ts";
import type { EInvoice, Vat, Violation } from "./invoice.rules.ts";

/** What each VAT category asks of the document it stands in: BR-x-01 to BR-x-07 and BR-x-10 to BR-x-14. */
export const vatViolations = (invoice: EInvoice): readonly Violation[] => [
  ...KINDS.flatMap((kind) => kindViolations(kind, invoice)),
  ...deliveryViolations(invoice),
  ...outOfScopeViolations(invoice),
  ...splitPaymentViolations(invoice),
];

type Kind = {
  readonly category: string;
  readonly rule: string;
  readonly name: string;
  /** How often it stands in the breakdown where anything is of this kind. */
  readonly once: boolean;
  readonly parties: (invoice: EInvoice) => boolean;
  readonly partiesSay: string;
  readonly rate: (rate: string | undefined) => boolean;
  readonly rateSays: string;
  readonly needsReason: boolean;
};

const isKnown = ({ seller, taxRepresentative }: EInvoice): boolean =>
  (seller.vatId ?? seller.taxId ?? taxRepresentative?.vatId) !== undefined;
const hasVatId = ({ seller, taxRepresentative }: EInvoice): boolean =>
  (seller.vatId ?? taxRepresentative?.vatId) !== undefined;

const isZero = (rate: string | undefined): boolean =>
  rate !== undefined && readDecimal(rate, 12) === 0n;
const isAbove = (rate: string | undefined): boolean =>
  rate !== undefined && (readDecimal(rate, 12) ?? 0n) > 0n;
const isNotBelow = (rate: string | undefined): boolean =>
  rate !== undefined && (readDecimal(rate, 12) ?? -1n) >= 0n;

const KNOWN = "the seller's VAT or tax number, or the tax representative's";
const ANY = { parties: isKnown, partiesSay: KNOWN };
const ZERO = { rate: isZero, rateSays: "a rate of 0" };
const FROM_ZERO = { rate: isNotBelow, rateSays: "a rate of 0 or more" };

const KINDS: readonly Kind[] = [
  {
    category: "S",
    rule: "BR-S",
    name: "Standard rated",
    once: false,
    ...ANY,
    rate: isAbove,
    rateSays: "a rate above 0",
    needsReason: false,
  },
  {
    category: "Z",
    rule: "BR-Z",
    name: "Zero rated",
    once: true,
    ...ANY,
    ...ZERO,
    needsReason: false,
  },
  { category: "E", rule: "BR-E", name: "Exempt", once: true, ...ANY, ...ZERO, needsReason: true },
  {
    category: "AE",
    rule: "BR-AE",
    name: "Reverse charge",
    once: true,
    parties: (i) => isKnown(i) && (i.buyer.vatId ?? i.buyer.legalId) !== undefined,
    partiesSay: `${KNOWN}, and the buyer's VAT or registration number`,
    ...ZERO,
    needsReason: true,
  },
  {
    category: "K",
    rule: "BR-IC",
    name: "Intra-community supply",
    once: true,
    parties: (i) => hasVatId(i) && i.buyer.vatId !== undefined,
    partiesSay: "the seller's or tax representative's VAT number, and the buyer's",
    ...ZERO,
    needsReason: true,
  },
  {
    category: "G",
    rule: "BR-G",
    name: "Export",
    once: true,
    parties: hasVatId,
    partiesSay: "the seller's or tax representative's VAT number",
    ...ZERO,
    needsReason: true,
  },
  {
    category: "O",
    rule: "BR-O",
    name: "Not subject to VAT",
    once: true,
    parties: (i) => !hasVatId(i) && i.buyer.vatId === undefined,
    partiesSay: "no VAT number of seller, buyer or tax representative",
    rate: (rate) => rate === undefined,
    rateSays: "no rate",
    needsReason: true,
  },
  {
    category: "L",
    rule: "BR-AF",
    name: "IGIC",
    once: false,
    ...ANY,
    ...FROM_ZERO,
    needsReason: false,
  },
  {
    category: "M",
    rule: "BR-AG",
    name: "IPSI",
    once: false,
    ...ANY,
    ...FROM_ZERO,
    needsReason: false,
  },
];

function kindViolations(kind: Kind, invoice: EInvoice): readonly Violation[] {
  const { category, rule, name, once } = kind;
  const isOf = (vat: Vat | undefined) => vat?.category === category;
  const places: [string, string, readonly (Vat | undefined)[]][] = [
    ["02", "05", invoice.lines.map(({ vat }) => vat)],
    ["03", "06", invoice.adjustments.filter((one) => !one.isCharge).map(({ vat }) => vat)],
    ["04", "07", invoice.adjustments.filter((one) => one.isCharge).map(({ vat }) => vat)],
  ];
  const count = invoice.breakdown.filter(({ vat }) => isOf(vat)).length;
  const isUsed = places.some(([, , vats]) => vats.some(isOf));
  const found: Violation[] = [];
  if ((isUsed && count === 0) || (once && count > 1))
    found.push({
      rule: `${rule}-01`,
      says: `${name} stands in the VAT breakdown ${once ? "once" : "too"} where anything is of that kind.`,
    });
  for (const [parties, rate, vats] of places) {
    const own = vats.filter(isOf);
    if (own.length > 0 && !kind.parties(invoice))
      found.push({ rule: `${rule}-${parties}`, says: `${name} asks for ${kind.partiesSay}.` });
    if (own.some((vat) => !kind.rate(vat?.rate)))
      found.push({ rule: `${rule}-${rate}`, says: `${name} asks for ${kind.rateSays}.` });
  }
  const isOdd = invoice.breakdown.some(
    (one) =>
      isOf(one.vat) &&
      ((one.exemptionReason ?? one.exemptionCode) !== undefined) !== kind.needsReason,
  );
  if (isOdd)
    found.push({
      rule: `${rule}-10`,
      says: `${name} ${kind.needsReason ? "tells why (BT-120, BT-121)" : "has no reason for an exemption"}.`,
    });
  return found;
}

function deliveryViolations({ breakdown, delivery, period }: EInvoice): readonly Violation[] {
  if (!breakdown.some(({ vat }) => vat.category === "K")) return [];
  const found: Violation[] = [];
  if ((delivery?.on ?? period?.from ?? period?.to) === undefined)
    found.push({
      rule: "BR-IC-11",
      says: "An intra-community supply tells the day of delivery (BT-72) or the period (BG-14).",
    });
  if (delivery?.address?.country === undefined)
    found.push({
      rule: "BR-IC-12",
      says: "An intra-community supply tells the country it goes to (BT-80).",
    });
  return found;
}

/** Italy's own: what the authority pays the tax of stands beside nothing that is standard rated, and between Italians only. */
function splitPaymentViolations(invoice: EInvoice): readonly Violation[] {
  const categories = [
    ...invoice.lines.map(({ vat }) => vat.category),
    ...invoice.adjustments.map(({ vat }) => vat?.category),
    ...invoice.breakdown.map(({ vat }) => vat.category),
  ];
  if (!categories.includes("B")) return [];
  const isDomestic =
    invoice.seller.address?.country === "IT" && invoice.buyer.address?.country === "IT";
  return [
    ...(isDomestic
      ? []
      : [{ rule: "BR-B-01", says: "Split payment is for invoices within Italy." }]),
    ...(categories.includes("S")
      ? [{ rule: "BR-B-02", says: "Split payment stands beside nothing that is standard rated." }]
      : []),
  ];
}

function outOfScopeViolations({ breakdown, lines, adjustments }: EInvoice): readonly Violation[] {
  if (!breakdown.some(({ vat }) => vat.category === "O")) return [];
  const isOther = ({ vat }: { vat?: Vat | undefined }) => vat?.category !== "O";
  const says = "What is not subject to VAT stands in a document of its own.";
  return [
    ...(breakdown.some(isOther) ? [{ rule: "BR-O-11", says }] : []),
    ...(lines.some(isOther) ? [{ rule: "BR-O-12", says }] : []),
    ...(adjustments.some((one) => !one.isCharge && isOther(one))
      ? [{ rule: "BR-O-13", says }]
      : []),
    ...(adjustments.some((one) => one.isCharge && isOther(one)) ? [{ rule: "BR-O-14", says }] : []),
  ];
}
