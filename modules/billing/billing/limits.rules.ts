import type { Limit, Usage } from "../plans/plans.rules.ts";

/** `near`: nine tenths of it and more are used. Neither stops anybody. */
export type Level = "near" | "over";
export type Levels = { readonly [limit in Limit]?: Level | undefined };

const NEAR = 0.9;

/** How far each limit is used; those that are far from it are left out. */
export const levelsOf = (usage: readonly Usage[]): Levels =>
  Object.fromEntries(
    usage.flatMap(({ limit, used, of }) => {
      if (of === null || used < of * NEAR) return [];
      return [[limit, used > of ? ("over" as const) : ("near" as const)]];
    }),
  );

/** Those of which there is something new to say: once when one comes near, once when it is over. */
export const newlyAmong = (levels: Levels, told: Levels, usage: readonly Usage[]): Usage[] =>
  usage.filter(({ limit }) => {
    const level = levels[limit];
    return level !== undefined && level !== told[limit] && told[limit] !== "over";
  });

/** What was told stays told until it is far from its limit again: one who comes and goes around it is not told each time. */
export const toldAfter = (levels: Levels, told: Levels): Levels =>
  Object.fromEntries(
    Object.entries(levels).map(([limit, level]) => [
      limit,
      told[limit as Limit] === "over" ? "over" : level,
    ]),
  );
