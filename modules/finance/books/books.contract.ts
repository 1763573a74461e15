import { z } from "zod";
import { blocked, get, post } from "#kernel/contract.ts";

export const BooksChart = z.enum(["general", "online_my", "online_sg", "online_eu"]);

export const Books = z.object({
  /** Null: the company keeps no books here yet. */
  since: z
    .object({
      currency: z.string(),
      chart: BooksChart,
      startsOn: z.iso.date(),
      yearBeginsMonth: z.int(),
    })
    .nullable(),
  /** What to choose when they are switched on. */
  suggested: z.object({
    currency: z.string(),
    chart: BooksChart,
    startsOn: z.iso.date(),
    salesCount: z.int(),
  }),
  blocked: z.object({ switchOn: blocked() }),
});
export type Books = z.output<typeof Books>;

const at = "/api/finance/books";
export const books = {
  get: get(at, z.object({}), Books),
  switchOn: post(
    `${at}/switch_on`,
    z.object({
      chart: BooksChart,
      /** Of the accounts' names; each can be renamed. */
      language: z.enum(["en", "ms"]),
      /** The first day of a month: nothing is posted before it. */
      startsOn: z.iso.date(),
      yearBeginsMonth: z.int().min(1).max(12).default(1),
    }),
    Books,
  ),
};
