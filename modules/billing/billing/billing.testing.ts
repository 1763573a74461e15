import { ACTIONS } from "#modules/modules.ts";
import { type CompanyAction, perform } from "#platform/actions/action.ts";
import type { Caller } from "#platform/actions/context.ts";
import type { TestHouse } from "#platform/testing/house.ts";
import { billing } from "./billing.contract.ts";

// biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects.
type Anything = any;

/** Asks billing for something, as its page does. */
export function ask(
  house: TestHouse,
  caller: Caller,
  verb: keyof typeof billing,
  input: object = {},
): Promise<Anything> {
  const action = ACTIONS.find(({ does }) => does === billing[verb]) as CompanyAction;
  return perform(action, house, caller, input);
}
