import { readXml, type XmlElement } from "#platform/transfer/reading-xml.ts";
import { businessViolations } from "./business.rules.ts";
import type { EInvoice, Violation } from "./invoice.rules.ts";
import { readUbl } from "./reading-ubl.ts";
import { syntaxViolations } from "./syntax.ts";
import { totalsViolations } from "./totals.rules.ts";
import { vatViolations } from "./vat.rules.ts";

/** A paper is no warehouse: what is larger than this is none. */
const LIMITS = { charsMax: 16 * 1024 * 1024, elementsMax: 200_000 };

/**
 * Holds a UBL 2.1 invoice or credit note to the rules of EN 16931. `isStrict` lets no sum be off, where the official rules tolerate
 * one unit of the currency.
 */
export function checkEInvoice(xml: string, isStrict = true): readonly Violation[] {
  return violationsOf(readXml(xml, LIMITS), isStrict);
}

export function violationsOf(root: XmlElement, isStrict: boolean): readonly Violation[] {
  const invoice: EInvoice = readUbl(root);
  return [
    ...businessViolations(invoice),
    ...totalsViolations(invoice, isStrict),
    ...vatViolations(invoice),
    ...syntaxViolations(root),
  ];
}
