import { invalid, notFound, refused, refuseIf } from "#kernel/errors.ts";
import { showId } from "#kernel/ids.ts";
import { adminsOf } from "#modules/companies/companies.public.ts";
import { command, query } from "#platform/actions/action.ts";
import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import { isLoopback, type StripePlace } from "#platform/config/values.ts";
import {
  type Interval,
  lookupKeyOf,
  PLAN_CURRENCIES,
  planAmong,
  usageOf,
} from "../plans/plans.rules.ts";
import { offeredPlans, planOf } from "../plans/plans.ts";
import { asked, isMissing, type Stripe, stripeAt } from "../stripe/client.ts";
import { TOLD_NOTHING } from "../stripe/objects.rules.ts";
import { priceFor } from "../stripe/prices.ts";
import { billing } from "./billing.contract.ts";
import {
  firstPaymentAt,
  phaseOf,
  readOnlyAtOf,
  trialEndsAtOf,
  whyNotChangePlan,
  whyNotPortal,
  whyNotSubscribe,
} from "./billing.rules.ts";
import {
  type BillingRow,
  insertBilling,
  markCustomer,
  markToAsk,
  selectBilling,
} from "./billing.sql.ts";
import { type Meters, usedBy } from "./meters.ts";

const READ = "billing.billing.read";
const MANAGE = "billing.billing.manage";
const DAY_MS = 86_400_000;
const INVOICES_MAX = 24;

export const showBilling = (meters: Meters) =>
  query({
    does: billing.get,
    needs: READ,
    async run(ctx) {
      requireStripe(ctx);
      const { row, plans, plan } = await ctx.inControl(async (control) => {
        const found = await standingOf(ctx, () => selectBilling(control, ctx.company.id));
        const has = found.plan === null ? null : await planOf(control, found.plan);
        return { row: found, plans: await offeredPlans(control), plan: has };
      });
      const readOnlyAt = readOnlyAtOf(row);
      const left = Math.ceil((row.trialEndsAt.getTime() - ctx.now.getTime()) / DAY_MS);
      const may = ctx.whyNotMay(MANAGE);
      return {
        phase: phaseOf(row, ctx.now),
        trialEndsAt: row.trialEndsAt,
        trialDaysLeft: Math.max(0, left),
        readOnlyAt,
        isReadOnly: readOnlyAt !== null && readOnlyAt <= ctx.now,
        plan:
          row.subscription === null || row.endedAt !== null
            ? null
            : {
                key: row.plan,
                name: plan?.name ?? null,
                amountMinor: row.amountMinor,
                currency: row.currency ?? ctx.company.currency,
                interval: row.interval,
                periodEndsAt: row.periodEndsAt,
                cancelsAt: row.cancelsAt,
              },
        unpaidSince: row.unpaidSince,
        usage: usageOf(plan, await usedBy(ctx, meters)),
        plans: plans.map(({ key, name, prices, limits }) => ({ key, name, prices, limits })),
        blocked: {
          subscribe: may ?? whyNotSubscribe(row.status),
          change: may ?? whyNotChangePlan(row),
          portal: may ?? whyNotPortal(row.customer),
        },
      };
    },
  });

export const listInvoices = query({
  does: billing.invoices,
  needs: READ,
  async run(ctx) {
    const place = requireStripe(ctx);
    const { customer } = await keptStanding(ctx);
    if (customer === null) return { rows: [] };
    const stripe = await stripeAt(place);
    const list = await asked(stripe.invoices.list({ customer, limit: INVOICES_MAX }));
    return {
      rows: list.data
        .filter(({ status }) => status !== "draft")
        .map((one) => ({
          id: one.id,
          number: one.number,
          status: one.status ?? "open",
          at: new Date(one.created * 1000),
          totalMinor: one.total,
          currency: one.currency.toUpperCase(),
          url: one.hosted_invoice_url ?? null,
        })),
    };
  },
});

