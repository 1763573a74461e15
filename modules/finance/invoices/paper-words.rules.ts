import type { Language } from "#kernel/said.ts";

/** What stands on papers beside what they say themselves. */
export type PaperWords = typeof EN;

const EN = {
  invoice: "Invoice",
  credit_note: "Credit note",
  quote: "Quotation",
  draft: "draft",
  number: "Number",
  issued: "Date",
  due: "Due",
  validUntil: "Valid until",
  credits: "For invoice",
  reference: "Reference",
  to: "To",
  registration: "Reg. no.",
  taxNumber: "Tax no.",
  item: "Item",
  quantity: "Quantity",
  price: "Price",
  tax: "Tax",
  amount: "Amount",
  discount: "Discount",
  charges: "Charges",
  lines: "Lines",
  of: "of",
  rounding: "Rounding",
  total: "Total",
  accounted: (from: string, total: string, tax: string, rate: string) =>
    `Total ${total}, of it tax ${tax}, at ${rate} for 1 ${from}`,
  payTo: "Pay to:",
  payReference: "Reference:",
  page: (at: number, count: number) => `Page ${at} of ${count}`,
};

const MS: PaperWords = {
  invoice: "Invois",
  credit_note: "Nota kredit",
  quote: "Sebut harga",
  draft: "draf",
  number: "Nombor",
  issued: "Tarikh",
  due: "Bayar sebelum",
  validUntil: "Sah hingga",
  credits: "Bagi invois",
  reference: "Rujukan",
  to: "Kepada",
  registration: "No. pendaftaran",
  taxNumber: "No. cukai",
  item: "Perkara",
  quantity: "Kuantiti",
  price: "Harga",
  tax: "Cukai",
  amount: "Amaun",
  discount: "Diskaun",
  charges: "Caj",
  lines: "Baris",
  of: "daripada",
  rounding: "Pembundaran",
  total: "Jumlah",
  accounted: (from, total, tax, rate) =>
    `Jumlah ${total}, termasuk cukai ${tax}, pada ${rate} bagi 1 ${from}`,
  payTo: "Bayar kepada:",
  payReference: "Rujukan:",
  page: (at, count) => `Halaman ${at} daripada ${count}`,
};

export const paperWords = (language: Language): PaperWords => (language === "ms" ? MS : EN);
