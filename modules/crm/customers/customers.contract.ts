import { z } from "zod";
import { classesOf, contact, sensitive } from "#kernel/classes.ts";
import {
  blocked,
  customSort,
  customValues,
  get,
  id,
  instant,
  minorAmount,
  owner,
  page,
  patch,
  post,
} from "#kernel/contract.ts";
import { whereText } from "#kernel/where-text.ts";

export const CustomerId = id("customer");
export type CustomerId = z.output<typeof CustomerId>;

export const Consent = z.enum(["unknown", "subscribed", "unsubscribed", "pending"]);
export type Consent = z.output<typeof Consent>;

const line = (max: number) => z.string().trim().max(max);
const optional = (max: number) => line(max).nullable().default(null);

/** Where somebody lives or a parcel goes. `state` is the platform's code or the name as typed. */
export const Address = z.object({
  street: contact(optional(200)),
  street2: contact(optional(200)),
  city: optional(100),
  postcode: contact(optional(20)),
  state: optional(100),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, "country.unknown")
    .nullable()
    .default(null),
});
export type Address = z.output<typeof Address>;

const Email = z.string().trim().max(254).pipe(z.email("email.invalid"));
const Tags = z.array(line(50).min(1)).max(50);

export const CustomerRow = z.object({
  id: CustomerId,
  /** Empty when nobody ever said it; screens then show the e-mail or phone. */
  name: z.string(),
  email: contact(z.string().nullable()),
  phone: contact(z.string().nullable()),
  organisation: z.string().nullable(),
  city: z.string().nullable(),
  country: z.string().nullable(),
  tags: z.array(z.string()),
  emailConsent: Consent,
  phoneConsent: Consent,
  ordersCount: z.int(),
  /** Net of refunds, in the company's currency only. */
  spentMinor: minorAmount(),
  firstOrderAt: instant().nullable(),
  lastOrderAt: instant().nullable(),
  createdAt: instant(),
  custom: customValues(),
});
export type CustomerRow = z.output<typeof CustomerRow>;

export const Customer = CustomerRow.extend({
  ...Address.shape,
  phoneText: contact(z.string().nullable()),
  note: sensitive(z.string()),
  /** Whose work they are; null: nobody's. */
  ownerId: id("account").nullable(),
  emailConsentAt: instant().nullable(),
  phoneConsentAt: instant().nullable(),
  archivedAt: instant().nullable(),
  /** When they were deleted: then they are in no list, and 30 days later nothing is left. */
  trashedAt: instant().nullable(),
  updatedAt: instant(),
  version: z.int(),
  identities: z.array(
    z.object({
      kind: z.enum(["email", "store", "phone", "whatsapp"]),
      key: contact(z.string()),
      connection: z.string().nullable(),
    }),
  ),
  blocked: z.object({
    change: blocked(),
    give: blocked(),
    archive: blocked(),
    restore: blocked(),
    trash: blocked(),
  }),
});
export type Customer = z.output<typeof Customer>;

/** What a person types. At least one of name, e-mail, phone (crm.customer.has_nothing). */
export const NewCustomer = z.object({
  name: line(200).default(""),
  email: contact(Email.nullable().default(null)),
  /** As typed; read with the company's country, kept as typed when it cannot be read. */
  phone: contact(optional(40)),
  organisation: optional(200),
  ...Address.shape,
  tags: Tags.default([]),
  note: sensitive(line(5000).default("")),
  emailConsent: Consent.default("unknown"),
  phoneConsent: Consent.default("unknown"),
  custom: customValues().default({}),
});
export type NewCustomer = z.output<typeof NewCustomer>;

/** Which fields are delicate, for the screens. */
export const CUSTOMER_CLASSES = classesOf(NewCustomer);

/** Only the named fields change. */
export const CustomerChange = z.object({
  id: CustomerId,
  version: z.int(),
  name: line(200).optional(),
  email: contact(Email.nullable().optional()),
  phone: contact(line(40).nullable().optional()),
  organisation: line(200).nullable().optional(),
  street: contact(line(200).nullable().optional()),
  street2: contact(line(200).nullable().optional()),
  city: line(100).nullable().optional(),
  postcode: contact(line(20).nullable().optional()),
  state: line(100).nullable().optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, "country.unknown")
    .nullable()
    .optional(),
  tags: Tags.optional(),
  note: sensitive(line(5000).optional()),
  emailConsent: Consent.optional(),
  phoneConsent: Consent.optional(),
  /** Only the named ones change; null clears one. */
  custom: customValues().optional(),
  /** The privacy request that asked for it. */
  requestId: id("privacy_request").optional(),
});
export type CustomerChange = z.output<typeof CustomerChange>;

