import { z } from "zod";
import { get } from "#kernel/contract.ts";

export const search = {
  /**
   * What somebody may have meant by words that find nothing: each that no record is called by is replaced by the nearest
   * one that some are. Null: nothing is near, or all of it is known.
   */
  nearest: get(
    "/api/records/search/nearest",
    z.object({ text: z.string().trim().min(1).max(200) }),
    z.object({ text: z.string().nullable() }),
  ),
};
