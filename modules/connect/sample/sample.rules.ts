import type { Reason } from "#kernel/errors.ts";
import type { Deed } from "../deliveries/deliveries.rules.ts";
import type { Sample } from "./sample.contract.ts";

type State = Sample["state"];

export const whyNotLoad = (state: State): Reason | null =>
  state === "none"
    ? null
    : state === "removing"
      ? "connect.sample.is_being_removed"
      : "connect.sample.already_loaded";

/** Also while it loads: then the loading ends where it is. */
export const whyNotRemove = (state: State): Reason | null =>
  state === "none"
    ? "connect.sample.not_loaded"
    : state === "removing"
      ? "connect.sample.is_being_removed"
      : null;

/**
 * Of all that a store tells of a record only the last, where each telling is the whole state: the end is the same, and
 * reached in a third of the time. Deletions and what stands alone stay as they are.
 */
export function lastOfEach(deeds: readonly Deed[]): Deed[] {
  const last = new Map<string, Deed>();
  deeds.forEach((deed, at) => {
    const key = recordOf(deed) ?? `${at}`;
    // Deleted and set anew: it takes its place in time from its last telling.
    last.delete(key);
    last.set(key, deed);
  });
  return [...last.values()];
}

function recordOf(deed: Deed): string | null {
  switch (deed.does) {
    case "order":
      return `order ${deed.order.externalId}`;
    case "customer":
      return deed.customer.externalId === null ? null : `customer ${deed.customer.externalId}`;
    case "product":
      return `product ${deed.product.externalId}`;
    case "subscription":
      return `subscription ${deed.subscription.externalId}`;
    default:
      return null;
  }
}
