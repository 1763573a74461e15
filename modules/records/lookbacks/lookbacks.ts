import type { Beside } from "#modules/companies/companies.public.ts";
import type { BulkTypes } from "../bulk/bulk.ts";
import type { Bins } from "../trash/trash.ts";
import type { RecordTypes } from "../types/types.ts";
import { bringBackWanted } from "./bringing.ts";
import { COMPARE, compare, inStep } from "./comparing.ts";
import { deleteRows } from "./lookbacks.sql.ts";

/** What records lend to who opens a backup beside today. */
export const besideToday = (
  bins: Bins,
  types: RecordTypes,
  bulks: BulkTypes,
): Omit<Beside, "beforeSeen"> => ({
  compare: (house, today, then) => compare(house, today, then, types, bulks),
  bringBack: (house, today, then) => bringBackWanted(house, today, then, bins, types),
  forget: async (house, today) => {
    await inStep(house, today, COMPARE, (ctx) => deleteRows(ctx.db));
  },
});
