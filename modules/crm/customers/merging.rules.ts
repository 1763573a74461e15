import type { Reason } from "#kernel/errors.ts";
import type { Consent } from "./customers.contract.ts";
import type { Known, Values } from "./known.rules.ts";

/** Of which of both a field is taken. What nobody picks, the better filled and then the newer has. */
export type Side = "into" | "from";
export const PICKED = ["name", "email", "phone", "organisation", "address", "owner"] as const;
export type Picked = (typeof PICKED)[number];
export type Picks = { readonly [field in Picked]?: Side | undefined };

type Mergeable = { readonly id: string; readonly trashedAt: Date | null };

export function whyNotMerge(into: Mergeable, from: Mergeable): Reason | null {
  if (into.id === from.id) return "crm.merge.is_the_same";
  return into.trashedAt === null && from.trashedAt === null ? null : "crm.customer.in_trash";
}

type Undoable = {
  readonly saidBy: "person" | "store";
  readonly intoPart: string;
  readonly fromPart: string;
  readonly undoUntil: Date;
};

/** What a store said, or says since, it would say again: its account is one customer's. */
export function whyNotUndo(
  tie: Undoable,
  shown: Pick<Mergeable, "trashedAt">,
  now: Date,
): Reason | null {
  if (tie.undoUntil <= now) return "crm.merge.too_late";
  if (tie.saidBy === "store" || tie.intoPart === tie.fromPart) return "crm.merge.store_says_so";
  return shown.trashedAt === null ? null : "crm.customer.in_trash";
}

const PARTS: Record<Exclude<Picked, "owner">, readonly (keyof Known & keyof Values)[]> = {
  name: ["name"],
  email: ["email"],
  phone: ["phone", "phoneText"],
  organisation: ["organisation"],
  address: ["street", "street2", "city", "postcode", "state", "country"],
};

/** What the customer is to be known as, of what both are known as. */
export function pickedOf(into: Known, from: Known, picks: Picks): Values {
  let values: Values = {};
  for (const [field, parts] of Object.entries(PARTS)) {
    const side = picks[field as Picked] ?? betterOf(into, from, field as Exclude<Picked, "owner">);
    const known = side === "into" ? into : from;
    for (const part of parts) values = { ...values, [part]: known[part] };
  }
  return {
    ...values,
    tags: [...new Set([...into.tags, ...from.tags])],
    ...stricter(into, from),
  };
}

/** The side with more of a field; of two alike the one that was said last; else the one that stays. */
export function betterOf(into: Known, from: Known, field: Exclude<Picked, "owner">): Side {
  const filled = (known: Known): number => PARTS[field].filter((part) => known[part]).length;
  const [one, other] = [filled(into), filled(from)];
  if (one !== other) return one > other ? "into" : "from";
  return saidAt(from, field) > saidAt(into, field) ? "from" : "into";
}

/** What the merge takes where nobody picks. */
export const proposalOf = (into: Known, from: Known) => ({
  name: betterOf(into, from, "name"),
  email: betterOf(into, from, "email"),
  phone: betterOf(into, from, "phone"),
  organisation: betterOf(into, from, "organisation"),
  address: betterOf(into, from, "address"),
  emailConsent: firmer(into.emailConsent, from.emailConsent),
  phoneConsent: firmer(into.phoneConsent, from.phoneConsent),
});

const saidAt = (known: Known, field: Exclude<Picked, "owner">): string =>
  known.clocks.of[field]?.replace(/^-/, "") ?? "";

/** Whoever asked not to be written to under one name is not under the other. Of the rest the firmer word stands. */
function stricter(into: Known, from: Known): Values {
  const [email, phone] = [
    firmer(into.emailConsent, from.emailConsent),
    firmer(into.phoneConsent, from.phoneConsent),
  ];
  const at = (consent: Consent, one: Consent, at: Date | null, other: Date | null) =>
    consent === one ? at : other;
  return {
    emailConsent: email,
    emailConsentAt: at(email, into.emailConsent, into.emailConsentAt, from.emailConsentAt),
    phoneConsent: phone,
    phoneConsentAt: at(phone, into.phoneConsent, into.phoneConsentAt, from.phoneConsentAt),
  };
}

const FIRMNESS: readonly Consent[] = ["unknown", "pending", "subscribed", "unsubscribed"];
export const firmer = (one: Consent, other: Consent): Consent =>
  FIRMNESS.indexOf(one) >= FIRMNESS.indexOf(other) ? one : other;
