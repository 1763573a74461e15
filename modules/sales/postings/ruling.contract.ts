import { z } from "zod";
import { blocked, get, id, minorAmount, post } from "#kernel/contract.ts";

const LedgerAccountId = id("ledger_account");
const Account = z.object({ id: LedgerAccountId, code: z.string(), name: z.string() });

/** What sales are booked to: by the house's own parts of the chart, and by the company's rules for categories. */
export const PostingRules = z.object({
  parts: z.array(z.object({ part: z.string(), account: Account })),
  rules: z.array(
    z.object({
      category: z.string(),
      account: Account,
      /** Products of that category, or of one beneath it that has no rule of its own. */
      productsCount: z.int(),
    }),
  ),
  /** Categories of products that no rule fits: their revenue goes to Sales. */
  unruled: z.array(z.object({ category: z.string(), productsCount: z.int() })),
  /** Whether what is sold leaves the inventory at what it cost. */
  booksCosts: z.boolean(),
  costs: z.object({
    /** Variants there are, and those of which a cost is known. */
    variantsCount: z.int(),
    knownCount: z.int(),
  }),
  version: z.int(),
  blocked: z.object({ change: blocked() }),
});
export type PostingRules = z.output<typeof PostingRules>;

/** A time posted anew by the rules of today: tried first, then done. */
export const Rerun = z.object({
  state: z.enum(["none", "trying", "tried", "posting", "posted"]),
  from: z.iso.date().nullable(),
  to: z.iso.date().nullable(),
  doneCount: z.int(),
  totalCount: z.int(),
  /** Orders of which something else would stand. */
  changedCount: z.int(),
  /** By how much each account changes: debits positive. */
  changes: z.array(z.object({ account: Account, amountMinor: minorAmount() })),
  currency: z.string().nullable(),
  blocked: z.object({ try: blocked(), post: blocked() }),
});
export type Rerun = z.output<typeof Rerun>;

const at = "/api/sales/posting_rules";
export const postingRules = {
  get: get(at, z.object({}), PostingRules),
  /** All of them at once. They hold for what is posted from now on. */
  change: post(
    at,
    z.object({
      version: z.int(),
      rules: z
        .array(
          z.object({
            category: z.string().trim().min(1, "field.required").max(200, "field.too_long"),
            accountId: LedgerAccountId,
          }),
        )
        .max(200),
      booksCosts: z.boolean(),
    }),
    PostingRules,
  ),
  rerun: get(`${at}/rerun`, z.object({}), Rerun),
  /** Works out what posting these days anew would change. Nothing is posted. */
  tryAnew: post(`${at}/try`, z.object({ from: z.iso.date(), to: z.iso.date() }), Rerun),
  /** Posts what was tried. */
  postAnew: post(`${at}/post`, z.object({}), Rerun),
};
