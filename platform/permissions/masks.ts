import type { z } from "zod";
import { CUSTOM, type FieldClass, MASK, type View } from "#kernel/classes.ts";
import { type FieldProblem, Problem } from "#kernel/errors.ts";
import { readAnyId } from "#kernel/ids.ts";
import type { Actor } from "#platform/actions/context.ts";
import { classOfKey } from "./field-names.ts";
import { type Shape, shapeOf } from "./shapes.ts";

/** A reply as this actor sees it: what their role does not see plain is masked or not there, however deep it lies. */
export function maskedFor(actor: Actor, schema: z.ZodType, reply: unknown): unknown {
  const shape = shapeOf(schema);
  return shape === null || seesEverything(actor) ? reply : masked(shape, reply, viewOf(actor));
}

/**
 * Refuses what names a field that the actor does not see plain: a filter by it would tell what it holds, and nobody
 * writes over what they cannot see. The value itself is not repeated.
 */
export function refuseMasked(actor: Actor, schema: z.ZodType, input: unknown): void {
  const shape = shapeOf(schema);
  if (shape === null || seesEverything(actor)) return;
  const fields = [...namedIn(shape, input, viewOf(actor), [])];
  if (fields.length > 0) throw new Problem("forbidden", "platform.field.masked", fields);
}

/** How an actor sees fields of a class. */
export const viewFor = (actor: Actor, fieldClass: FieldClass): View =>
  seesEverything(actor) ? "plain" : viewOf(actor)(fieldClass);

export type Seen = {
  /** None: the field stands in a record of free form, and its name has to say. */
  readonly fieldClass: FieldClass | undefined;
  readonly path: FieldProblem["path"];
};

/** Every value of the classes that are asked for, which this actor is shown as it is and which holds something. */
export function* seenPlain(
  actor: Actor,
  schema: z.ZodType,
  reply: unknown,
  classes: readonly FieldClass[],
): Generator<Seen> {
  const shape = shapeOf(schema);
  if (shape === null) return;
  const plain = new Set(classes.filter((fieldClass) => viewFor(actor, fieldClass) === "plain"));
  yield* seenIn(shape, reply, plain, []);
}

/** Whether a reply of this schema can show anything of these classes: most cannot, and are not looked through. */
export function mayShow(schema: z.ZodType, classes: readonly FieldClass[]): boolean {
  const shape = shapeOf(schema);
  return shape !== null && holds(shape, classes, []);
}

/** A shape that holds itself was looked at where it stands first. */
function holds(shape: Shape, classes: readonly FieldClass[], above: readonly Shape[]): boolean {
  if (above.includes(shape)) return false;
  const inside = (one: Shape) => holds(one, classes, [...above, shape]);
  switch (shape.is) {
    case "classed":
      return classes.includes(shape.fieldClass) || (shape.inside !== null && inside(shape.inside));
    case "object":
      return [...shape.fields.values()].some(inside);
    case "several":
      return shape.of.some(inside);
    case "told":
      return true;
    default:
      return inside(shape.of);
  }
}

function* seenIn(
  shape: Shape,
  value: unknown,
  plain: ReadonlySet<FieldClass>,
  path: FieldProblem["path"],
): Generator<Seen> {
  if (isNothing(value)) return;
  if (shape.is === "classed" && plain.has(shape.fieldClass))
    yield { fieldClass: shape.fieldClass, path };
  if (shape.is === "told") yield* toldSeen(value, path);
  else
    for (const [inner, part, step] of partsOf(shape, value))
      yield* seenIn(inner, part, plain, [...path, ...step]);
}

/** What is masked there is `•••`, and shows nothing. */
function* toldSeen(value: unknown, path: FieldProblem["path"]): Generator<Seen> {
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    const at = Array.isArray(value) ? path : [...path, key];
    if (typeof inner === "object") yield* toldSeen(inner, at);
    else if (!isNothing(inner) && inner !== MASK && !isId(inner))
      yield { fieldClass: undefined, path: at };
  }
}

/** A name may hold what people wrote in one place, and say which note it is in another. */
const isId = (value: unknown): boolean => typeof value === "string" && readAnyId(value) !== null;

