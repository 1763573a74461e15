import { z } from "zod";
import type { Dice } from "#modules/connect/fixtures/dice.ts";

type Json = {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Json[];
  readonly oneOf?: readonly Json[];
  readonly properties?: Readonly<Record<string, Json>>;
  readonly required?: readonly string[];
  readonly items?: Json;
  readonly minItems?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
};

export type Known = {
  readonly dice: Dice;
  /** An id of a kind, by its prefix: `cus`. */
  id(prefix: string): string;
};

/** What a schema takes, as it goes over the wire, made up from its description alone. */
export const sentTo = (schema: z.ZodType, known: Known): unknown =>
  madeOf(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Json, "", known);

function madeOf(json: Json, name: string, known: Known): unknown {
  const { dice } = known;
  if (json.const !== undefined) return json.const;
  if (json.enum !== undefined) return dice.pick(json.enum);
  const several = json.anyOf ?? json.oneOf;
  if (several !== undefined) return madeOf(dice.pick(several), name, known);
  switch (json.type) {
    case "object":
      return objectOf(json, known);
    case "array":
      return [madeOf(json.items ?? {}, name, known)];
    case "integer":
    case "number":
      return numberOf(json, name);
    case "boolean":
      return dice.happens(0.5);
    case "string":
      return textOf(json, name, known);
    default:
      return null;
  }
}

function objectOf({ properties = {}, required = [] }: Json, known: Known): object {
  const sent = Object.entries(properties).filter(
    ([name]) => required.includes(name) || known.dice.happens(0.5),
  );
  return Object.fromEntries(sent.map(([name, json]) => [name, madeOf(json, name, known)]));
}

function numberOf({ minimum, exclusiveMinimum }: Json, name: string): number {
  if (name === "version") return 1;
  return Math.max(1, minimum ?? 1, (exclusiveMinimum ?? 0) + 1);
}

function textOf({ pattern = "", format }: Json, name: string, { id, dice }: Known): string {
  const prefix = /^\^([a-z]{3})_/.exec(pattern)?.[1];
  if (prefix !== undefined) return id(prefix);
  if (format === "date") return "2026-11-20";
  if (format === "date-time") return "2026-11-20T10:00:00.000Z";
  if (/A-Z]\{3\}/.test(pattern)) return "MYR";
  if (/A-Z]\{2\}/.test(pattern)) return "MY";
  if (name === "subject" || name === "record" || name === "records")
    return id(dice.pick(["cus", "ord", "prd"]));
  if (name === "search") return "kopi";
  if (name.toLowerCase().includes("email")) return `somebody-${dice.between(1, 1e9)}@example.my`;
  if (name === "role") return dice.pick(["viewer", "member"]);
  if (name === "zone") return "Asia/Kuala_Lumpur";
  return `${name || "text"} ${dice.between(1, 1e9)}`;
}
