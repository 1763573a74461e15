import { z } from "zod";
import { sensitive } from "#kernel/classes.ts";
import { blocked, get, id, instant, minorAmount, page, patch, post } from "#kernel/contract.ts";
import {
  Buyer,
  draft,
  Figures,
  InvoiceAdjustment,
  InvoiceId,
  InvoiceLine,
} from "../invoices/invoices.contract.ts";

export const QuoteId = id("quote");
export type QuoteId = z.output<typeof QuoteId>;

/** Where it stands: what is kept, with what it became and what day it is. */
export const QuoteStanding = z.enum([
  ...["draft", "discarded", "open", "expired", "accepted", "declined", "invoiced"],
] as const);
export type QuoteStanding = z.output<typeof QuoteStanding>;

const offered = { ...draft, validDays: z.int().min(0).max(365).default(30) };

export const QuoteRow = z.object({
  id: QuoteId,
  standing: QuoteStanding,
  number: z.string().nullable(),
  buyerName: z.string(),
  customerId: id("customer").nullable(),
  currency: z.string(),
  issuedOn: z.iso.date().nullable(),
  validUntil: z.iso.date().nullable(),
  payableMinor: minorAmount(),
  createdAt: instant(),
});
export type QuoteRow = z.output<typeof QuoteRow>;

export const Quote = QuoteRow.extend({
  buyer: Buyer.required(),
  pricesContainTax: z.boolean(),
  validDays: z.int(),
  termsDays: z.int(),
  reference: z.string(),
  note: sensitive(z.string()),
  lines: z.array(InvoiceLine.required()),
  adjustments: z.array(InvoiceAdjustment.required()),
  figures: Figures,
  /** Who said yes or no, as they called themselves. */
  answer: z
    .object({
      at: instant(),
      by: z.string(),
      note: sensitive(z.string()),
      isOnline: z.boolean(),
    })
    .nullable(),
  /** What it became. */
  invoice: z.object({ id: InvoiceId, number: z.string().nullable() }).nullable(),
  version: z.int(),
  blocked: z.object({
    change: blocked(),
    discard: blocked(),
    restore: blocked(),
    issue: blocked(),
    answer: blocked(),
    invoice: blocked(),
    send: blocked(),
  }),
});
export type Quote = z.output<typeof Quote>;

export const QuoteFilter = z.object({
  search: z.string().trim().max(200).optional(),
  standing: QuoteStanding.optional(),
  customer: id("customer").optional(),
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
});
export type QuoteFilter = z.output<typeof QuoteFilter>;

const at = "/api/finance/quotes";
const one = z.object({ id: QuoteId });
const Versioned = z.object({ id: QuoteId, version: z.int() });
const text = (max: number) => z.string().trim().max(max, "field.too_long");
export const quotes = {
  list: get(
    at,
    QuoteFilter.extend({
      sort: z.enum(["-issued", "issued"]).default("-issued"),
      after: z.string().max(500).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    page(QuoteRow),
  ),
  count: get(`${at}/count`, QuoteFilter, z.object({ count: z.int(), allCount: z.int() })),
  get: get(`${at}/:id`, one, Quote),
  create: post(at, z.object(offered), Quote),
  change: patch(`${at}/:id`, z.object({ ...offered, id: QuoteId, version: z.int() }), Quote),
  discard: post(`${at}/:id/discard`, Versioned, Quote),
  restore: post(`${at}/:id/restore`, Versioned, Quote),
  /** Numbers it, and from then on it stands as it was offered. */
  issue: post(`${at}/:id/issue`, Versioned, Quote),
  /** What the customer said, entered by hand. */
  answer: post(
    `${at}/:id/answer`,
    Versioned.extend({
      isYes: z.boolean(),
      by: text(200).default(""),
      note: sensitive(text(2000).default("")),
    }),
    Quote,
  ),
  /** A draft invoice of it: once. */
  invoice: post(`${at}/:id/invoice`, Versioned, z.object({ invoiceId: InvoiceId })),
  pdf: get(
    `${at}/:id/pdf`,
    z.object({ id: QuoteId, language: z.enum(["en", "ms"]).default("en") }),
    z.object({ name: z.string(), base64: sensitive(z.string()) }),
  ),
};
