import { z } from "zod";
import { contact } from "#kernel/classes.ts";
import { blocked, done, get, id, instant, minorAmount, post } from "#kernel/contract.ts";

const CustomerId = id("customer");

export const REASONS = ["email", "phone", "phone_tail", "name", "name_near", "address"] as const;

/** How far a pair has been decided. `later`: put aside for now. */
export const Verdict = z.enum(["open", "later", "not_same"]);
export type Verdict = z.output<typeof Verdict>;

const Twin = z.object({
  id: CustomerId,
  name: z.string(),
  email: contact(z.string().nullable()),
  phone: contact(z.string().nullable()),
  city: z.string().nullable(),
  ordersCount: z.int(),
  spentMinor: minorAmount(),
  createdAt: instant(),
});

const Pair = z.object({
  one: Twin,
  other: Twin,
  /** Of 100. */
  score: z.int(),
  /** What it is made of, the weightiest first. */
  reasons: z.array(z.object({ reason: z.enum(REASONS), points: z.int() })),
  verdict: Verdict,
  /** Who decided it. */
  actorName: z.string().nullable(),
  blocked: z.object({ merge: blocked(), decide: blocked() }),
});

const Filter = z.object({ verdict: Verdict.default("open") });

const at = "/api/crm/duplicates";
export const duplicates = {
  /** Pairs who may be one person, the likeliest first. Empty, with the reason, for who does not see how people are reached. */
  list: get(
    at,
    Filter.extend({
      after: z.string().max(500).optional(),
      limit: z.coerce.number().int().min(1).max(100).default(20),
    }),
    z.object({
      rows: z.array(Pair),
      next: z.string().nullable(),
      blocked: z.object({ list: blocked() }),
    }),
  ),
  /** Of open pairs at most 1,000 are counted; and when all customers were compared last. */
  count: get(
    `${at}/count`,
    Filter,
    z.object({ count: z.int(), lookedAt: instant().nullable(), wholeAt: instant().nullable() }),
  ),
  /** Not the same (remembered for this pair), later, or open again. */
  decide: post(
    `${at}/decide`,
    z.object({ oneId: CustomerId, otherId: CustomerId, verdict: Verdict }),
    done,
  ),
  /** Compares all customers anew, in the background. */
  find: post(`${at}/find`, z.object({}), done),
};
