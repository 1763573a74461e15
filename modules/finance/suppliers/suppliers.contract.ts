import { z } from "zod";
import { contact, secret, sensitive } from "#kernel/classes.ts";
import {
  blocked,
  currency,
  get,
  id,
  instant,
  minorAmount,
  page,
  patch,
  post,
} from "#kernel/contract.ts";
import { LedgerAccountId } from "../chart/chart.contract.ts";

export const SupplierId = id("supplier");
export type SupplierId = z.output<typeof SupplierId>;

const text = (max: number) => z.string().trim().max(max, "field.too_long");

const content = {
  name: text(200).min(1, "field.required"),
  registration: text(50).default(""),
  taxNumber: text(50).default(""),
  /** Whom to ask there. */
  contactName: text(200).default(""),
  email: contact(text(254).default("")),
  phone: contact(text(50).default("")),
  street: contact(text(200).default("")),
  street2: contact(text(200).default("")),
  city: text(100).default(""),
  postcode: contact(text(20).default("")),
  state: text(100).default(""),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, "country.unknown")
    .nullable()
    .default(null),
  currency: currency(),
  termsDays: z.int().min(0).max(365).default(30),
  /** Where what is bought of them usually is posted. */
  expenseAccountId: LedgerAccountId.nullable().default(null),
  note: sensitive(text(2000).default("")),
};
export const SupplierContent = z.object(content).required();
export type SupplierContent = z.output<typeof SupplierContent>;

/** What is owed to them, of it what is late, and what was paid ahead: in the currency of the books. */
const owed = {
  owedMinor: minorAmount(),
  overdueMinor: minorAmount(),
  aheadMinor: minorAmount(),
};

export const SupplierRow = z.object({
  id: SupplierId,
  name: z.string(),
  email: contact(z.string()),
  currency: z.string(),
  termsDays: z.int(),
  ...owed,
  createdAt: instant(),
});
export type SupplierRow = z.output<typeof SupplierRow>;

export const Supplier = SupplierContent.extend({
  id: SupplierId,
  ...owed,
  /** The last figures of the account they are paid to; empty where none is known. */
  bankHint: z.string(),
  billsCount: z.int(),
  isInTrash: z.boolean(),
  createdAt: instant(),
  version: z.int(),
  blocked: z.object({
    change: blocked(),
    delete: blocked(),
    restore: blocked(),
    bill: blocked(),
    pay: blocked(),
    bank: blocked(),
  }),
});
export type Supplier = z.output<typeof Supplier>;

/** Where their money goes. Sealed; shown to whoever asks and may, each time in the audit log. */
export const BankDetails = z.object({
  bank: secret(text(100)),
  account: secret(text(50)),
  holder: secret(text(200)),
  swift: secret(text(20)),
});
export type BankDetails = z.output<typeof BankDetails>;

export const SupplierFilter = z.object({
  search: z.string().trim().max(200).optional(),
  standing: z.enum(["owed", "overdue", "ahead"]).optional(),
});
export type SupplierFilter = z.output<typeof SupplierFilter>;

const at = "/api/finance/suppliers";
const one = z.object({ id: SupplierId });
const Versioned = one.extend({ version: z.int() });
export const suppliers = {
  list: get(
    at,
    SupplierFilter.extend({
      sort: z.enum(["name", "-name"]).default("name"),
      after: z.string().max(1000).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    page(SupplierRow),
  ),
  count: get(`${at}/count`, SupplierFilter, z.object({ count: z.int(), allCount: z.int() })),
  get: get(`${at}/:id`, one, Supplier),
  create: post(
    at,
    /** Somebody of the same name is asked about before there are two. */
    z.object({ ...content, evenIfSame: z.boolean().default(false) }),
    Supplier,
  ),
  change: patch(`${at}/:id`, z.object({ ...content, id: SupplierId, version: z.int() }), Supplier),
  delete: post(`${at}/:id/delete`, Versioned, Supplier),
  restore: post(`${at}/:id/restore`, Versioned, Supplier),
  showBank: post(`${at}/:id/show-bank`, one, BankDetails),
  /** All of them empty: none is known. */
  changeBank: post(
    `${at}/:id/bank`,
    Versioned.extend({
      bank: text(100).default(""),
      account: text(50).default(""),
      holder: text(200).default(""),
      swift: text(20).default(""),
    }),
    Supplier,
  ),
};
