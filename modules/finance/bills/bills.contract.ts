import { z } from "zod";
import { sensitive } from "#kernel/classes.ts";
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
import { Aging, Figures, Worth } from "../invoices/invoices.contract.ts";
import { Dimensions, Rate } from "../journals/journals.contract.ts";
import { SupplierId } from "../suppliers/suppliers.contract.ts";
import { Percent, TaxCodeId } from "../taxes/taxes.contract.ts";

export const BillId = id("bill");
export type BillId = z.output<typeof BillId>;

/** What a supplier asks for; what they give back of it; what was paid at once. */
export const BillKind = z.enum(["bill", "vendor_credit", "expense"]);
export type BillKind = z.output<typeof BillKind>;

/** Where it stands: what is kept, with what has been paid and what day it is. */
export const BillStanding = z.enum([
  ...["draft", "discarded"],
  ...["open", "part_paid", "overdue", "paid", "credited"],
  /** Of a vendor credit: whether something of it is left to take off bills. */
  ...["unused", "used"],
  ...["undone"],
] as const);
export type BillStanding = z.output<typeof BillStanding>;

const text = (max: number) => z.string().trim().max(max, "field.too_long");

/** Exact decimals as text: no float holds a quantity or a price. */
const Quantity = z.string().regex(/^-?\d{1,9}(\.\d{1,6})?$/, "finance.bill.no_quantity");
const Price = z.string().regex(/^\d{1,12}(\.\d{1,6})?$/, "finance.bill.no_price");
const Share = z.union([z.object({ percent: Percent }), z.object({ minor: z.int().min(0) })]);

export const BillLine = z.object({
  /** What it is posted to. A draft may not know it yet. */
  accountId: LedgerAccountId.nullable().default(null),
  variantId: id("variant").nullable().default(null),
  name: text(300).min(1, "field.required"),
  quantity: Quantity,
  price: Price,
  discount: Share.nullable().default(null),
  taxCodeIds: z.array(TaxCodeId).max(5).default([]),
  /** Whether its tax is claimed back; else it is part of the cost. */
  claimsTax: z.boolean(),
  dimensions: Dimensions.default({ channel: "", storeId: null, own: {} }),
});
export type BillLine = z.output<typeof BillLine>;
/** As it is sent: left out, its tax is claimed where such a tax can be. */
export const NewBillLine = BillLine.extend({ claimsTax: z.boolean().nullable().default(null) });
export type NewBillLine = z.output<typeof NewBillLine>;

export const LINES_MAX = 200;
/** What a supplier's own rounding may differ from exact sums. */
export const ROUNDING_MAX_MINOR = 99;

const draft = {
  kind: BillKind,
  supplierId: SupplierId.nullable().default(null),
  /** Where no supplier is kept: whom an expense was paid to. */
  supplierName: text(200).default(""),
  /** The number the supplier gave it. */
  number: text(100).default(""),
  billedOn: z.iso.date(),
  /** Left out: by the supplier's terms. */
  dueOn: z.iso.date().optional(),
  currency: currency(),
  pricesContainTax: z.boolean().default(false),
  /** So that it comes to what stands on the paper. */
  roundingMinor: z.int().min(-ROUNDING_MAX_MINOR).max(ROUNDING_MAX_MINOR).default(0),
  reference: text(100).default(""),
  note: sensitive(text(2000).default("")),
  lines: z.array(NewBillLine).max(LINES_MAX),
  /** Of an expense: what it was paid from. */
  accountId: LedgerAccountId.nullable().default(null),
};
const Content = z.object(draft);

export const BillRow = z.object({
  id: BillId,
  kind: BillKind,
  standing: BillStanding,
  number: z.string(),
  supplierId: SupplierId.nullable(),
  supplierName: z.string(),
  currency: z.string(),
  billedOn: z.iso.date(),
  dueOn: z.iso.date(),
  payableMinor: minorAmount(),
  /** Of a vendor credit: what is left to take off bills. */
  dueMinor: minorAmount(),
  createdAt: instant(),
});
export type BillRow = z.output<typeof BillRow>;

