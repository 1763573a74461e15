/** Which rows are picked: some by id, or all that the filters leave. */
export type Picks = { readonly ids: ReadonlySet<string>; readonly isAll: boolean };

export const NO_PICKS: Picks = { ids: new Set(), isAll: false };

export function withPick(picks: Picks, id: string): Picks {
  const ids = new Set(picks.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ids, isAll: false };
}

/** From the row picked before to this one, as Shift asks. */
export function withRange(picks: Picks, all: readonly string[], from: number, to: number): Picks {
  const [low, high] = from < to ? [from, to] : [to, from];
  return { ids: new Set([...picks.ids, ...all.slice(low, high + 1)]), isAll: false };
}

export const allOf = (all: readonly string[]): Picks => ({ ids: new Set(all), isAll: false });
