import { z } from "zod";
import { blocked, get, id, instant, post } from "#kernel/contract.ts";

const EndingId = id("ending");
export type EndingId = z.output<typeof EndingId>;

/** A company that was cancelled: read and taken out until `endsAt`, then destroyed. */
export const Ending = z.object({
  id: EndingId,
  cancelledAt: instant(),
  cancelledBy: z.string().nullable(),
  reason: z.string().nullable(),
  endsAt: instant(),
  blocked: z.object({ undo: blocked() }),
});
export type Ending = z.output<typeof Ending>;

const at = "/api/companies/ending";
export const endings = {
  /** `ending` is null while nobody cancelled the company. */
  get: get(
    at,
    z.object({}),
    z.object({ ending: Ending.nullable(), blocked: z.object({ cancel: blocked() }) }),
  ),
  /**
   * From now on everything is read and taken out, and nothing changed; in 30 days all of it is destroyed. `name` is the
   * company's name, typed.
   */
  cancel: post(
    at,
    z.object({
      name: z.string().max(200),
      reason: z.string().trim().max(2000).optional(),
    }),
    Ending,
  ),
  /** At any time until then: everything is as it was, and what stores sent meanwhile is read. */
  undo: post(`${at}/undo`, z.object({ id: EndingId }), z.object({ done: z.literal(true) })),
};
