import type { Applied } from "#kernel/applied.ts";
import type { StoreCustomer } from "#modules/crm/crm.public.ts";
import type { Deed } from "./deliveries.rules.ts";

const SEARCH_TEXT_MAX = 1000;
const NAME_MAX = 200;

/** The noun of each deed, as events and words name it. */
const NOUN = {
  order: "sales.order",
  order_restored: "sales.order",
  order_deleted: "sales.order",
  refund: "sales.refund",
  payment: "sales.payment",
  customer: "crm.customer",
  customer_deleted: "crm.customer",
  customers_merged: "crm.customer",
  product: "catalog.product",
  variation: "catalog.product",
  product_deleted: "catalog.product",
  subscription: "sales.subscription",
  subscription_deleted: "sales.subscription",
  privacy_request: "crm.request",
} as const satisfies Record<Deed["does"], string>;

/**
 * What came of a delivery, for the log: of several deeds the first that changed something speaks for all.
 * `kind` is an event's name with words in each language: `sales.order.created`.
 */
export function outcomeOf(done: readonly { readonly deed: Deed; readonly applied: Applied }[]): {
  state: "done" | "seen";
  summary: { kind: string; name: string } | Record<string, never>;
  subjectType: string | null;
  subjectId: string | null;
} {
  const speaks = done.find(({ applied }) => applied.outcome !== "seen") ?? done[0];
  if (speaks === undefined)
    return { state: "seen", summary: {}, subjectType: null, subjectId: null };
  const { deed, applied } = speaks;
  return {
    state: applied.outcome === "seen" ? "seen" : "done",
    summary: {
      kind: `${NOUN[deed.does]}.${verbOf(deed, applied)}`,
      name: plain(applied.subject?.name || nameOf(deed), NAME_MAX),
    },
    subjectType: applied.subject?.type ?? null,
    subjectId: applied.subject?.id ?? null,
  };
}

function verbOf(deed: Deed, { outcome }: Applied): string {
  if (outcome === "seen") return "seen";
  if (deed.does.endsWith("_deleted")) return "deleted";
  if (deed.does.endsWith("_restored")) return "restored";
  if (deed.does.endsWith("_merged")) return "merged";
  return outcome;
}

/** What the log finds a delivery by: topic, event, numbers, names, addresses and the store's own ids. */
export function searchTextOf(
  delivery: { readonly topic: string; readonly eventId: string | null },
  deeds: readonly Deed[],
): string {
  const words = deeds.flatMap((deed) => [nameOf(deed), ...idsOf(deed), ...wordsOf(personOf(deed))]);
  const all = [delivery.topic, delivery.eventId, ...words].filter(
    (word) => word !== null && word !== "",
  );
  return plain([...new Set(all)].join(" "), SEARCH_TEXT_MAX).toLowerCase();
}

function nameOf(deed: Deed): string {
  switch (deed.does) {
    case "order":
    case "order_restored":
      return deed.order.number;
    case "refund":
      return deed.refund.orderExternalId;
    case "payment":
      return deed.payment.orderExternalId;
    case "customer":
      return deed.customer.name || deed.customer.email || "";
    case "product":
      return deed.product.title;
    case "variation":
      return deed.variation.variant.title;
    case "subscription":
      return deed.subscription.number;
    case "privacy_request":
      return "";
    default:
      return deed.externalId;
  }
}

function idsOf(deed: Deed): (string | null)[] {
  switch (deed.does) {
    case "order":
    case "order_restored":
      return [deed.order.externalId];
    case "refund":
      return [deed.refund.externalId];
    case "payment":
      return [deed.payment.externalId, deed.payment.reference];
    case "customer":
      return [deed.customer.externalId];
    case "product":
      return [deed.product.externalId];
    case "variation":
      return [deed.variation.productExternalId, deed.variation.variant.externalId];
    case "subscription":
      return [deed.subscription.externalId];
    case "customers_merged":
      return [deed.externalId, deed.goneId];
    case "privacy_request":
      return [deed.request.account, deed.request.email];
    default:
      return [deed.externalId];
  }
}

function personOf(deed: Deed): StoreCustomer | null {
  if (deed.does === "order" || deed.does === "order_restored") return deed.order.customer;
  if (deed.does === "subscription") return deed.subscription.customer;
  return deed.does === "customer" ? deed.customer : null;
}

const wordsOf = (person: StoreCustomer | null): (string | null)[] =>
  person === null ? [] : [person.name, person.email, person.phoneText];

/** Text that any column can hold: PostgreSQL takes no NUL, and no half of a character. */
const plain = (text: string, max: number): string =>
  text.slice(0, max).replaceAll("\0", "").toWellFormed();
