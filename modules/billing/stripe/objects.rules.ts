import type Stripe from "stripe";

/** As Stripe knows it, and what of it matters here. `null`: the company has none, or only one that never began. */
export const STATUSES = [
  "trialing",
  "active",
  "past_due",
  "unpaid",
  "paused",
  "canceled",
  "incomplete",
  "incomplete_expired",
] as const;
export type Status = (typeof STATUSES)[number];

/** What Stripe says of one customer at one moment, read into what is kept of it: no name, no address, no card. */
export type Told = {
  readonly subscription: string | null;
  readonly item: string | null;
  readonly status: Status | null;
  readonly plan: string | null;
  readonly currency: string | null;
  readonly interval: string | null;
  readonly amountMinor: number | null;
  readonly periodEndsAt: Date | null;
  /** It ends then, unless that is taken back. */
  readonly cancelsAt: Date | null;
  readonly endedAt: Date | null;
  /** Since when the oldest invoice is owed that was asked for and not paid. */
  readonly unpaidSince: Date | null;
};

export const TOLD_NOTHING: Told = {
  subscription: null,
  item: null,
  status: null,
  plan: null,
  currency: null,
  interval: null,
  amountMinor: null,
  periodEndsAt: null,
  cancelsAt: null,
  endedAt: null,
  unpaidSince: null,
};

type Subscription = Pick<
  Stripe.Subscription,
  | "id"
  | "status"
  | "items"
  | "currency"
  | "created"
  | "cancel_at"
  | "cancel_at_period_end"
  | "ended_at"
  | "metadata"
>;
type Invoice = Pick<Stripe.Invoice, "status" | "attempted" | "created" | "status_transitions">;

/** Whatever order things came in: of several subscriptions the one that does most for the company, of like ones the newest. */
export function toldOf(subscriptions: readonly Subscription[], invoices: readonly Invoice[]): Told {
  const one = subscriptions.toSorted(
    (a, b) =>
      rankOf(a.status) - rankOf(b.status) || b.created - a.created || (a.id < b.id ? 1 : -1),
  )[0];
  const unpaidSince = oldestUnpaid(invoices);
  if (one === undefined) return { ...TOLD_NOTHING, unpaidSince };
  const item = one.items.data[0];
  const periodEnd = item?.current_period_end ?? null;
  const cancelsAt = one.cancel_at ?? (one.cancel_at_period_end ? periodEnd : null);
  return {
    subscription: one.id,
    item: item?.id ?? null,
    status: statusOf(one.status),
    plan: one.metadata["plan"] ?? null,
    currency: one.currency.toUpperCase(),
    interval: item?.price.recurring?.interval ?? null,
    amountMinor: item?.price.unit_amount ?? null,
    periodEndsAt: momentOf(periodEnd),
    cancelsAt: one.ended_at === null ? momentOf(cancelsAt) : null,
    endedAt: momentOf(one.ended_at),
    unpaidSince,
    ...planOf(item),
  };
}

/** The price says the plan: it was changed at Stripe where that is newer than what the subscription was begun with. */
function planOf(item: Subscription["items"]["data"][number] | undefined): { plan?: string } {
  const plan = item?.price.metadata["plan"];
  return plan === undefined ? {} : { plan };
}

const rankOf = (status: string): number => {
  const rank = STATUSES.findIndex((known) => known === status);
  return rank === -1 ? STATUSES.length : rank;
};

/** A status that Stripe brings in later is none that closes anybody out. */
const statusOf = (status: string): Status => STATUSES.find((known) => known === status) ?? "active";

/** An invoice that was not yet asked for is not owed. */
function oldestUnpaid(invoices: readonly Invoice[]): Date | null {
  const since = invoices
    .filter(({ status, attempted }) => status === "open" && attempted)
    .map(({ created, status_transitions }) => status_transitions.finalized_at ?? created);
  return since.length === 0 ? null : momentOf(Math.min(...since));
}

const momentOf = (seconds: number | null | undefined): Date | null =>
  seconds === null || seconds === undefined ? null : new Date(seconds * 1000);

/** What an event tells that it is about: enough to ask Stripe how that stands now. */
export type Hint = {
  readonly customer: string | null;
  readonly company: string | null;
  readonly object: string;
  readonly objectId: string | null;
};

type Anything = Readonly<Record<string, unknown>>;

/** Of every version of the API: only names that have never changed are read. */
export function hintOf(object: Anything): Hint {
  const text = (value: unknown): string | null =>
    typeof value === "string" && value !== "" ? value.slice(0, 255) : null;
  const idOf = (value: unknown): string | null =>
    text(value) ??
    (typeof value === "object" && value !== null ? text((value as Anything)["id"]) : null);
  const kind = text(object["object"]) ?? "unknown";
  const metadata = object["metadata"] as Anything | null | undefined;
  return {
    object: kind,
    objectId: text(object["id"]),
    customer: kind === "customer" ? text(object["id"]) : idOf(object["customer"]),
    company: text(object["client_reference_id"]) ?? text(metadata?.["company"]),
  };
}
