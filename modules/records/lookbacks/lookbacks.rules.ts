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

export const whyNotOpen = (isOpen: boolean): Reason | null =>
  isOpen ? "companies.opening.under_way" : null;
