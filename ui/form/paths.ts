/** Reads `lines.0.title` out of a form's values. */
export function valueAt(values: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((at, name) => {
    if (typeof at !== "object" || at === null) return undefined;
    return (at as Record<string, unknown>)[name];
  }, values);
}

/** The values with one changed; what is not on the way stays the same object. */
export function withValueAt<V>(values: V, path: string, next: unknown): V {
  const [name = "", ...rest] = path.split(".");
  const inner = rest.length === 0 ? next : withValueAt(valueAt(values, name), rest.join("."), next);
  if (Array.isArray(values))
    return values.map((value: unknown, at) => (String(at) === name ? inner : value)) as V;
  return { ...values, [name]: inner };
}
