import { showId } from "#kernel/ids.ts";
import { ACTIONS } from "#modules/modules.ts";
import type { Shop } from "#modules/sales/fixtures/shop.ts";
import { type CompanyAction, perform } from "#platform/actions/action.ts";
import type { Caller } from "#platform/actions/context.ts";
import type { Role } from "#platform/permissions/roles.ts";

const actionOf = (method: string, path: string): CompanyAction => {
  const found = ACTIONS.find(({ does }) => does.method === method && does.path === path);
  if (found?.door !== "company") throw new Error(`${method} ${path}`);
  return found;
};

const VERBS: Record<string, [string, string]> = {
  list: ["GET", ""],
  count: ["GET", "/count"],
  open: ["GET", "/open"],
  get: ["GET", "/:id"],
  enter: ["POST", ""],
  people: ["GET", "/:id/people"],
  match: ["POST", "/:id/match"],
  identify: ["POST", "/:id/identify"],
  pack: ["POST", "/:id/pack"],
  preview: ["GET", "/:id/preview"],
  erase: ["POST", "/:id/erase"],
  certificate: ["GET", "/:id/certificate"],
  finish: ["POST", "/:id/finish"],
  refuse: ["POST", "/:id/refuse"],
};

/** By the door of privacy requests. */
export function asksOf(
  shop: Pick<Shop, "house" | "caller" | "callerAs">,
  verb: keyof typeof VERBS,
  input: object,
  as: Role | Caller = shop.caller,
  // biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects.
): Promise<any> {
  const [method, path] = VERBS[verb] ?? ["", ""];
  const caller = typeof as === "string" ? shop.callerAs(as) : as;
  return perform(actionOf(method, `/api/crm/requests${path}`), shop.house, caller, input);
}

/** Of a customer, with their identity checked. */
export async function asked(
  shop: Shop,
  kind: "access" | "correction" | "erasure",
  customer: string,
  // biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects.
): Promise<any> {
  const entered = await asksOf(shop, "enter", {
    kind,
    channel: "email",
    customerId: showId("customer", customer),
    receivedOn: "2026-11-20",
    note: "wrote from their address",
  });
  const { id, version } = entered;
  return asksOf(shop, "identify", { id, version, how: "answered from the address we know" });
}

export async function eraseCustomer(
  shop: Shop,
  customer: string,
  // biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects.
): Promise<any> {
  const { id, version } = await asked(shop, "erasure", customer);
  return asksOf(shop, "erase", { id, version });
}
