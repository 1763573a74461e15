import { z } from "zod";
import { get, id, minorAmount } from "#kernel/contract.ts";

/** Days in the company's zone, both included; at most 1,100 days. `currency` defaults to the company's. */
export const HomeOf = z.object({
  from: z.iso.date(),
  to: z.iso.date(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  connectionId: id("connection").optional(),
});
export type HomeOf = z.output<typeof HomeOf>;

const Figures = z.object({
  /** Totals of the orders placed less the refunds made in the period, tax and shipping included. */
  netSalesMinor: minorAmount(),
  grossMinor: minorAmount(),
  refundsMinor: minorAmount(),
  ordersCount: z.int(),
  averageMinor: minorAmount(),
  newCustomersCount: z.int(),
  returningCustomersCount: z.int(),
});

export const Home = z.object({
  from: z.iso.date(),
  to: z.iso.date(),
  beforeFrom: z.iso.date(),
  beforeTo: z.iso.date(),
  currency: z.string(),
  /** Currencies with sales in the period, most orders first: what the figures leave out is named. */
  currencies: z.array(
    z.object({ currency: z.string(), ordersCount: z.int(), totalMinor: minorAmount() }),
  ),
  now: Figures,
  before: Figures,
  /** A point a day (a month when the period is longer than 120 days), both periods aligned by position. */
  step: z.enum(["day", "month"]),
  points: z.array(
    z.object({
      on: z.iso.date(),
      netMinor: minorAmount(),
      ordersCount: z.int(),
      beforeNetMinor: minorAmount(),
    }),
  ),
  products: z.array(
    z.object({
      productId: id("product").nullable(),
      title: z.string(),
      connection: z.string().nullable(),
      soldCount: z.number(),
      netMinor: minorAmount(),
      beforeNetMinor: minorAmount(),
      stockCount: z.number().nullable(),
    }),
  ),
  stores: z.array(
    z.object({
      connectionId: id("connection").nullable(),
      name: z.string().nullable(),
      kind: z.string(),
      netMinor: minorAmount(),
      ordersCount: z.int(),
    }),
  ),
  /** What waits for somebody: bad first. `kind` has words, `count` fills them, `to` is where the verb leads. */
  attention: z.array(
    z.object({
      kind: z.string(),
      tone: z.enum(["bad", "warn", "hint"]),
      count: z.int(),
      detail: z.record(z.string(), z.unknown()),
      to: z.string(),
    }),
  ),
  /** Nothing has ever arrived and nothing was entered: show what to do next. */
  isEmpty: z.boolean(),
});
export type Home = z.output<typeof Home>;

export const home = { get: get("/api/insights/home", HomeOf, Home) };
