import { adminsOf } from "#modules/companies/companies.public.ts";
import type { StripePlace } from "#platform/config/values.ts";
import { eachAlone, transaction } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import { postMail } from "#platform/mail/outbox.ts";
import { asked, stripeAt } from "../stripe/client.ts";
import { companiesWaiting, forgetEvents } from "../stripe/events.ts";
import { askStripe, keepStanding } from "./asking.ts";
import { billingMail } from "./billing.mails.ts";
import { readOnlyAtOf, toTell, trialEndsAtOf } from "./billing.rules.ts";
import {
  insertBilling,
  lockBilling,
  markAdminsTold,
  markAskAgainAt,
  markStopped,
  selectBilling,
  selectStale,
  selectToStop,
  selectToTell,
  selectUnbilled,
} from "./billing.sql.ts";

const AT_ONCE = 50;
const PAGE = 500;
const HOUR_MS = 3_600_000;
/** Whoever was not asked about for so long is asked about: an event that never came is made up for. */
const STALE_MS = 6 * HOUR_MS;
const AGAIN_MS = 60_000;
/** As far back as Stripe itself can tell. */
const EVENTS_KEPT_MS = 30 * 24 * HOUR_MS;

/** Every few seconds: new companies begin their trial, and what Stripe told of is asked. Nothing where nobody is billed. */
export async function keepBilling(house: House): Promise<void> {
  const place = house.config.stripe;
  if (place === null) return;
  await beginTrials(house);
  const control = eachAlone(house.control);
  const now = house.now();
  await askAbout(house, place, await companiesWaiting(control, now, AT_ONCE));
  const before = new Date(now.getTime() - STALE_MS);
  await askAbout(house, place, await selectStale(control, { before, now, limit: AT_ONCE }));
  await stopWithCompanies(house, place);
}

/** Every few minutes: who has to be told by mail; and events that nobody needs any more. */
export async function tellOfBilling(house: House): Promise<void> {
  if (house.config.stripe === null) return;
  let after: string | null = null;
  for (;;) {
    const page = await selectToTell(eachAlone(house.control), after, PAGE);
    for (const row of page) await tell(house, row);
    after = page.at(-1)?.companyId ?? null;
    if (page.length < PAGE) break;
  }
  const before = new Date(house.now().getTime() - EVENTS_KEPT_MS);
  await transaction(house.control, "read write", (control) => forgetEvents(control, before));
}

async function beginTrials(house: House): Promise<void> {
  for (const { id } of await selectUnbilled(eachAlone(house.control), PAGE)) {
    const now = house.now();
    await transaction(house.control, "read write", async (control) => {
      await insertBilling(control, id, trialEndsAtOf(now), now);
      const row = await lockBilling(control, id);
      if (row !== null) await keepStanding(control, row);
    });
    house.live.publish(id, ["billing.billing", "accounts.me"]);
  }
}

async function askAbout(
  house: House,
  place: StripePlace,
  companies: readonly { readonly companyId: string }[],
): Promise<void> {
  for (const { companyId } of companies)
    await askStripe(house, place, companyId).catch(async (error: unknown) => {
      house.log.warn({ err: error, companyId }, "Stripe was not asked");
      const at = new Date(house.now().getTime() + AGAIN_MS);
      await markAskAgainAt(eachAlone(house.control), companyId, at);
    });
}

/** Nobody pays for a company that ends; one that stays after all goes on as before. */
async function stopWithCompanies(house: House, place: StripePlace): Promise<void> {
  const control = eachAlone(house.control);
  for (const { companyId, isEnding } of await selectToStop(control))
    try {
      const row = await selectBilling(control, companyId);
      if (row === null || row.subscription === null) continue;
      const stripe = await stripeAt(place);
      const change = { cancel_at_period_end: isEnding };
      await asked(stripe.subscriptions.update(row.subscription, change));
      await markStopped(control, companyId, isEnding ? house.now() : null);
      await askStripe(house, place, companyId);
    } catch (error) {
      house.log.warn({ err: error, companyId }, "a subscription could not be stopped");
    }
}

type Row = Awaited<ReturnType<typeof selectToTell>>[number];

async function tell(house: House, row: Row): Promise<void> {
  const now = house.now();
  const told = { about: row.toldAbout, since: row.toldSince, day: row.toldDay };
  const next = toTell(row, told, now);
  if (next === null) return;
  const readOnlyAt = readOnlyAtOf(row);
  await transaction(house.control, "read write", async (control) => {
    if ((await markAdminsTold(control, row.companyId, next)) === 0) return;
    for (const admin of await adminsOf(control, row.companyId)) {
      const said = { company: row.name, zone: row.zone, readOnlyAt, now };
      const mail = billingMail(admin, { ...said, publicUrl: house.config.publicUrl }, next);
      await postMail(house, control, mail, now);
    }
  });
}
