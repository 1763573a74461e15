import type { Said } from "#kernel/said.ts";
import type { Entry, Section } from "./entry.ts";
import { collected } from "./sections/collected.ts";
import { lives } from "./sections/lives.ts";
import { long } from "./sections/long.ts";
import { guarded } from "./sections/protected.ts";
import { rights } from "./sections/rights.ts";
import { seen } from "./sections/seen.ts";
import { used } from "./sections/used.ts";

/** The privacy policy, sentence by sentence, with what stands behind each. The one source of both policy and Trust page. */
export const SECTIONS: readonly Section[] = [collected, used, lives, guarded, seen, long, rights];

export const PROMISES: readonly Entry[] = SECTIONS.flatMap(({ entries }) => entries);

/** Every row of the promise register, P01 to P48. */
export const ROWS: readonly string[] = Array.from(
  { length: 48 },
  (_, i) => `P${String(i + 1).padStart(2, "0")}`,
);

/** Rows whose part of the product comes with a later release. They stand in the policy, marked, and are unproven. */
export const LATER: ReadonlySet<string> = new Set(
  PROMISES.filter(({ enforcedBy }) => enforcedBy === null).map(({ id }) => id),
);

/** The policy as it is published: what is said, and which sentences are of a later release. */
export type PolicyText = {
  readonly sections: readonly {
    readonly title: Said;
    readonly sentences: readonly {
      readonly id: string;
      readonly says: Said;
      readonly isLater: boolean;
    }[];
  }[];
};

export const policyText = (): PolicyText => ({
  sections: SECTIONS.map(({ title, entries }) => ({
    title,
    sentences: entries.map(({ id, says }) => ({ id, says, isLater: LATER.has(id) })),
  })),
});
