import { type Interval, lookupKeyOf, type Plan, type PlanCurrency } from "../plans/plans.rules.ts";
import { asked, isTaken, type Stripe } from "./client.ts";

/** The price at Stripe of a plan as it is offered now; made there the first time that somebody wants it. */
export async function priceFor(
  stripe: Stripe,
  plan: Plan,
  currency: PlanCurrency,
  interval: Interval,
): Promise<string> {
  const key = lookupKeyOf(plan, currency, interval);
  const known = await asked(stripe.prices.list({ lookup_keys: [key], active: true, limit: 1 }));
  const [price] = known.data;
  if (price !== undefined) return price.id;
  const product = `kaunter_${plan.key}`;
  await stripe.products
    .create({ id: product, name: `Kaunter ${plan.name.en}`, metadata: { plan: plan.key } })
    // Somebody wanted it before, in another currency.
    .catch((error: unknown) => (isTaken(error) ? undefined : asked(Promise.reject(error))));
  const made = await asked(
    stripe.prices.create(
      {
        product,
        currency: currency.toLowerCase(),
        unit_amount: plan.prices[interval][currency],
        recurring: { interval },
        lookup_key: key,
        metadata: { plan: plan.key },
      },
      { idempotencyKey: key },
    ),
  );
  return made.id;
}
