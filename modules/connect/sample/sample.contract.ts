import { z } from "zod";
import { blocked, get, post } from "#kernel/contract.ts";

/** none · loading (with counts) · loaded · removing. */
export const Sample = z.object({
  state: z.enum(["none", "loading", "loaded", "removing"]),
  doneCount: z.int(),
  totalCount: z.int(),
  blocked: z.object({ load: blocked(), remove: blocked() }),
});
export type Sample = z.output<typeof Sample>;

const at = "/api/connect/sample";
export const sample = {
  get: get(at, z.object({}), Sample),
  load: post(`${at}/load`, z.object({}), Sample),
  remove: post(`${at}/remove`, z.object({}), Sample),
};
