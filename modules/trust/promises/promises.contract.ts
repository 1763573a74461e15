import { z } from "zod";
import { done, get, instant, post } from "#kernel/contract.ts";

export const PromiseState = z.enum(["kept", "degraded", "unproven", "duty"]);
export type PromiseState = z.output<typeof PromiseState>;

const Language = z.enum(["en", "ms"]).default("en");
const PromiseId = z.string().regex(/^P\d{2}$/);

/** What one probe found last. */
const Proof = z.object({
  probe: z.string(),
  /** What it does, and what came of it, in the language asked for. */
  tries: z.string(),
  found: z.string().nullable(),
  isKept: z.boolean().nullable(),
  provedAt: instant().nullable(),
  /** Since when it has been found so, and how often. */
  sinceAt: instant().nullable(),
  runsCount: z.int(),
});

const Promised = z.object({
  id: PromiseId,
  title: z.string(),
  /** The policy's own words. */
  says: z.string(),
  state: PromiseState,
  /** Its part of the product comes with a later release. */
  isLater: z.boolean(),
  how: z.string().nullable(),
  /** What only the operator can do. */
  duty: z.string().nullable(),
  /** The oldest of its probes' last proofs; null when one of them has none. */
  provedAt: instant().nullable(),
  testsCount: z.int(),
  proofs: z.array(Proof),
});

export const PromiseList = z.object({
  counts: z.object({ kept: z.int(), degraded: z.int(), unproven: z.int(), duty: z.int() }),
  triedAt: instant().nullable(),
  isAsked: z.boolean(),
  sections: z.array(z.object({ key: z.string(), title: z.string(), promises: z.array(Promised) })),
});
export type PromiseList = z.output<typeof PromiseList>;

const Span = z.object({
  probe: z.string(),
  isKept: z.boolean(),
  found: z.string(),
  sinceAt: instant(),
  lastAt: instant(),
  runsCount: z.int(),
});
export type Span = z.output<typeof Span>;

const at = "/api/trust/promises";

export const promises = {
  list: get(at, z.object({ language: Language }), PromiseList),
  /** What was found of it over time, newest first. */
  history: get(
    `${at}/:id/history`,
    z.object({ id: PromiseId, language: Language }),
    z.object({ spans: z.array(Span) }),
  ),
  /** Asks for all of it to be tried now; the answer comes to the open page within seconds. */
  check: post(`${at}/check`, z.object({}), done),
};
