/** The fields of `after` that differ from `before`, as `{before, after}`. Moments compare by their time. */
export function changesOf(before: object, after: object): { before: object; after: object } {
  const was: Record<string, unknown> = {};
  const is: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(after)) {
    const old = (before as Record<string, unknown>)[key];
    if (JSON.stringify(old) === JSON.stringify(value)) continue;
    was[key] = old ?? null;
    is[key] = value;
  }
  return { before: was, after: is };
}
