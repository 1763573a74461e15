import { z } from "zod";
import { blocked, get, id, instant, post } from "#kernel/contract.ts";

const TakeoutId = id("takeout");
export type TakeoutId = z.output<typeof TakeoutId>;

export const Takeout = z.object({
  id: TakeoutId,
  /** `gone`: its day is over. */
  state: z.enum(["asked", "making", "done", "failed", "gone"]),
  askedBy: z.string(),
  askedAt: instant(),
  /** While it is packed: how many rows so far, of how many. */
  rowCount: z.int(),
  rowCountOf: z.int().nullable(),
  tableCount: z.int().nullable(),
  /** Of the ZIP. */
  bytes: z.int().nullable(),
  sha256: z.string().nullable(),
  expiresAt: instant().nullable(),
  blocked: z.object({ fetch: blocked() }),
});
export type Takeout = z.output<typeof Takeout>;

const at = "/api/companies/takeouts";
export const takeouts = {
  /** The newest first, of the last 90 days. */
  list: get(
    at,
    z.object({}),
    z.object({ rows: z.array(Takeout), blocked: z.object({ make: blocked() }) }),
  ),
  make: post(at, z.object({}), Takeout),
  /** `path` opens the file once, within the next minutes. */
  link: post(`${at}/:id/link`, z.object({ id: TakeoutId }), z.object({ path: z.string() })),
};
