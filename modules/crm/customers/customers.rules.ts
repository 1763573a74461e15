import type { SourceClock } from "#kernel/clock.ts";
import type { Reason } from "#kernel/errors.ts";
import type { Address, Consent, Customer } from "./customers.contract.ts";

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

export function whyNotArchive(customer: Pick<Customer, "archivedAt">): Reason | null {
  return customer.archivedAt === null ? null : "crm.customer.already_archived";
}

export function whyNotRestore(customer: Pick<Customer, "archivedAt">): Reason | null {
  return customer.archivedAt === null ? "crm.customer.not_archived" : null;
}
