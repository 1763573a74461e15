import type { Applied } from "#kernel/applied.ts";
import type { SourceClock } from "#kernel/clock.ts";
import type { Reason } from "#kernel/errors.ts";
import type { Address, Consent, Customer, CustomerId } from "./customers.contract.ts";

/** A customer as a store tells it, read from its payload. Empty texts are null: an empty string is no e-mail. */
export type StoreCustomer = {
  readonly connectionId: string;
  /** The store's id of the account, digits as text; null for a guest. */
  readonly externalId: string | null;
  /**
   * Whether the store itself says that this account has this e-mail (a customer payload, or the customer inside a
   * Shopify order). An order's billing address does not: it may be anybody's.
   */
  readonly isAccount: boolean;
  readonly email: string | null;
  /** As it came, with the country that says how to read a local number. */
  readonly phoneText: string | null;
  readonly name: string;
  readonly organisation: string | null;
  readonly address: Address;
  /** Left out: this payload does not speak of it. */
  readonly tags?: readonly string[];
  readonly emailConsent?: { readonly state: Consent; readonly at: Date | null };
  readonly phoneConsent?: { readonly state: Consent; readonly at: Date | null };
  readonly createdAt: Date | null;
  readonly clock: SourceClock;
};

/** `isPart`: by a merge that can be taken back, so that whatever hangs on `from` stays told apart. */
export type Merged = {
  readonly from: CustomerId;
  readonly into: CustomerId;
  readonly isPart?: boolean;
};

export const mergedOf = (from: CustomerId, into: CustomerId, isPart: boolean): Merged =>
  isPart ? { from, into, isPart } : { from, into };

/** Parts of a merged customer that turned out to be one: see parts.rules.ts. */
export type Recast = {
  readonly customerId: CustomerId;
  readonly parts: readonly CustomerId[];
  readonly into: CustomerId | null;
};

/** Who a store spoke of, and what else that changed. */
export type Joined = {
  readonly customerId: CustomerId;
  /** Which part of a merged customer it is about; null: their own. */
  readonly partId: CustomerId | null;
  /** What decided it. */
  readonly joinedBy: "email" | "store" | "phone";
  readonly outcome: Applied["outcome"];
  /** Records that turned out to be one person: what hangs on `from` belongs to `into`. */
  readonly merged: readonly Merged[];
  readonly recast: Recast | null;
  /** The number that was told, in E.164. */
  readonly phone: string | null;
  /** Numbers whose owner may now be another: what was joined by one of them alone has to be asked for again. */
  readonly phones: readonly string[];
};

/**
 * Who was deleted stays so, whatever a store still tells of them and of what they bought before: it is learnt for the day
 * they come back. What they buy since is a new customer's. Null: nobody said when what is told came about.
 */
export const isSoldSince = (
  customer: { readonly trashedAt: Date | null },
  madeAt: Date | null,
): boolean => customer.trashedAt !== null && madeAt !== null && madeAt > customer.trashedAt;

/** Somebody has to be known by something. */
export const whyNotKept = (
  customer: Pick<Customer, "name" | "email" | "phoneText">,
): Reason | null =>
  customer.name === "" && customer.email === null && customer.phoneText === null
    ? "crm.customer.has_nothing"
    : null;

export const TAGS_MAX = 50;
export const whyNotTag = (tags: readonly string[]): Reason | null =>
  tags.length > TAGS_MAX ? "crm.customer.too_many_tags" : null;

/** A record in the trash rests: it comes back as it was, or goes. */
export const whyNotTouch = (customer: { readonly trashedAt: Date | null }): Reason | null =>
  customer.trashedAt === null ? null : "crm.customer.in_trash";

export function whyNotArchive(customer: Pick<Customer, "archivedAt" | "trashedAt">): Reason | null {
  if (customer.trashedAt !== null) return "crm.customer.in_trash";
  return customer.archivedAt === null ? null : "crm.customer.already_archived";
}

export function whyNotRestore(customer: Pick<Customer, "archivedAt" | "trashedAt">): Reason | null {
  if (customer.trashedAt !== null) return "crm.customer.in_trash";
  return customer.archivedAt === null ? "crm.customer.not_archived" : null;
}