export const CUSTOMER_SORTS = [
  "-lastOrder",
  "lastOrder",
  "name",
  "-name",
  "-spent",
  "spent",
  "-orders",
  "orders",
  "-created",
  "created",
] as const;

export const CustomerFilter = z.object({
  search: z.string().trim().max(200).optional(),
  ordersMin: z.coerce.number().int().optional(),
  ordersMax: z.coerce.number().int().optional(),
  spentMin: z.coerce.number().int().optional(),
  spentMax: z.coerce.number().int().optional(),
  /** Days in the company's zone, both included. */
  lastOrderFrom: z.iso.date().optional(),
  lastOrderTo: z.iso.date().optional(),
  /** First order in these days: the new customers of a period. */
  firstOrderFrom: z.iso.date().optional(),
  firstOrderTo: z.iso.date().optional(),
  /** Ordered in these days (any order that counts), whatever came later; with firstOrderTo: the returning ones. */
  orderedFrom: z.iso.date().optional(),
  orderedTo: z.iso.date().optional(),
  orderedCurrency: z.string().optional(),
  orderedConnectionId: id("connection").optional(),
  tag: z.string().optional(),
  city: z.string().optional(),
  country: z.string().optional(),
  emailConsent: Consent.optional(),
  owner: owner().optional(),
  archived: z.stringbool().default(false),
  /** A filter over any field and related record, beside the ones above. */
  where: whereText().optional(),
});
export type CustomerFilter = z.output<typeof CustomerFilter>;

export const CustomerList = CustomerFilter.extend({
  sort: z.union([z.enum(CUSTOMER_SORTS), customSort()]).default("-lastOrder"),
  /** Keys of more fields to read with each row, separated by commas. */
  fields: z.string().max(1000).optional(),
  after: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const ListedCustomer = CustomerRow.extend({
  /** Of the fields that were asked for by key. */
  values: z.record(z.string(), z.unknown()).optional(),
});
export type ListedCustomer = z.output<typeof ListedCustomer>;

const at = "/api/crm/customers";
const One = z.object({ id: CustomerId });
const Versioned = z.object({ id: CustomerId, version: z.int() });
const Several = z.object({ ids: z.array(CustomerId).min(1).max(1000) });
/** Those it made a difference to: what an undo has to name. */
const Changed = z.object({ count: z.int(), ids: z.array(CustomerId) });
/** Whose they were, for an undo; nothing of those who are now out of the giver's reach. */
const Before = z.object({ ownerId: id("account").nullable(), ids: z.array(CustomerId) });
export const customers = {
  list: get(at, CustomerList, page(ListedCustomer)),
  count: get(
    `${at}/count`,
    CustomerFilter,
    z.object({ count: z.int(), allCount: z.int(), spentMinor: minorAmount() }),
  ),
  get: get(`${at}/:id`, One, Customer),
  create: post(at, NewCustomer, Customer),
  change: patch(`${at}/:id`, CustomerChange, Customer),
  /** To a member of the company, or to nobody. */
  give: post(`${at}/:id/give`, Versioned.extend({ ownerId: id("account").nullable() }), Customer),
  giveMany: post(
    `${at}/give`,
    Several.extend({ ownerId: id("account").nullable() }),
    Changed.extend({ before: z.array(Before) }),
  ),
  archive: post(`${at}/:id/archive`, Versioned, Customer),
  restore: post(`${at}/:id/restore`, Versioned, Customer),
  /** The tags in use, most used first, at most 100. */
  tags: get(`${at}/tags`, z.object({}), z.object({ tags: z.array(z.string()) })),
  /** Adds and removes tags on up to 1,000 customers at once. */
  tag: post(
    `${at}/tag`,
    z.object({
      ids: z.array(CustomerId).min(1).max(1000),
      add: Tags.default([]),
      remove: Tags.default([]),
    }),
    Changed,
  ),
  /** To the trash, for 30 days. */
  trash: post(`${at}/trash`, Several, Changed),
  archiveMany: post(`${at}/archive`, Several, Changed),
  restoreMany: post(`${at}/restore`, Several, Changed),
};
