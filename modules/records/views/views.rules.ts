import type { Reason } from "#kernel/errors.ts";

/** Of one person and type. */
export const OWN_MAX = 100;

type Viewed = { readonly ownerId: string; readonly isShared: boolean };
type Who = { readonly id: string | null; readonly whyNotShare: Reason | null };

/** One's own; a shared one by whoever may share. */
export function whyNotChange({ ownerId, isShared }: Viewed, who: Who): Reason | null {
  if (ownerId === who.id) return null;
  return isShared ? who.whyNotShare : "records.view.not_own";
}

export const whyNotOneMore = (count: number): Reason | null =>
  count < OWN_MAX ? null : "records.view.too_many";

/** One's own order first, then the rest as they came. */
export function inOrder<V extends { readonly id: string }>(
  views: readonly V[],
  arranged: readonly string[],
): V[] {
  const place = new Map(arranged.map((id, at) => [id, at]));
  const at = ({ id }: V) => place.get(id) ?? arranged.length;
  return [...views].sort((one, other) => at(one) - at(other));
}
