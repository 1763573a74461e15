import { type Decimal, readDecimal, roundedQuotient } from "#kernel/decimal.ts";
import { digitsOf, isCurrency } from "#kernel/money.ts";
import type { EInvoice, Vat, Violation } from "./invoice.rules.ts";

/**
 * The sums of a document: BR-CO-10 to BR-CO-17, and BR-x-08 and BR-x-09 of each VAT category. The official rules let a taxable
 * amount and a tax differ by one unit of the currency; by `isStrict` they may not differ at all.
 */
export function totalsViolations(invoice: EInvoice, isStrict: boolean): readonly Violation[] {
  return [...sumViolations(invoice), ...taxViolations(invoice, isStrict)];
}

/** At as many places as any document writes. */
const SCALE = 12;
const UNIT = 10n ** BigInt(SCALE);
const exactOf = (amount: string | undefined): Decimal =>
  amount === undefined ? 0n : (readDecimal(amount, SCALE) ?? 0n);
const sum = (amounts: readonly (string | undefined)[]): Decimal =>
  amounts.reduce((all, amount) => all + exactOf(amount), 0n);

function sumViolations(invoice: EInvoice): readonly Violation[] {
  const { totals, lines, adjustments } = invoice;
  const of = (isCharge: boolean) =>
    sum(adjustments.filter((one) => one.isCharge === isCharge).map(({ amount }) => amount));
  const differs = (told: string | undefined, exact: Decimal) => exactOf(told) !== exact;
  const checks: [string, string, boolean][] = [
    [
      "BR-CO-10",
      "The sum of the lines (BT-106) is the sum of their net amounts (BT-131).",
      totals.lines !== undefined && differs(totals.lines, sum(lines.map(({ net }) => net))),
    ],
    [
      "BR-CO-11",
      "The sum of allowances (BT-107) is the sum of the document's allowances (BT-92).",
      differs(totals.allowances, of(false)),
    ],
    [
      "BR-CO-12",
      "The sum of charges (BT-108) is the sum of the document's charges (BT-99).",
      differs(totals.charges, of(true)),
    ],
    [
      "BR-CO-13",
      "The total without VAT (BT-109) is lines less allowances plus charges.",
      totals.net !== undefined &&
        differs(
          totals.net,
          exactOf(totals.lines) - exactOf(totals.allowances) + exactOf(totals.charges),
        ),
    ],
    [
      "BR-CO-14",
      "The total of VAT (BT-110) is the sum of the VAT breakdown (BT-117).",
      totals.tax !== undefined &&
        invoice.breakdown.length > 0 &&
        differs(totals.tax, sum(invoice.breakdown.map(({ tax }) => tax))),
    ],
    [
      "BR-CO-15",
      "The total with VAT (BT-112) is the total without it plus the VAT.",
      totals.total !== undefined &&
        differs(totals.total, exactOf(totals.net) + exactOf(totals.tax)),
    ],
    [
      "BR-CO-16",
      "The amount due (BT-115) is the total with VAT less what is paid, plus rounding.",
      totals.payable !== undefined &&
        differs(
          totals.payable,
          exactOf(totals.total) - exactOf(totals.prepaid) + exactOf(totals.rounding),
        ),
    ],
  ];
  return checks.flatMap(([rule, says, isBroken]) => (isBroken ? [{ rule, says }] : []));
}

/** What each category calls its rules, and whether its amounts are told apart by rate. */
const CATEGORIES: Readonly<Record<string, { rule: string; hasRates: boolean; name: string }>> = {
  S: { rule: "BR-S", hasRates: true, name: "standard rated" },
  Z: { rule: "BR-Z", hasRates: false, name: "zero rated" },
  E: { rule: "BR-E", hasRates: false, name: "exempt" },
  AE: { rule: "BR-AE", hasRates: false, name: "reverse charge" },
  K: { rule: "BR-IC", hasRates: false, name: "intra-community" },
  G: { rule: "BR-G", hasRates: false, name: "export" },
  O: { rule: "BR-O", hasRates: false, name: "not subject to VAT" },
  L: { rule: "BR-AF", hasRates: true, name: "IGIC" },
  M: { rule: "BR-AG", hasRates: true, name: "IPSI" },
};

function taxViolations(invoice: EInvoice, isStrict: boolean): readonly Violation[] {
  const isOff = (a: Decimal, b: Decimal) => (isStrict ? a !== b : (a < b ? b - a : a - b) >= UNIT);
  const step = 10n ** BigInt(SCALE - placesOf(invoice.currency));
  return invoice.breakdown.flatMap(({ vat, taxable, tax }, place) => {
    const at = `VAT breakdown ${place + 1}`;
    const exact = roundedQuotient(exactOf(taxable) * exactOf(vat.rate), 100n * UNIT * step) * step;
    const isTaxOff = tax !== undefined && isOff(exactOf(tax), exact);
    const found: Violation[] = [];
    if (isTaxOff)
      found.push({
        rule: "BR-CO-17",
        says: "VAT (BT-117) is the taxable amount times the rate, rounded to the cent.",
        at,
      });
    const kind = CATEGORIES[vat.category ?? ""];
    if (kind === undefined) return found;
    if (taxable !== undefined && isOff(exactOf(taxable), taxableOf(invoice, vat, kind.hasRates)))
      found.push({
        rule: `${kind.rule}-08`,
        says: `What is taxable as ${kind.name} (BT-116) is its lines less its allowances plus its charges.`,
        at,
      });
    if (tax !== undefined && (kind.hasRates ? isTaxOff : exactOf(tax) !== 0n))
      found.push({
        rule: `${kind.rule}-09`,
        says: kind.hasRates
          ? `VAT that is ${kind.name} (BT-117) is the taxable amount times the rate.`
          : `What is ${kind.name} bears no VAT (BT-117).`,
        at,
      });
    return found;
  });
}

/** Cents; whole units where the currency has nothing smaller. */
const placesOf = (currency: string | undefined): number =>
  currency !== undefined && isCurrency(currency) ? Math.min(2, digitsOf(currency)) : 2;

function taxableOf(invoice: EInvoice, vat: Vat, hasRates: boolean): Decimal {
  const isAlike = (other: Vat | undefined) =>
    other?.category === vat.category && (!hasRates || exactOf(other?.rate) === exactOf(vat.rate));
  const lines = invoice.lines.filter((line) => isAlike(line.vat)).map(({ net }) => net);
  const own = invoice.adjustments.filter((one) => isAlike(one.vat));
  return (
    sum(lines) +
    sum(own.filter(({ isCharge }) => isCharge).map(({ amount }) => amount)) -
    sum(own.filter(({ isCharge }) => !isCharge).map(({ amount }) => amount))
  );
}
