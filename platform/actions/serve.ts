import type { z } from "zod";
import type { Contract, Endpoint } from "#kernel/contract.ts";
import { rememberPermission } from "#platform/permissions/catalogue.ts";
import { rememberFields } from "#platform/permissions/field-names.ts";
import type { Action } from "./action.ts";

type ActionFor<E extends Endpoint> = {
  readonly door: Action["door"];
  readonly does: E;
  // biome-ignore lint/suspicious/noExplicitAny: the context differs by door; the one who performs it supplies the right one.
  run(ctx: any, input: z.output<E["input"]>, before: any): Promise<z.output<E["output"]>>;
};

/** Binds a contract to the actions that keep it. A promise without an action does not compile. */
export function serve<C extends Contract>(
  contract: C,
  actions: { [K in keyof C]: ActionFor<C[K]> },
): Action[] {
  rememberFields(contract);
  for (const action of Object.values(actions)) rememberPermission(action);
  return Object.keys(contract).map((name) => actions[name] as unknown as Action);
}
