import { z } from "zod";
import { blocked, currency, get, post } from "#kernel/contract.ts";
import { Rate } from "../journals/journals.contract.ts";

export const KnownRate = z.object({
  currency: z.string(),
  /** From this day on, until a later one says otherwise. */
  rateOn: z.iso.date(),
  rate: Rate,
  source: z.string(),
});
export const RateList = z.object({
  /** The newest of each currency first. */
  rates: z.array(KnownRate),
  currency: z.string().nullable(),
  blocked: z.object({ tell: blocked() }),
});
export type RateList = z.output<typeof RateList>;

export const CSV_CHARS_MAX = 500_000;

const at = "/api/finance/rates";
export const rates = {
  list: get(at, z.object({}), RateList),
  /** Which one a paper of a day would be posted by; null: none is known by then. */
  on: get(
    `${at}/on`,
    z.object({ currency: currency(), on: z.iso.date() }),
    z.object({ rate: KnownRate.nullable() }),
  ),
  /** All rows of a table, or none: a currency, a day and a rate in each, in whichever order its first row says. */
  import: post(
    `${at}/import`,
    z.object({ csv: z.string().min(1, "field.required").max(CSV_CHARS_MAX, "field.too_long") }),
    RateList.extend({ importedCount: z.int() }),
  ),
  /** What one of a currency is worth in that of the books. Told again for a day, it replaces what was told. */
  tell: post(at, z.object({ currency: currency(), rateOn: z.iso.date(), rate: Rate }), RateList),
};
