import { z } from "zod";
import { blocked, get, instant, minorAmount, post } from "#kernel/contract.ts";
import { INTERVALS, LIMITS, PLAN_CURRENCIES } from "../plans/plans.rules.ts";

/** How a company stands with the service. */
export const Phase = z.enum(["trial", "trial_over", "active", "past_due", "ended"]);
export type Phase = z.output<typeof Phase>;

const PlanKey = z.string().trim().min(1).max(60);
const Currency = z.enum(PLAN_CURRENCIES);
export const Interval = z.enum(INTERVALS);
const prices = z.object({ MYR: z.int(), USD: z.int(), EUR: z.int() });

const OfferedPlan = z.object({
  key: z.string(),
  name: z.object({ en: z.string(), ms: z.string() }),
  /** In minor units, by interval and currency. */
  prices: z.object({ month: prices, year: prices }),
  limits: z.object({
    customers: z.int().optional(),
    orders: z.int().optional(),
    members: z.int().optional(),
    bytes: z.int().optional(),
  }),
});

export const Billing = z.object({
  phase: Phase,
  trialEndsAt: instant(),
  trialDaysLeft: z.int(),
  /** From then on the company is read and exported only; null: nothing says so. */
  readOnlyAt: instant().nullable(),
  isReadOnly: z.boolean(),
  /** What it has, and pays; null while it has none. */
  plan: z
    .object({
      key: z.string().nullable(),
      name: z.object({ en: z.string(), ms: z.string() }).nullable(),
      amountMinor: minorAmount().nullable(),
      currency: z.string(),
      interval: z.string().nullable(),
      periodEndsAt: instant().nullable(),
      cancelsAt: instant().nullable(),
    })
    .nullable(),
  unpaidSince: instant().nullable(),
  usage: z.array(
    z.object({
      limit: z.enum(LIMITS),
      used: z.int(),
      /** Null: without a limit. */
      of: z.int().nullable(),
    }),
  ),
  plans: z.array(OfferedPlan),
  blocked: z.object({ subscribe: blocked(), change: blocked(), portal: blocked() }),
});
export type Billing = z.output<typeof Billing>;

const Invoice = z.object({
  id: z.string(),
  number: z.string().nullable(),
  status: z.string(),
  at: instant(),
  totalMinor: minorAmount(),
  currency: z.string(),
  /** Stripe's page of it, where it is also paid. */
  url: z.string().nullable(),
});

/** A page of Stripe's, to go to now. */
const Page = z.object({ url: z.string() });
const Choice = z.object({ plan: PlanKey, interval: Interval });

const at = "/api/billing";
export const billing = {
  get: get(at, z.object({}), Billing),
  /** As Stripe has them now, the newest first. */
  invoices: get(`${at}/invoices`, z.object({}), z.object({ rows: z.array(Invoice) })),
  /** To Stripe's page where the plan is paid. It comes back with the session, which `returned` takes. */
  subscribe: post(
    `${at}/subscribe`,
    z.object({
      ...Choice.shape,
      currency: Currency,
      /** A promotion code; without one it can still be typed at Stripe. */
      code: z.string().trim().max(100).optional(),
    }),
    Page,
  ),
  returned: post(
    `${at}/returned`,
    z.object({ session: z.string().min(1).max(255) }),
    z.object({ isPaid: z.boolean() }),
  ),
  /** What a change of the plan would cost today: what is left of the old one is set against it. */
  preview: get(
    `${at}/preview`,
    Choice,
    z.object({ dueMinor: minorAmount(), currency: z.string(), at: instant() }),
  ),
  /** `at`: the moment that was previewed, so that the same is charged. */
  change: post(
    `${at}/change`,
    z.object({ ...Choice.shape, at: instant() }),
    z.object({ done: z.literal(true) }),
  ),
  /** To Stripe's page with cards, invoices, tax id and the end of the subscription. */
  portal: post(`${at}/portal`, z.object({}), Page),
};
