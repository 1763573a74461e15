import { z } from "zod";
import { contact, sensitive } from "#kernel/classes.ts";
import {
  blocked,
  currency,
  get,
  id,
  instant,
  minorAmount,
  page,
  patch,
  post,
} from "#kernel/contract.ts";
import { Rate } from "../journals/journals.contract.ts";
import { Percent, TaxCategoryCode, TaxCodeId, TaxScheme } from "../taxes/taxes.contract.ts";
import { WriteOff } from "../write-offs/write-offs.contract.ts";

export const InvoiceId = id("invoice");
export type InvoiceId = z.output<typeof InvoiceId>;

export const InvoiceKind = z.enum(["invoice", "credit_note"]);
export type InvoiceKind = z.output<typeof InvoiceKind>;

/** Where it stands: what is kept, with what has been paid and what day it is. */
export const InvoiceStanding = z.enum([
  "draft",
  "discarded",
  "open",
  "part_paid",
  "overdue",
  "paid",
  "credited",
  "written_off",
  "issued",
]);
export type InvoiceStanding = z.output<typeof InvoiceStanding>;

const text = (max: number) => z.string().trim().max(max, "field.too_long");

/** Whom it is for, as the paper says it. */
export const Buyer = z.object({
  name: text(200).min(1, "field.required"),
  /** Of whom the name works for, or the trading name beside the legal one. */
  attention: text(200).default(""),
  email: contact(text(254).default("")),
  street: contact(text(200).default("")),
  street2: contact(text(200).default("")),
  city: text(100).default(""),
  postcode: contact(text(20).default("")),
  state: text(100).default(""),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, "country.unknown")
    .nullable()
    .default(null),
  registration: text(50).default(""),
  taxNumber: text(50).default(""),
});
export type Buyer = z.output<typeof Buyer>;

/** Exact decimals as text: no float holds a quantity or a price. */
const Quantity = z.string().regex(/^-?\d{1,9}(\.\d{1,6})?$/, "finance.invoice.no_quantity");
const Price = z.string().regex(/^\d{1,12}(\.\d{1,6})?$/, "finance.invoice.no_price");

const Share = z.union([z.object({ percent: Percent }), z.object({ minor: z.int().min(0) })]);

export const InvoiceLine = z.object({
  variantId: id("variant").nullable().default(null),
  name: text(300).min(1, "field.required"),
  description: text(2000).default(""),
  sku: text(100).default(""),
  /** UN/ECE recommendation 20. */
  unit: z
    .string()
    .regex(/^[A-Z0-9]{2,3}$/, "finance.invoice.no_unit")
    .default("C62"),
  quantity: Quantity,
  price: Price,
  discount: Share.nullable().default(null),
  taxCodeIds: z.array(TaxCodeId).max(5).default([]),
});
export type InvoiceLine = z.output<typeof InvoiceLine>;

/** A discount or a charge on the whole paper: on the taxes of its lines in proportion, unless it has its own. */
export const InvoiceAdjustment = z.object({
  isCharge: z.boolean(),
  of: Share,
  reason: text(200).min(1, "field.required"),
  taxCodeIds: z.array(TaxCodeId).max(5).nullable().default(null),
});
export type InvoiceAdjustment = z.output<typeof InvoiceAdjustment>;

export const LINES_MAX = 200;

/** What is said when a paper to a customer is drafted. */
export const draft = {
  customerId: id("customer").nullable().default(null),
  buyer: Buyer,
  currency: currency(),
  pricesContainTax: z.boolean().default(false),
  termsDays: z.int().min(0).max(365).optional(),
  reference: text(100).default(""),
  note: sensitive(text(2000).default("")),
  lines: z.array(InvoiceLine).max(LINES_MAX),
  adjustments: z.array(InvoiceAdjustment).max(20).default([]),
};
const Content = z.object(draft);

const TaxShare = z.object({ code: z.string(), minor: minorAmount() });
/** What it all comes to. */
export const Figures = z.object({
  lines: z.array(
    z.object({
      grossMinor: minorAmount(),
      discountMinor: minorAmount(),
      netMinor: minorAmount(),
      taxMinor: minorAmount(),
      taxes: z.array(TaxShare),
    }),
  ),
  groups: z.array(
    z.object({
      scheme: TaxScheme,
      category: TaxCategoryCode,
      rate: Percent,
      isWithheld: z.boolean(),
      taxableMinor: minorAmount(),
      taxMinor: minorAmount(),
      codes: z.array(
        z.object({ code: z.string(), taxableMinor: minorAmount(), taxMinor: minorAmount() }),
      ),
    }),
  ),
  linesMinor: minorAmount(),
  discountMinor: minorAmount(),
  chargeMinor: minorAmount(),
  netMinor: minorAmount(),
  taxMinor: minorAmount(),
  roundingMinor: minorAmount(),
  payableMinor: minorAmount(),
  withheldMinor: minorAmount(),
});
export type Figures = z.output<typeof Figures>;

