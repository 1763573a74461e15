import { z } from "zod";
import { sensitive } from "#kernel/classes.ts";
import { blocked, get, id, instant, minorAmount, patch, post } from "#kernel/contract.ts";
import {
  Buyer,
  draft,
  Figures,
  InvoiceAdjustment,
  InvoiceId,
  InvoiceLine,
} from "../invoices/invoices.contract.ts";
import { Language } from "../links/links.contract.ts";

export const RecurringId = id("recurring_invoice");
export type RecurringId = z.output<typeof RecurringId>;

export const Every = z.enum(["week", "month", "quarter", "year"]);
export type Every = z.output<typeof Every>;
export const RecurringStatus = z.enum(["active", "paused", "ended"]);
export type RecurringStatus = z.output<typeof RecurringStatus>;
/** What becomes of each: a draft, or issued and sent. */
export const Does = z.enum(["draft", "send"]);
export type Does = z.output<typeof Does>;

const plan = {
  every: Every,
  startsOn: z.iso.date(),
  /** On the last day of each month, whichever that is. */
  isMonthEnd: z.boolean().default(false),
  endsOn: z.iso.date().nullable().default(null),
  does: Does,
  language: Language.default("en"),
};
const said = { ...draft, ...plan };

export const RecurringRow = z.object({
  id: RecurringId,
  status: RecurringStatus,
  every: Every,
  does: Does,
  buyerName: z.string(),
  customerId: id("customer").nullable(),
  currency: z.string(),
  payableMinor: minorAmount(),
  nextOn: z.iso.date().nullable(),
  /** Why the one that is due did not come about: a reason's code. */
  failure: z.string().nullable(),
  createdAt: instant(),
});
export type RecurringRow = z.output<typeof RecurringRow>;

export const Recurring = RecurringRow.extend({
  startsOn: z.iso.date(),
  isMonthEnd: z.boolean(),
  endsOn: z.iso.date().nullable(),
  language: Language,
  buyer: Buyer.required(),
  pricesContainTax: z.boolean(),
  termsDays: z.int(),
  reference: z.string(),
  note: sensitive(z.string()),
  lines: z.array(InvoiceLine.required()),
  adjustments: z.array(InvoiceAdjustment.required()),
  figures: Figures,
  /** The days of the next few. */
  comingOn: z.array(z.iso.date()),
  /** The newest first, at most 24. */
  periods: z.array(
    z.object({
      periodOn: z.iso.date(),
      invoiceId: InvoiceId.nullable(),
      number: z.string().nullable(),
      payableMinor: minorAmount().nullable(),
    }),
  ),
  version: z.int(),
  blocked: z.object({ change: blocked(), pause: blocked(), resume: blocked(), end: blocked() }),
});
export type Recurring = z.output<typeof Recurring>;

const at = "/api/finance/recurring";
const Versioned = z.object({ id: RecurringId, version: z.int() });
export const RECURRING_MAX = 500;
export const recurring = {
  /** All of them, those that come next first; at most RECURRING_MAX. */
  list: get(at, z.object({}), z.object({ rows: z.array(RecurringRow) })),
  get: get(`${at}/:id`, z.object({ id: RecurringId }), Recurring),
  create: post(at, z.object(said), Recurring),
  change: patch(`${at}/:id`, z.object({ ...said, id: RecurringId, version: z.int() }), Recurring),
  /** None comes about meanwhile, nor for that time later. */
  pause: post(`${at}/:id/pause`, Versioned, Recurring),
  resume: post(`${at}/:id/resume`, Versioned, Recurring),
  end: post(`${at}/:id/end`, Versioned, Recurring),
};
