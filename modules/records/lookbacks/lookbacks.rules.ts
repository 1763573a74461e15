import type { Reason } from "#kernel/errors.ts";
import type { LookbackKind, LookbackRow } from "./lookbacks.contract.ts";

export function whyNotBringBack({
  kind,
  state,
}: {
  readonly kind: LookbackKind;
  readonly state: LookbackRow["state"];
}): Reason | null {
  if (kind === "changed") return "records.lookback.still_there";
  if (state === "back" || state === "held") return "records.lookback.back_already";
  return state === "wanted" ? "records.lookback.under_way" : null;
}

/** One by one: what it was is typed in again, unless it is only seen masked, or is the person's own word. */
export function whyNotBringField(of: {
  readonly isSeen: boolean;
  readonly isSame: boolean;
  readonly rests: boolean;
}): Reason | null {
  if (!of.isSeen) return "platform.field.masked";
  if (of.rests) return "records.lookback.own_word";
  return of.isSame ? "records.lookback.back_already" : null;
}

/** Values as PostgreSQL says them in JSON; what is empty is unknown. */
export const isSameValue = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

export const whyNotOpen = (isOpen: boolean): Reason | null =>
  isOpen ? "companies.opening.under_way" : null;