export const InvoiceRow = z.object({
  id: InvoiceId,
  kind: InvoiceKind,
  standing: InvoiceStanding,
  number: z.string().nullable(),
  buyerName: z.string(),
  customerId: id("customer").nullable(),
  currency: z.string(),
  issuedOn: z.iso.date().nullable(),
  dueOn: z.iso.date().nullable(),
  payableMinor: minorAmount(),
  dueMinor: minorAmount(),
  createdAt: instant(),
});
export type InvoiceRow = z.output<typeof InvoiceRow>;

const Paid = z.object({
  id: id("receipt"),
  allocationId: id("receipt_allocation"),
  receivedOn: z.iso.date(),
  amountMinor: minorAmount(),
  reference: z.string(),
  /** In the currency of the books: what the rates made of it since the invoice. */
  gainMinor: minorAmount(),
  undoneOn: z.iso.date().nullable(),
});

/** What a paper in another currency stands at in the books: at its rate, and what of that is still open. */
export const Worth = z.object({
  currency: z.string(),
  rate: Rate,
  rateSource: z.string(),
  rateOn: z.iso.date(),
  payableMinor: minorAmount(),
  carriedMinor: minorAmount(),
});

export const Invoice = InvoiceRow.extend({
  buyer: Buyer.required(),
  pricesContainTax: z.boolean(),
  termsDays: z.int(),
  reference: z.string(),
  note: sensitive(z.string()),
  lines: z.array(InvoiceLine.required()),
  adjustments: z.array(InvoiceAdjustment.required()),
  figures: Figures,
  /** Null: it is in the currency of the books, or not issued yet. */
  worth: Worth.nullable(),
  paidMinor: minorAmount(),
  creditedMinor: minorAmount(),
  writtenOffMinor: minorAmount(),
  receipts: z.array(Paid),
  writeOffs: z.array(WriteOff.omit({ invoiceId: true })),
  credits: z.object({ id: InvoiceId, number: z.string() }).nullable(),
  creditNotes: z.array(
    z.object({ id: InvoiceId, number: z.string().nullable(), payableMinor: minorAmount() }),
  ),
  /** Its entry in the journal. */
  entryId: id("journal_entry").nullable(),
  /** What an e-invoice by EN 16931 would still lack, rule by rule; the same rules with no tolerance. */
  lacks: z.array(z.object({ rule: z.string(), says: z.string(), at: z.string().nullable() })),
  version: z.int(),
  blocked: z.object({
    change: blocked(),
    discard: blocked(),
    restore: blocked(),
    issue: blocked(),
    credit: blocked(),
    receive: blocked(),
    writeOff: blocked(),
    send: blocked(),
    remind: blocked(),
    eInvoice: blocked(),
  }),
});
export type Invoice = z.output<typeof Invoice>;

export const InvoiceFilter = z.object({
  search: z.string().trim().max(200).optional(),
  standing: z.enum(["draft", "open", "overdue", "paid", "discarded"]).optional(),
  kind: InvoiceKind.optional(),
  customer: id("customer").optional(),
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
});
export type InvoiceFilter = z.output<typeof InvoiceFilter>;

/** What is owed, by how late it is, in one currency. */
export const Aging = z.object({
  currency: z.string(),
  notDueMinor: minorAmount(),
  to30Minor: minorAmount(),
  to60Minor: minorAmount(),
  to90Minor: minorAmount(),
  olderMinor: minorAmount(),
});
export type Aging = z.output<typeof Aging>;

const at = "/api/finance/invoices";
const one = z.object({ id: InvoiceId });
const Versioned = z.object({ id: InvoiceId, version: z.int() });
export const invoices = {
  list: get(
    at,
    InvoiceFilter.extend({
      sort: z.enum(["-issued", "issued"]).default("-issued"),
      after: z.string().max(500).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    page(InvoiceRow),
  ),
  count: get(`${at}/count`, InvoiceFilter, z.object({ count: z.int(), allCount: z.int() })),
  aging: get(`${at}/aging`, z.object({}), z.object({ currencies: z.array(Aging) })),
  get: get(`${at}/:id`, one, Invoice),
  create: post(at, Content, Invoice),
  change: patch(`${at}/:id`, z.object({ ...draft, id: InvoiceId, version: z.int() }), Invoice),
  discard: post(`${at}/:id/discard`, Versioned, Invoice),
  restore: post(`${at}/:id/restore`, Versioned, Invoice),
  issue: post(
    `${at}/:id/issue`,
    z.object({
      id: InvoiceId,
      version: z.int(),
      issuedOn: z.iso.date().optional(),
      /** Of its currency in that of the books. Left out: the newest that is known on its day. */
      rate: Rate.optional(),
    }),
    Invoice,
  ),
  /** A draft of a credit note over all that is not credited yet: issued as it is, or lessened first. */
  credit: post(`${at}/:id/credit`, Versioned, Invoice),
  /** A4, as it is sent: of a draft, as it would be issued today. */
  pdf: get(
    `${at}/:id/pdf`,
    z.object({ id: InvoiceId, language: z.enum(["en", "ms"]).default("en") }),
    z.object({ name: z.string(), base64: sensitive(z.string()) }),
  ),
  eInvoice: get(`${at}/:id/xml`, one, z.object({ name: z.string(), xml: sensitive(z.string()) })),
};
