import { z } from "zod";
import { blocked, get, id, instant, minorAmount, post } from "#kernel/contract.ts";
import { Rate } from "../journals/journals.contract.ts";

export const RevaluationId = id("revaluation");
export type RevaluationId = z.output<typeof RevaluationId>;

/** A paper that is open, or what stands on an account: the bank, money on its way, unpaid orders. */
export const RevaluedKind = z.enum(["invoice", "bill", "vendor_credit", "account"]);
export type RevaluedKind = z.output<typeof RevaluedKind>;

export const RevaluedItem = z.object({
  kind: RevaluedKind,
  /** Of the paper or the account, as it is shown. */
  id: z.string(),
  name: z.string(),
  currency: z.string(),
  /** Debits are positive, as on a journal line. */
  documentMinor: minorAmount(),
  /** In the currency of the books: at what it stands, and what it is worth on the day. */
  carriedMinor: minorAmount(),
  worthMinor: minorAmount(),
  rate: Rate,
  rateOn: z.iso.date(),
});
export type RevaluedItem = z.output<typeof RevaluedItem>;

export const Revaluation = z.object({
  id: RevaluationId,
  revaluedOn: z.iso.date(),
  /** Above 0: a gain. */
  gainMinor: minorAmount(),
  itemsCount: z.int(),
  entryId: id("journal_entry"),
  reversalId: id("journal_entry"),
  isUndone: z.boolean(),
  bookedAt: instant(),
  blocked: z.object({ undo: blocked() }),
});
export type Revaluation = z.output<typeof Revaluation>;

const at = "/api/finance/revaluations";
const asked = z.object({ on: z.iso.date() });
const one = z.object({ id: RevaluationId });
export const ITEMS_MAX = 5_000;
export const revaluations = {
  list: get(at, z.object({}), z.object({ revaluations: z.array(Revaluation) })),
  /** What would be booked on a day; nothing is written. */
  preview: get(
    `${at}/preview`,
    asked,
    z.object({
      on: z.iso.date(),
      currency: z.string(),
      items: z.array(RevaluedItem),
      gainMinor: minorAmount(),
      /** Currencies that something is open in and no rate is known of by the day. */
      withoutRate: z.array(z.string()),
      blocked: z.object({ book: blocked() }),
    }),
  ),
  get: get(
    `${at}/:id`,
    one,
    Revaluation.extend({ currency: z.string(), items: z.array(RevaluedItem) }),
  ),
  book: post(at, asked, Revaluation),
  /** Answers both of its entries, each on its day: then the day can be booked anew. */
  undo: post(`${at}/:id/undo`, one, Revaluation),
};