const isNothing = (value: unknown): boolean =>
  value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length);

type ViewOf = (fieldClass: FieldClass) => View;

const viewOf =
  ({ standing }: Actor): ViewOf =>
  (fieldClass) =>
    fieldClass === "public" ? "plain" : (standing?.sees[fieldClass] ?? "hidden");

const seesEverything = ({ kind, standing }: Actor): boolean =>
  kind !== "person" ||
  (standing !== undefined && Object.values(standing.sees).every((view) => view === "plain"));

function masked(shape: Shape, value: unknown, view: ViewOf): unknown {
  if (value === null || value === undefined) return value;
  switch (shape.is) {
    case "classed": {
      const seen = view(shape.fieldClass);
      if (seen !== "plain") return covered(value, seen);
      return shape.inside === null ? value : masked(shape.inside, value, view);
    }
    case "object":
      return mapValues(value, (inner, key) => {
        const field = shape.fields.get(key);
        return field === undefined ? inner : masked(field, inner, view);
      });
    case "list":
      return Array.isArray(value) ? value.map((one) => masked(shape.of, one, view)) : value;
    case "record":
      return mapValues(value, (inner) => masked(shape.of, inner, view));
    case "told":
      return toldTo(value, new Set(shape.known), view);
    case "several":
      return shape.of.reduce<unknown>((done, one) => masked(one, done, view), value);
  }
}

/** Of a record of free form: what the name of a key says, or the strictest where it says nothing. */
function toldTo(value: unknown, known: ReadonlySet<string>, view: ViewOf): unknown {
  if (Array.isArray(value)) return value.map((one) => toldTo(one, known, view));
  return mapValues(value, (inner, key) => {
    if (HOLDERS.has(key) && typeof inner === "object") return toldTo(inner, known, view);
    // Masked where it was read.
    if (key.startsWith(CUSTOM)) return inner;
    const fieldClass = known.has(key) ? "business" : (classOfKey(key) ?? "contact");
    const seen = view(fieldClass);
    return seen === "plain" ? toldTo(inner, known, view) : covered(inner, seen);
  });
}
/** What values stand in before and after a change. */
const HOLDERS = new Set(["before", "after"]);

/** Something is there, or nothing; of its size and shape only whether it is a text, a list or a record. */
function covered(value: unknown, seen: View): unknown {
  if (value === null || value === undefined) return value;
  if (typeof value === "string") return seen === "masked" && value !== "" ? MASK : "";
  if (Array.isArray(value)) return [];
  if (typeof value === "object") return mapValues(value, (inner) => covered(inner, seen));
  return null;
}

function* namedIn(
  shape: Shape,
  value: unknown,
  view: ViewOf,
  path: FieldProblem["path"],
): Generator<FieldProblem> {
  if (value === undefined) return;
  if (shape.is === "classed" && view(shape.fieldClass) !== "plain")
    yield { path, code: "platform.field.masked" };
  else
    for (const [inner, part, step] of partsOf(shape, value))
      yield* namedIn(inner, part, view, [...path, ...step]);
}

type Part = readonly [shape: Shape, value: unknown, step: FieldProblem["path"]];

/** What lies one step deeper, each with its own shape. */
function partsOf(shape: Shape, value: unknown): Part[] {
  if (shape.is === "classed") return shape.inside === null ? [] : [[shape.inside, value, []]];
  if (shape.is === "several") return shape.of.map((one): Part => [one, value, []]);
  if (shape.is === "list" && Array.isArray(value))
    return value.map((one, at): Part => [shape.of, one, [at]]);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  const entries: [string, unknown][] = Object.entries(value);
  return entries.flatMap(([key, inner]): Part[] => {
    const field = shape.is === "object" ? shape.fields.get(key) : null;
    if (shape.is === "record") return [[shape.of, inner, [key]]];
    return field ? [[field, inner, [key]]] : [];
  });
}

function mapValues(value: unknown, of: (inner: unknown, key: string) => unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const entries: [string, unknown][] = Object.entries(value);
  return Object.fromEntries(entries.map(([key, inner]) => [key, of(inner, key)]));
}
