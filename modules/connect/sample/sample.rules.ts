import type { Reason } from "#kernel/errors.ts";
import type { Sample } from "./sample.contract.ts";

type State = Sample["state"];

export const whyNotLoad = (state: State): Reason | null =>
  state === "none"
    ? null
    : state === "removing"
      ? "connect.sample.is_being_removed"
      : "connect.sample.already_loaded";

/** Also while it loads: then the loading ends where it is. */
export const whyNotRemove = (state: State): Reason | null =>
  state === "none"
    ? "connect.sample.not_loaded"
    : state === "removing"
      ? "connect.sample.is_being_removed"
      : null;
