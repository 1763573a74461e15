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

const at = "/api/finance/rates";
export const rates = {
  list: get(at, z.object({}), RateList),
  /** What one of a currency is worth in that of the books. Told again for a day, it replaces what was told. */
  tell: post(at, z.object({ currency: currency(), rateOn: z.iso.date(), rate: Rate }), RateList),
};
