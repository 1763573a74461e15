import type { z } from "zod";
import { CLASS_KEY, type FieldClass, TOLD_KEY } from "#kernel/classes.ts";

/** Where in what a schema describes something delicate lies. Null where nothing does. */
export type Shape =
  | { readonly is: "classed"; readonly fieldClass: FieldClass; readonly inside: Shape | null }
  | { readonly is: "object"; readonly fields: ReadonlyMap<string, Shape> }
  | { readonly is: "list" | "record"; readonly of: Shape }
  | { readonly is: "told"; readonly known: readonly string[] }
  | { readonly is: "several"; readonly of: readonly Shape[] };

/** What this walks of zod: https://zod.dev/library-authors describes `_zod.def`. */
type Def = {
  readonly type: string;
  readonly shape?: Record<string, z.ZodType>;
  readonly element?: z.ZodType;
  readonly items?: readonly z.ZodType[];
  readonly valueType?: z.ZodType;
  readonly innerType?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly in?: z.ZodType;
  readonly left?: z.ZodType;
  readonly right?: z.ZodType;
  readonly getter?: () => z.ZodType;
};

const known = new WeakMap<z.ZodType, Shape | null>();

/** Worked out once for each schema, on the side of the wire. */
export function shapeOf(schema: z.ZodType): Shape | null {
  const shape = known.get(schema);
  if (shape !== undefined) return shape;
  // A schema that holds itself: what lies deeper is seen when the first round is done.
  known.set(schema, null);
  const found = readOf(schema);
  known.set(schema, found);
  return found;
}

function readOf(schema: z.ZodType): Shape | null {
  const meta = schema.meta() ?? {};
  const inside = insideOf(schema._zod.def as unknown as Def);
  const fieldClass = meta[CLASS_KEY] as FieldClass | undefined;
  if (fieldClass !== undefined) return { is: "classed", fieldClass, inside };
  const told = meta[TOLD_KEY] as readonly string[] | undefined;
  return told === undefined ? inside : { is: "told", known: told };
}

function insideOf(def: Def): Shape | null {
  if (def.shape !== undefined) return ofObject(def.shape);
  if (def.element !== undefined) return wrapped("list", shapeOf(def.element));
  if (def.items !== undefined) return wrapped("list", together(def.items.map(shapeOf)));
  if (def.valueType !== undefined) return wrapped("record", shapeOf(def.valueType));
  if (def.options !== undefined) return together(def.options.map(shapeOf));
  if (def.left !== undefined && def.right !== undefined)
    return together([shapeOf(def.left), shapeOf(def.right)]);
  const inner = def.innerType ?? def.in ?? def.getter?.();
  return inner === undefined ? null : shapeOf(inner);
}

function ofObject(shape: Record<string, z.ZodType>): Shape | null {
  const fields = new Map<string, Shape>();
  for (const [key, field] of Object.entries(shape)) {
    const inside = shapeOf(field);
    if (inside !== null) fields.set(key, inside);
  }
  return fields.size === 0 ? null : { is: "object", fields };
}

const wrapped = (is: "list" | "record", of: Shape | null): Shape | null =>
  of === null ? null : { is, of };

function together(shapes: readonly (Shape | null)[]): Shape | null {
  const of = shapes.filter((shape) => shape !== null);
  return of.length === 0 ? null : { is: "several", of };
}
