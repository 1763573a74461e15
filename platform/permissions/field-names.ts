import type { z } from "zod";
import { classOf, FIELD_CLASSES, type FieldClass } from "#kernel/classes.ts";
import type { Contract } from "#kernel/contract.ts";

/**
 * Every name a contract gives a field, with its class, gathered as the slices bind their contracts: so that what is kept
 * of a record in free form (its history, its audit entries) is masked by the same one definition as the record.
 */
const classes = new Map<string, FieldClass>();

/** Where one name has several classes the strictest counts. */
export const classOfKey = (key: string): FieldClass | undefined => classes.get(key);

export function rememberFields(contract: Contract): void {
  const seen = new Set<z.ZodType>();
  for (const { input, output } of Object.values(contract)) {
    walk(output, seen);
    walk(input, seen);
  }
}

function walk(schema: z.ZodType, seen: Set<z.ZodType>): void {
  if (seen.has(schema) || classOf(schema) !== undefined) return;
  seen.add(schema);
  const def = schema._zod.def as unknown as Record<string, unknown>;
  for (const [key, field] of Object.entries((def["shape"] ?? {}) as Record<string, z.ZodType>)) {
    keep(key, classOf(field) ?? "business");
    walk(field, seen);
  }
  for (const inner of innersOf(def)) walk(inner, seen);
}

function keep(key: string, fieldClass: FieldClass): void {
  const known = classes.get(key) ?? "public";
  const isStricter = FIELD_CLASSES.indexOf(fieldClass) > FIELD_CLASSES.indexOf(known);
  if (isStricter) classes.set(key, fieldClass);
}

function innersOf(def: Record<string, unknown>): z.ZodType[] {
  const one = ["element", "valueType", "innerType", "in", "left", "right"].map((name) => def[name]);
  const several = ["items", "options"].flatMap((name) => (def[name] ?? []) as unknown[]);
  return [...one, ...several].filter((inner): inner is z.ZodType => isSchema(inner));
}

const isSchema = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "_zod" in value;
