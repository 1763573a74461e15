import { z } from "zod";
import { contact } from "#kernel/classes.ts";
import { blocked, get, id, patch, post } from "#kernel/contract.ts";
import { Address, CustomerId } from "./customers.contract.ts";

export const ContactKind = z.enum(["email", "phone", "whatsapp"]);
export type ContactKind = z.output<typeof ContactKind>;

const AddressId = id("customer_address");
export type AddressId = z.output<typeof AddressId>;

/** One way to reach somebody. Of each kind one is the primary: what lists, filters and exports show. */
export const Contact = z.object({
  kind: ContactKind,
  /** What it is known by: lower-cased, in E.164, or WhatsApp's own id. A verb names it so. */
  key: contact(z.string()),
  /** As it was typed or sent. */
  text: contact(z.string()),
  isPrimary: z.boolean(),
  /** A store says so: it would say so again. */
  isTold: z.boolean(),
  blocked: z.object({ change: blocked(), remove: blocked(), makePrimary: blocked() }),
});
export type Contact = z.output<typeof Contact>;

const Label = z.string().trim().max(50);

/** One more place of theirs. The address that lists show stands first and has no id. */
export const CustomerAddress = z.object({
  id: AddressId.nullable(),
  label: Label,
  ...Address.shape,
  /** Invoices go there unless another is named. */
  isBilling: z.boolean(),
  /** Parcels go there unless another is named. */
  isShipping: z.boolean(),
});
export type CustomerAddress = z.output<typeof CustomerAddress>;

/** All that leads to a customer. */
export const Contacts = z.object({
  /** The customer's: each verb names the one it was decided on. */
  version: z.int(),
  contacts: z.array(Contact),
  /** Accounts in stores: only the store changes those. */
  accounts: z.array(z.object({ store: z.string().nullable(), key: contact(z.string()) })),
  addresses: z.array(CustomerAddress),
  blocked: z.object({ add: blocked(), addAddress: blocked(), changeAddress: blocked() }),
});
export type Contacts = z.output<typeof Contacts>;

const at = "/api/crm/customers/:id";
const One = z.object({ id: CustomerId });
const Versioned = One.extend({ version: z.int() });
const Named = Versioned.extend({ kind: ContactKind, key: contact(z.string().max(300)) });
const Value = contact(z.string().trim().min(1).max(254));
const NewAddress = Versioned.extend({
  label: Label.default(""),
  ...Address.shape,
  isBilling: z.boolean().default(false),
  isShipping: z.boolean().default(false),
});
const line = (max: number) => z.string().trim().max(max).nullable().optional();
const AddressChange = Versioned.extend({
  addressId: AddressId,
  label: Label.optional(),
  street: contact(line(200)),
  street2: contact(line(200)),
  city: line(100),
  postcode: contact(line(20)),
  state: line(100),
  country: Address.shape.country.unwrap().optional(),
  isBilling: z.boolean().optional(),
  isShipping: z.boolean().optional(),
});
const OneAddress = Versioned.extend({ addressId: AddressId });

export const contacts = {
  list: get(`${at}/contacts`, One, Contacts),
  /** An e-mail, a phone (read with the customer's country) or a WhatsApp id, which may be its number. */
  add: post(
    `${at}/contacts`,
    Versioned.extend({ kind: ContactKind, value: Value, isPrimary: z.boolean().default(false) }),
    Contacts,
  ),
  change: post(`${at}/contacts/change`, Named.extend({ value: Value }), Contacts),
  remove: post(`${at}/contacts/remove`, Named, Contacts),
  makePrimary: post(`${at}/contacts/primary`, Named, Contacts),
  addAddress: post(`${at}/addresses`, NewAddress, Contacts),
  changeAddress: patch(`${at}/addresses/:addressId`, AddressChange, Contacts),
  removeAddress: post(`${at}/addresses/:addressId/remove`, OneAddress, Contacts),
  /** Lists show this one from now on; the one they showed becomes one more. */
  makeMainAddress: post(`${at}/addresses/:addressId/main`, OneAddress, Contacts),
};
