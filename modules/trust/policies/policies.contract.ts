import { z } from "zod";
import { done, get, instant, post } from "#kernel/contract.ts";

const Language = z.enum(["en", "ms"]).default("en");

const Sentence = z.object({ id: z.string(), says: z.string(), isLater: z.boolean() });

export const Policy = z.object({
  version: z.int(),
  publishedAt: instant().nullable(),
  effectiveAt: instant().nullable(),
  /** What changes with it; null for the first. */
  summary: z.string().nullable(),
  /** Whom to write to about privacy; null where the operator has not said. */
  contact: z.string().nullable(),
  sections: z.array(z.object({ title: z.string(), sentences: z.array(Sentence) })),
  /** A later version that has been announced. */
  next: z.object({ version: z.int(), effectiveAt: instant(), summary: z.string() }).nullable(),
});
export type Policy = z.output<typeof Policy>;

const Version = z.object({
  version: z.int(),
  publishedAt: instant(),
  effectiveAt: instant(),
  isMaterial: z.boolean(),
  summary: z.string().nullable(),
  isInForce: z.boolean(),
});

const Notice = z.object({
  name: z.string(),
  toldAt: instant(),
  mailSentAt: instant().nullable(),
  mailFailedAt: instant().nullable(),
  shownAt: instant().nullable(),
  acknowledgedAt: instant().nullable(),
});

const at = "/api/trust/policies";

export const policies = {
  /** The policy in force, for anybody; with `version` an announced or an earlier one. */
  read: get(
    `${at}/current`,
    z.object({ language: Language, version: z.coerce.number().int().min(1).optional() }),
    Policy,
  ),
  versions: get(at, z.object({ language: Language }), z.object({ versions: z.array(Version) })),
  /** Which of the company's people were told of a version, how and when. */
  notices: get(
    `${at}/:version/notices`,
    z.object({ version: z.coerce.number().int().min(1) }),
    z.object({ notices: z.array(Notice) }),
  ),
  /** What the person who asks has not yet acknowledged; null: nothing. */
  pending: get(
    `${at}/pending`,
    z.object({ language: Language }),
    z.object({
      notice: z
        .object({ version: z.int(), effectiveAt: instant(), summary: z.string() })
        .nullable(),
    }),
  ),
  /** The notice stands on the person's screen, or the person has read it. */
  acknowledge: post(
    `${at}/:version/acknowledge`,
    z.object({ version: z.coerce.number().int().min(1), how: z.enum(["shown", "read"]) }),
    done,
  ),
};
