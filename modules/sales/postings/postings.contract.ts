import { z } from "zod";
import { blocked, get, id, post } from "#kernel/contract.ts";

export const Postings = z.object({
  /** How far the sales that were there before are posted; null: nothing had to be. */
  run: z
    .object({
      state: z.enum(["running", "done"]),
      doneCount: z.int(),
      totalCount: z.int(),
    })
    .nullable(),
  /** In a currency without a rate on their day: each is posted as soon as one is told. */
  waiting: z.array(
    z.object({ id: id("order"), number: z.string(), currency: z.string(), placedOn: z.iso.date() }),
  ),
  waitingCount: z.int(),
  /** Months in which the books say something else of sales than the sales do. None is sound. */
  unequal: z.array(
    z.object({
      month: z.iso.date(),
      currency: z.string(),
      salesMinor: z.int(),
      booksMinor: z.int(),
    }),
  ),
  blocked: z.object({ fill: blocked() }),
});
export type Postings = z.output<typeof Postings>;

const at = "/api/sales/postings";
export const postings = {
  get: get(at, z.object({}), Postings),
  /** Posts every order anew: what stands already makes no difference. */
  fill: post(`${at}/fill`, z.object({}), Postings),
};
