import type { Applied } from "#kernel/applied.ts";
import {
  applyStoreProduct,
  applyStoreVariation,
  deleteStoreProduct,
} from "#modules/catalog/catalog.public.ts";
import {
  deleteStoreCustomer,
  erasedAtOf,
  joinStoreCustomer,
  mergeStoreAccounts,
  openStoreRequest,
  type StoreCustomer,
} from "#modules/crm/crm.public.ts";
import {
  applyStoreOrder,
  applyStorePayment,
  applyStoreRefund,
  applyStoreSubscription,
  deleteStoreOrder,
  deleteStoreSubscription,
  followCustomers,
  linkOrderLines,
} from "#modules/sales/sales.public.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import type { Deed } from "./deliveries.rules.ts";

export type Done = { readonly deed: Deed; readonly applied: Applied };

/** Does them one after the other, and tells the screens. */
export async function applyDeeds(ctx: CommandCtx, deeds: readonly Deed[]): Promise<Done[]> {
  const done: Done[] = [];
  for (const deed of deeds) {
    const applied = await applyDeed(ctx, deed);
    ctx.tell(...applied.topics);
    done.push({ deed, applied });
  }
  return done;
}

/** Does what a store's delivery asks for, inside the caller's transaction. Doing it again changes nothing. */
function applyDeed(ctx: CommandCtx, deed: Deed): Promise<Applied> {
  switch (deed.does) {
    case "order":
    case "order_restored":
      return applyStoreOrder(ctx, deed.order);
    case "order_deleted":
      return deleteStoreOrder(ctx, deed);
    case "refund":
      return applyStoreRefund(ctx, deed.refund);
    case "payment":
      return applyStorePayment(ctx, deed.payment);
    case "customer":
      return applyCustomer(ctx, deed.customer);
    case "customer_deleted":
      return deleteStoreCustomer(ctx, deed);
    case "customers_merged":
      return mergeCustomers(ctx, deed);
    case "product":
      return linked(ctx, deed.product.connectionId, deed.product.externalId, () =>
        applyStoreProduct(ctx, deed.product),
      );
    case "variation":
      return linked(ctx, deed.variation.connectionId, deed.variation.productExternalId, () =>
        applyStoreVariation(ctx, deed.variation),
      );
    case "product_deleted":
      return deleteStoreProduct(ctx, deed);
    case "subscription":
      return applyStoreSubscription(ctx, deed.subscription);
    case "subscription_deleted":
      return deleteStoreSubscription(ctx, deed);
    case "privacy_request":
      return openStoreRequest(ctx, deed.request);
  }
}

/** A customer told on their own: sales follows whoever turned out to be the same person. */
async function applyCustomer(ctx: CommandCtx, customer: StoreCustomer): Promise<Applied> {
  const joined = await joinStoreCustomer(ctx, customer);
  if (joined === null) {
    const isNameless = (await erasedAtOf(ctx, customer, customer.createdAt)) !== null;
    return { outcome: "seen", subject: null, topics: [], isNameless };
  }
  await followCustomers(ctx, joined);
  const name = customer.name || customer.email || customer.phoneText || "";
  return {
    outcome: joined.outcome,
    subject: { type: "customer", id: joined.customerId, name },
    topics: joined.outcome === "seen" ? [] : ["crm.customers"],
  };
}

/** Two accounts are one person: sales follows. */
async function mergeCustomers(
  ctx: CommandCtx,
  deed: { readonly connectionId: string; readonly externalId: string; readonly goneId: string },
): Promise<Applied> {
  const { connectionId, externalId: keptId, goneId } = deed;
  const { joined, isNews } = await mergeStoreAccounts(ctx, { connectionId, keptId, goneId });
  if (joined === null) return { outcome: isNews ? "created" : "seen", subject: null, topics: [] };
  await followCustomers(ctx, joined);
  const outcome = joined.merged.length > 0 || isNews ? "changed" : "seen";
  return {
    outcome,
    subject: { type: "customer", id: joined.customerId, name: "" },
    topics: outcome === "seen" ? [] : ["crm.customers"],
  };
}

/** Lines that were sold before their product was known find it now. */
async function linked(
  ctx: CommandCtx,
  connectionId: string,
  productExternalId: string,
  apply: () => Promise<Applied>,
): Promise<Applied> {
  const applied = await apply();
  if (applied.outcome !== "seen") await linkOrderLines(ctx, { connectionId, productExternalId });
  return applied;
}
