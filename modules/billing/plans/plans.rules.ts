import { Problem, type Reason } from "#kernel/errors.ts";

/** What a plan is told to hold. It warns and stops nobody: what is over it is kept, shown and exported like the rest. */
export const LIMITS = ["customers", "orders", "members", "bytes"] as const;
export type Limit = (typeof LIMITS)[number];

/** In these Kaunter is sold. */
export const PLAN_CURRENCIES = ["MYR", "USD", "EUR"] as const;
export const INTERVALS = ["month", "year"] as const;
export type PlanCurrency = (typeof PLAN_CURRENCIES)[number];
export type Interval = (typeof INTERVALS)[number];

type Prices = Readonly<Record<Interval, Readonly<Record<PlanCurrency, number>>>>;

export type Plan = {
  readonly key: string;
  readonly name: { readonly en: string; readonly ms: string };
  /** In minor units. */
  readonly prices: Prices;
  /** One without is none. */
  readonly limits: { readonly [limit in Limit]?: number | undefined };
};

/** By what Stripe knows a price again. The sum is in it: another sum is another price, and who pays the old one goes on paying it. */
export const lookupKeyOf = (
  plan: Pick<Plan, "key" | "prices">,
  currency: PlanCurrency,
  interval: Interval,
): string =>
  `kaunter_${plan.key}_${currency.toLowerCase()}_${interval}_${plan.prices[interval][currency]}`;

export function planAmong(plans: readonly Plan[], key: string): Plan {
  const plan = plans.find((one) => one.key === key);
  if (plan === undefined)
    throw new Problem("invalid", "input.invalid", [
      { path: ["plan"], code: "billing.plan.not_offered" satisfies Reason },
    ]);
  return plan;
}

export type Usage = { readonly limit: Limit; readonly used: number; readonly of: number | null };

/** How much of each limit is used; a plan without a limit says null. */
export const usageOf = (
  plan: Pick<Plan, "limits"> | null,
  used: Readonly<Record<Limit, number>>,
): Usage[] =>
  LIMITS.map((limit) => ({ limit, used: used[limit], of: plan?.limits[limit] ?? null }));
