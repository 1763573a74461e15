import { z } from "zod";

const count = z.int().positive();
const perCurrency = z.strictObject({ MYR: count, USD: count, EUR: count });

/** A plan as an operator writes it: prices in minor units, limits without one are none. */
const Plan = z.strictObject({
  key: z.string().regex(/^[a-z][a-z0-9_]{1,30}$/),
  name: z.strictObject({ en: z.string().min(1).max(60), ms: z.string().min(1).max(60) }),
  prices: z.strictObject({ month: perCurrency, year: perCurrency }),
  limits: z.strictObject({
    customers: count.optional(),
    orders: count.optional(),
    members: count.optional(),
    bytes: count.optional(),
  }),
});
export const Plans = z
  .array(Plan)
  .min(1)
  .max(20)
  .refine((plans) => new Set(plans.map(({ key }) => key)).size === plans.length, {
    error: "each key once",
  });
