import type { Operator } from "#kernel/where.ts";
import type { FieldKind } from "../types/types.contract.ts";

/** What kinds of fields have in common when they are compared. */
export type Family = "text" | "number" | "time" | "yes_no" | "one" | "many" | "member";

export const FAMILY_OF: Readonly<Record<FieldKind, Family>> = {
  text: "text",
  long_text: "text",
  link: "text",
  email: "text",
  phone: "text",
  number: "number",
  money: "number",
  date: "time",
  moment: "time",
  yes_no: "yes_no",
  choice: "one",
  country: "one",
  reference: "one",
  choices: "many",
  tags: "many",
  member: "member",
};

/** In the order in which they are offered. */
export const OPERATORS_OF: Readonly<Record<Family, readonly Operator[]>> = {
  text: ["contains", "contains_not", "is", "is_not", "starts", "ends", "empty", "not_empty"],
  number: [
    ...(["at_least", "at_most", "between", "more", "less", "is", "is_not"] as const),
    ...(["empty", "not_empty"] as const),
  ],
  time: [
    ...(["in_last_days", "over_days_ago", "this", "previous", "on", "before", "after"] as const),
    ...(["between", "in_next_days", "empty", "not_empty"] as const),
  ],
  yes_no: ["is"],
  one: ["any_of", "none_of", "empty", "not_empty"],
  many: ["any_of", "all_of", "none_of", "empty", "not_empty"],
  member: ["is_me", "is_not_me", "any_of", "none_of", "empty", "not_empty"],
};
