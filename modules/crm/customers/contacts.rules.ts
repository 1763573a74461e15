import { z } from "zod";
import type { FieldProblem, Reason } from "#kernel/errors.ts";
import type { Contact, ContactKind, CustomerAddress } from "./contacts.contract.ts";
import type { Address } from "./customers.contract.ts";
import { phoneOf } from "./phones.rules.ts";

/** So many of each kind, and so many addresses. */
export const CONTACTS_MAX = 20;

/** What somebody typed, as it is kept: its key, by which it is one and the same however it was typed, and its text. */
export type Typed = { readonly key: string; readonly text: string };

export function readContact(
  kind: ContactKind,
  value: string,
  country: string | null,
  home: string,
): Typed | FieldProblem["code"] {
  if (kind === "email") {
    const key = value.toLowerCase();
    return z.email().safeParse(key).success ? { key, text: key } : "email.invalid";
  }
  const phone = phoneOf(value, country, home);
  if (kind === "phone")
    return phone === null ? "crm.contact.phone_not_read" : { key: phone, text: value };
  if (phone !== null) return { key: phone.slice(1), text: phone };
  return WHATSAPP_USER.test(value) ? { key: value, text: value } : "crm.contact.whatsapp_not_read";
}

/** WhatsApp knows people by their number or, where they hide it, by an id within a business: `MY.13491208655302741918`. */
const WHATSAPP_USER = /^[A-Z]{2}\.[A-Za-z0-9]{1,128}$/;

/** One way to reach somebody, with what decides what may become of it. */
export type Way = Typed & {
  readonly kind: ContactKind;
  readonly isPrimary: boolean;
  readonly isTold: boolean;
  /** What one of those whom a merge joined is known by: there when they are taken apart. */
  readonly isOfPart: boolean;
  /** Of one who goes their own way then, and of nobody else. */
  readonly isOfOther: boolean;
};

/** What a store says it would say again; what a merge brought must be there when it is undone. */
export function whyNotChangeWay({ isTold, isOfPart }: Way): Reason | null {
  if (isTold) return "crm.contact.store_says_so";
  return isOfPart ? "crm.contact.of_a_merge" : null;
}

export function whyNotMakePrimary({ isPrimary, isOfOther }: Way): Reason | null {
  if (isPrimary) return "crm.contact.is_primary";
  return isOfOther ? "crm.contact.of_a_merge" : null;
}

export const whyNotAdd = (all: readonly unknown[]): Reason | null =>
  all.length >= CONTACTS_MAX ? "crm.contact.too_many" : null;

/** Of each kind the primary first, then as they are spelt. One that stands twice is one. */
export function waysIn(all: readonly Way[]): Way[] {
  const one = new Map<string, Way>();
  for (const way of all) {
    const name = `${way.kind}:${way.key}`;
    const before = one.get(name);
    one.set(name, before === undefined ? way : togetherOf(before, way));
  }
  const rank = ({ kind, isPrimary }: Way) => KINDS.indexOf(kind) * 2 + (isPrimary ? 0 : 1);
  return [...one.values()].sort((a, b) => rank(a) - rank(b) || (a.key < b.key ? -1 : 1));
}
const KINDS: readonly ContactKind[] = ["email", "phone", "whatsapp"];

const togetherOf = (one: Way, other: Way): Way => ({
  ...one,
  isPrimary: one.isPrimary || other.isPrimary,
  isTold: one.isTold || other.isTold,
  isOfPart: one.isOfPart || other.isOfPart,
  isOfOther: one.isOfOther && other.isOfOther,
});

/** As the screen is told: what may be done with each, and why not. */
export const contactOf = (way: Way, closed: Reason | string | null): Contact => ({
  kind: way.kind,
  key: way.key,
  text: way.text,
  isPrimary: way.isPrimary,
  isTold: way.isTold,
  blocked: {
    change: closed ?? whyNotChangeWay(way),
    remove: closed ?? whyNotChangeWay(way),
    makePrimary: closed ?? whyNotMakePrimary(way),
  },
});

export type Place = Omit<CustomerAddress, "id">;

export const hasPlace = (address: Address): boolean =>
  [
    address.street,
    address.street2,
    address.city,
    address.postcode,
    address.state,
    address.country,
  ].filter((part) => part !== null && part !== "").length > 0;

/** In one line, as the audit log and the timeline tell it. */
export const placeText = ({ label, ...place }: Address & { readonly label?: string }): string => {
  const { street, street2, postcode, city, state, country } = place;
  const lines = [street, street2, [postcode, city].filter(Boolean).join(" "), state, country];
  const text = lines.filter((part) => part !== null && part !== "").join(", ");
  return label === undefined || label === "" ? text : `${label}: ${text}`;
};

/** Of a place what a customer's own row has. */
export const addressIn = ({
  street,
  street2,
  city,
  postcode,
  state,
  country,
}: Address): Address => ({
  street,
  street2,
  city,
  postcode,
  state,
  country,
});
