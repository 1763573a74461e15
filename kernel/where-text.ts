import { z } from "zod";
import { CONDITIONS_MAX, DEPTH_MAX, HAS, OPERATORS, type Where } from "./where.ts";

const Scalar = z.union([z.string().max(500), z.number(), z.boolean()]);

const Shape: z.ZodType<Where> = z.lazy(() =>
  z.union([
    z.strictObject({
      field: z.string().max(100),
      is: z.enum(OPERATORS),
      value: z.union([Scalar, z.array(Scalar).max(100)]).optional(),
    }),
    z.strictObject({
      related: z.string().max(100),
      has: z.enum(HAS),
      count: z.int().min(1).max(10_000).optional(),
      where: Shape.optional(),
    }),
    z.strictObject({ all: z.array(Shape).max(CONDITIONS_MAX) }),
    z.strictObject({ any: z.array(Shape).max(CONDITIONS_MAX) }),
    z.strictObject({ not: Shape }),
  ]),
);

const TEXT_MAX = 8000;

/** A filter as it stands in an address: compact JSON. */
export const whereText = () =>
  z
    .codec(z.string().max(TEXT_MAX), z.custom<Where>(), {
      decode(text, ctx) {
        const read = readJson(text);
        const shaped = depthOf(read) > NESTED_MAX ? undefined : Shape.safeParse(read);
        if (shaped?.success === true) return shaped.data;
        ctx.issues.push({ code: "custom", message: "records.filter.unreadable", input: text });
        return z.NEVER;
      },
      encode: (where) => JSON.stringify(where),
    })
    .meta({
      description:
        'A filter as JSON: {"field","is","value"}, {"related","has","count","where"}, {"all":[…]}, {"any":[…]} or {"not":…}.',
    });

/** What such depth of groups can need of braces and brackets; the rules count the groups themselves. */
const NESTED_MAX = 4 * DEPTH_MAX + 4;

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function depthOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}