export const subscribe = command({
  does: billing.subscribe,
  needs: MANAGE,
  isForReadOnly: true,
  async run(ctx, { plan: key, currency, interval, code }) {
    const stripe = await stripeAt(requireStripe(ctx));
    const row = await keptStanding(ctx);
    refuseIf(whyNotSubscribe(row.status));
    const plan = planAmong(await ctx.inControl(offeredPlans), key);

    const customer = row.customer ?? (await newCustomer(ctx, stripe));
    const discounts = code ? [{ promotion_code: await promotionOf(stripe, code) }] : null;
    await closeOpenPages(stripe, customer);
    const page = `${ctx.publicUrl}/settings/billing`;
    const company = showId("company", ctx.company.id);
    const trialEnd = firstPaymentAt(row.trialEndsAt, ctx.now);
    const session = await asked(
      stripe.checkout.sessions.create({
        mode: "subscription",
        customer,
        client_reference_id: company,
        line_items: [{ price: await priceFor(stripe, plan, currency, interval), quantity: 1 }],
        // Stripe's page asks for what an invoice needs; it is kept there.
        tax_id_collection: { enabled: true },
        customer_update: { name: "auto", address: "auto" },
        billing_address_collection: "auto",
        ...(discounts === null ? { allow_promotion_codes: true } : { discounts }),
        subscription_data: {
          metadata: { company, plan: plan.key },
          ...(trialEnd === null ? {} : { trial_end: Math.ceil(trialEnd.getTime() / 1000) }),
        },
        success_url: `${page}?session={CHECKOUT_SESSION_ID}`,
        cancel_url: page,
      }),
    );
    const sum = plan.prices[interval][currency];
    await ctx.audit(subjectOf(ctx), { asked: lookupKeyOf(plan, currency, interval), sum });
    return { url: pageOf(session.url) };
  },
});

/** Whether it was paid is Stripe's to say: a delayed way to pay tells days later, and is heard of then. */
export const returned = command({
  does: billing.returned,
  needs: MANAGE,
  isForReadOnly: true,
  async run(ctx, { session: id }) {
    const stripe = await stripeAt(requireStripe(ctx));
    const session = await stripe.checkout.sessions
      .retrieve(id)
      .catch((error: unknown) => (isMissing(error) ? null : asked(Promise.reject(error))));
    if (session?.client_reference_id !== showId("company", ctx.company.id))
      throw notFound("billing.session");
    await ctx.audit(subjectOf(ctx), { returned: session.status });
    await ctx.inControl((control) => markToAsk(control, ctx.company.id));
    return { isPaid: session.status === "complete" && session.payment_status !== "unpaid" };
  },
});

export const previewChange = query({
  does: billing.preview,
  needs: MANAGE,
  async run(ctx, { plan: key, interval }) {
    const stripe = await stripeAt(requireStripe(ctx));
    const { customer, subscription, items } = await changeOf(ctx, stripe, key, interval);
    const at = Math.floor(ctx.now.getTime() / 1000);
    const preview = await asked(
      stripe.invoices.createPreview({
        customer,
        subscription,
        subscription_details: {
          items,
          proration_behavior: "always_invoice",
          proration_date: at,
        },
      }),
    );
    return {
      dueMinor: preview.amount_due,
      currency: preview.currency.toUpperCase(),
      at: new Date(at * 1000),
    };
  },
});

export const changePlan = command({
  does: billing.change,
  needs: MANAGE,
  async run(ctx, { plan: key, interval, at }) {
    const stripe = await stripeAt(requireStripe(ctx));
    const { subscription, items, plan, was } = await changeOf(ctx, stripe, key, interval);
    if (Math.abs(ctx.now.getTime() - at.getTime()) > PREVIEWED_MS)
      throw invalid({ path: ["at"], code: "billing.billing.previewed_long_ago" });
    await asked(
      stripe.subscriptions.update(subscription, {
        items,
        metadata: { company: showId("company", ctx.company.id), plan: plan.key },
        proration_behavior: "always_invoice",
        proration_date: Math.floor(at.getTime() / 1000),
      }),
    );
    await ctx.audit(subjectOf(ctx), {
      plan: { before: was.plan, after: plan.key },
      interval: { before: was.interval, after: interval },
    });
    await ctx.inControl((control) => markToAsk(control, ctx.company.id));
    return { done: true as const };
  },
});

/** What was shown before a change is what is charged: for so long. */
const PREVIEWED_MS = 15 * 60_000;

