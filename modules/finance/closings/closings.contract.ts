import { z } from "zod";
import { blocked, get, id, instant, post } from "#kernel/contract.ts";

/** The statements that are kept of a year. */
export const ClosedReport = z.enum([
  "trial_balance",
  "profit_and_loss",
  "balance_sheet",
  "cash_flow",
]);
export type ClosedReport = z.output<typeof ClosedReport>;
export const ClosedFormat = z.enum(["csv", "pdf"]);
export type ClosedFormat = z.output<typeof ClosedFormat>;
const Language = z.enum(["en", "ms"]);

const Hash = z.object({
  report: ClosedReport,
  format: ClosedFormat,
  language: Language,
  sha256: z.string(),
});
export type Hash = z.output<typeof Hash>;

export const Year = z.object({
  year: z.int(),
  from: z.iso.date(),
  to: z.iso.date(),
  closedAt: instant().nullable(),
  closedBy: id("account").nullable(),
  hashes: z.array(Hash),
  blocked: z.object({ close: blocked() }),
});
export type Year = z.output<typeof Year>;

const YearNumber = z.coerce.number().int().min(1900).max(9999);
const at = "/api/finance/closings";
export const closings = {
  /** The years of the books, newest first. */
  list: get(at, z.object({}), z.object({ years: z.array(Year) })),
  /** Locks all its months, and those before, for ever, and keeps what its statements come to. */
  close: post(`${at}/:year/close`, z.object({ year: YearNumber }), Year),
  /** A statement of a closed year, written anew from the ledger by the names of that day. */
  file: get(
    `${at}/:year/file`,
    z.object({ year: YearNumber, report: ClosedReport, format: ClosedFormat, language: Language }),
    z.object({
      name: z.string(),
      base64: z.string(),
      sha256: z.string(),
      /** Whether these are the bytes of the day on which it was closed. */
      isSame: z.boolean(),
    }),
  ),
  /** Writes all of them anew and compares. */
  verify: get(
    `${at}/:year/verify`,
    z.object({ year: YearNumber }),
    z.object({ checkedCount: z.int(), differing: z.array(Hash.omit({ sha256: true })) }),
  ),
};
