import { checkEInvoice } from "#platform/einvoice/checking.ts";
import { writeUbl } from "#platform/einvoice/writing-ubl.ts";
import { type Paper, reckon } from "../taxes/reckoning.rules.ts";
import { eInvoiceOf, type PaperToTell } from "./einvoice.rules.ts";

/** A seller and a buyer of whom everything is known. */
const SELLER = {
  name: "Kedai Kopi Sdn. Bhd. <Ipoh> & Söhne",
  ids: [],
  legalId: "202301012345",
  vatId: "DE123456789",
  address: { street: "12 Jalan Sultan", city: "Ipoh", postcode: "30000", country: "MY" },
};
const BUYER = {
  name: 'Müller "Handel" GmbH\u0007',
  ids: [],
  vatId: "DE987654321",
  address: { city: "Köln", country: "DE" },
};

export const told = (paper: Paper, more: Partial<PaperToTell> = {}): PaperToTell => ({
  isCreditNote: false,
  number: "INV-2026-00042",
  issuedOn: "2026-11-30",
  dueOn: "2026-12-30",
  terms: undefined,
  note: undefined,
  buyerReference: undefined,
  preceding: [],
  seller: SELLER,
  buyer: BUYER,
  delivery: undefined,
  payment: { code: "30", reference: "INV-2026-00042", account: { id: "DE02120300000000202051" } },
  prepaidMinor: 0,
  accounted: undefined,
  paper,
  reckoned: reckon(paper),
  names: paper.lines.map(() => ({ name: "Kopi", unit: "C62" })),
  reasons: paper.adjustments.map(() => "As agreed"),
  exemptionOf: () => null,
  ...more,
});

export const xmlOf = (paper: Paper, more: Partial<PaperToTell> = {}): string =>
  writeUbl(eInvoiceOf(told(paper, more)));

/** A paper told in XML, as invoice or credit note, breaks no rule of EN 16931, and no sum of it is off by anything. */
export function isStrictlyValid(paper: Paper): void {
  const isCreditNote = paper.lines.length % 2 === 0;
  const broken = checkEInvoice(xmlOf(paper, { isCreditNote }), true);
  if (broken.length > 0) throw new Error(JSON.stringify(broken));
}