export const openPortal = command({
  does: billing.portal,
  needs: MANAGE,
  isForReadOnly: true,
  async run(ctx) {
    const stripe = await stripeAt(requireStripe(ctx));
    const { customer } = await keptStanding(ctx);
    refuseIf(whyNotPortal(customer));
    const session = await asked(
      stripe.billingPortal.sessions.create({
        customer: customer ?? "",
        return_url: `${ctx.publicUrl}/settings/billing`,
      }),
    );
    await ctx.audit(subjectOf(ctx), { portal: true });
    return { url: pageOf(session.url) };
  },
});

/** Where nobody is billed nothing of it is there. */
function requireStripe({ stripe }: Ctx): StripePlace {
  if (stripe === null) throw notFound("billing.billing");
  return stripe;
}

const keptStanding = (ctx: Ctx): Promise<BillingRow> =>
  standingOf(ctx, () => ctx.inControl((control) => selectBilling(control, ctx.company.id)));

/** One that was made this very moment is in its trial, whether or not the house has seen it yet. */
async function standingOf(
  { company, now }: Ctx,
  kept: () => Promise<BillingRow | null>,
): Promise<BillingRow> {
  return (
    (await kept()) ?? {
      ...TOLD_NOTHING,
      companyId: company.id,
      trialEndsAt: trialEndsAtOf(now),
      customer: null,
      toldAbout: null,
      toldSince: null,
      toldDay: null,
      stoppedAt: null,
    }
  );
}

/** Of the company its name and one address for invoices: what Stripe needs to write them. */
async function newCustomer(ctx: CommandCtx, stripe: Stripe): Promise<string> {
  const { id, name } = ctx.company;
  const company = showId("company", id);
  const [admin] = await ctx.inControl((control) => adminsOf(control, id));
  const known =
    admin === undefined ? {} : { email: admin.email, preferred_locales: [admin.locale] };
  const customer = await asked(
    stripe.customers.create(
      { name, metadata: { company }, ...known },
      { idempotencyKey: `kaunter-customer-${company}` },
    ),
  );
  await ctx.inControl(async (control) => {
    await insertBilling(control, id, trialEndsAtOf(ctx.now), ctx.now);
    await markCustomer(control, id, customer.id);
  });
  return customer.id;
}

/** Two pages that are both paid would be two subscriptions. */
async function closeOpenPages(stripe: Stripe, customer: string): Promise<void> {
  const open = await asked(stripe.checkout.sessions.list({ customer, status: "open", limit: 10 }));
  for (const { id } of open.data) await asked(stripe.checkout.sessions.expire(id));
}

async function promotionOf(stripe: Stripe, code: string): Promise<string> {
  const found = await asked(stripe.promotionCodes.list({ code, active: true, limit: 1 }));
  const [promotion] = found.data;
  if (promotion === undefined) throw invalid({ path: ["code"], code: "billing.code.unknown" });
  return promotion.id;
}

async function changeOf(ctx: Ctx, stripe: Stripe, key: string, interval: Interval) {
  const row = await keptStanding(ctx);
  refuseIf(whyNotChangePlan(row));
  const { customer, subscription, item, currency } = row;
  const isKnown = PLAN_CURRENCIES.find((one) => one === currency);
  if (customer === null || subscription === null || item === null || isKnown === undefined)
    throw refused("billing.billing.no_plan");
  const plan = planAmong(await ctx.inControl(offeredPlans), key);
  refuseIf(row.plan === plan.key && row.interval === interval ? "billing.billing.same_plan" : null);
  const price = await priceFor(stripe, plan, isKnown, interval);
  return { customer, subscription, items: [{ id: item, price }], plan, was: row };
}

/** Only where a browser may be sent: over TLS, or on this machine. */
function pageOf(url: string | null): string {
  const page = url === null ? null : URL.parse(url);
  const isSafe = page?.protocol === "https:" || isLoopback(page?.hostname ?? "");
  if (page === null || !isSafe) throw refused("billing.stripe.refused");
  return page.href;
}

const subjectOf = ({ company }: Ctx) => ({ type: "company", id: company.id, name: company.name });