/** Another one that this may be, and why: the same number, or the same sum within days of it. */
export const Twin = z.object({
  id: BillId,
  number: z.string(),
  billedOn: z.iso.date(),
  payableMinor: minorAmount(),
  isApproved: z.boolean(),
  why: z.enum(["same_number", "same_amount"]),
});
export type Twin = z.output<typeof Twin>;

/** What took something off a bill, or what a vendor credit was taken off; undone ones too. */
export const Settlement = z.object({
  id: id("bill_allocation"),
  disbursementId: id("disbursement").nullable(),
  /** The vendor credit; of a vendor credit the bill. */
  paper: z.object({ id: BillId, number: z.string() }).nullable(),
  allocatedOn: z.iso.date(),
  amountMinor: minorAmount(),
  /** In the currency of the books: what the rates made of it since the bill. */
  gainMinor: minorAmount(),
  reference: z.string(),
  isUndone: z.boolean(),
});

export const Bill = BillRow.extend({
  postedOn: z.iso.date().nullable(),
  pricesContainTax: z.boolean(),
  roundingMinor: minorAmount(),
  reference: z.string(),
  note: sensitive(z.string()),
  lines: z.array(BillLine.required()),
  accountId: LedgerAccountId.nullable(),
  figures: Figures,
  /** Null: it is in the currency of the books, or not approved yet. */
  worth: Worth.nullable(),
  /** Of its tax, what is claimed back. */
  claimedMinor: minorAmount(),
  paidMinor: minorAmount(),
  creditedMinor: minorAmount(),
  usedMinor: minorAmount(),
  settlements: z.array(Settlement),
  credits: z.object({ id: BillId, number: z.string() }).nullable(),
  creditedBy: z.array(z.object({ id: BillId, number: z.string(), payableMinor: minorAmount() })),
  twins: z.array(Twin),
  entryId: id("journal_entry").nullable(),
  undoneOn: z.iso.date().nullable(),
  version: z.int(),
  blocked: z.object({
    change: blocked(),
    discard: blocked(),
    restore: blocked(),
    approve: blocked(),
    credit: blocked(),
    pay: blocked(),
    /** Of a vendor credit: taking it off bills. */
    use: blocked(),
    undo: blocked(),
  }),
});
export type Bill = z.output<typeof Bill>;

export const BillFilter = z.object({
  search: z.string().trim().max(200).optional(),
  standing: z.enum(["draft", "open", "overdue", "paid", "unused", "discarded"]).optional(),
  kind: BillKind.optional(),
  supplier: SupplierId.optional(),
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
});
export type BillFilter = z.output<typeof BillFilter>;

const at = "/api/finance/bills";
const one = z.object({ id: BillId });
const Versioned = one.extend({ version: z.int() });
export const bills = {
  list: get(
    at,
    BillFilter.extend({
      sort: z.enum(["-billed", "billed", "due", "-due"]).default("-billed"),
      after: z.string().max(500).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    page(BillRow),
  ),
  count: get(`${at}/count`, BillFilter, z.object({ count: z.int(), allCount: z.int() })),
  aging: get(`${at}/aging`, z.object({}), z.object({ currencies: z.array(Aging) })),
  get: get(`${at}/:id`, one, Bill),
  create: post(at, Content, Bill),
  change: patch(`${at}/:id`, z.object({ ...draft, id: BillId, version: z.int() }), Bill),
  discard: post(`${at}/:id/discard`, Versioned, Bill),
  restore: post(`${at}/:id/restore`, Versioned, Bill),
  /** Posts it, on its own day unless that month is closed. A number that is there already is refused until it is insisted on. */
  approve: post(
    `${at}/:id/approve`,
    Versioned.extend({
      postedOn: z.iso.date().optional(),
      evenIfTwin: z.boolean().default(false),
      /** Of its currency in that of the books. Left out: the newest that is known on its day. */
      rate: Rate.optional(),
    }),
    Bill,
  ),
  /** A draft of a vendor credit over all that is still due: approved as it is, or lessened first. */
  credit: post(`${at}/:id/credit`, Versioned, Bill),
  /** Answers an expense by a reversing entry. */
  undo: post(`${at}/:id/undo`, Versioned.extend({ undoneOn: z.iso.date().optional() }), Bill),
};
