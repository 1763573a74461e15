/**
 * In which states a customer's orders are, kept with the customer as one number, so that "without a paid order" looks at
 * no order: how many are in each state, a digit of base six for each, where five stands for five and more. What is
 * deleted is in none. A state that comes later is put at the end: what is kept goes by their places.
 */
export const ORDER_STATES = [
  ...(["pending", "open", "completed", "cancelled", "failed", "draft"] as const).map(of("status")),
  ...(["unpaid", "pending", "authorised", "part_paid", "paid"] as const).map(of("payment")),
  ...(["part_refunded", "refunded", "voided", "disputed"] as const).map(of("payment")),
  ...(["unfulfilled", "part_fulfilled", "fulfilled", "cancelled"] as const).map(of("fulfilment")),
] as const;

/** As far as each is counted. */
export const STATES_MOST = 5;
const BASE = STATES_MOST + 1;

type Aspect = (typeof ORDER_STATES)[number]["aspect"];
export type OrderStates = {
  readonly [A in Aspect]: Extract<(typeof ORDER_STATES)[number], { aspect: A }>["value"];
};

function of<const A extends string>(aspect: A) {
  return <V extends string>(value: V) => ({ aspect, value }) as const;
}

/** What one order in a state adds to the number; null of a state that is not known. */
export function weightOf(aspect: string, value: string): number | null {
  const place = ORDER_STATES.findIndex((one) => one.aspect === aspect && one.value === value);
  return place < 0 ? null : BASE ** place;
}

/** The number with one more order. */
export function withOrderIn(known: number, order: OrderStates): number {
  return (["status", "payment", "fulfilment"] as const).reduce((states, aspect) => {
    const weight = weightOf(aspect, order[aspect]);
    if (weight === null) throw new Error(`no order is ${order[aspect]}`);
    return Math.floor(states / weight) % BASE < STATES_MOST ? states + weight : states;
  }, known);
}
