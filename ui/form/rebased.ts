/**
 * What is typed, on top of what others made of the record meanwhile: what nobody typed in follows. Null where both
 * changed the same, differently: then the form stays with what it began from, and sending it is refused as out of date.
 */
export function rebased<V extends object>(start: V, typed: V, next: V): V | null {
  const merged = mergedOf(start, typed, next);
  return merged === CLASH ? null : (merged as V);
}

const CLASH = Symbol("both changed it");

function mergedOf(start: unknown, typed: unknown, next: unknown): unknown {
  if (isSame(typed, start)) return next;
  if (isSame(next, start) || isSame(next, typed)) return typed;
  if (!isFields(start) || !isFields(typed) || !isFields(next)) return CLASH;
  const names = new Set([...Object.keys(typed), ...Object.keys(next)]);
  const fields = [...names].map((name) => {
    const merged = mergedOf(start[name], typed[name], next[name]);
    return [name, merged] as const;
  });
  return fields.some(([, merged]) => merged === CLASH) ? CLASH : Object.fromEntries(fields);
}

/** Lists are one value: whose first line is whose cannot be told. */
const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isSame = (a: unknown, b: unknown): boolean =>
  a === b || JSON.stringify(a) === JSON.stringify(b);
